import {
  answerWith,
  EMPTY_LIST,
  jsonOf,
  matches,
  pathOf,
  queryOf,
  resourcesOf,
  USERS,
  withJson,
  withoutParameter,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { asking as otherRequest } from '../scim-requests.ts';
import { asking, cursorIn, isLaterPage, isOfGroups, paging, withCursor } from './cursor-messages.ts';

type Json = Record<string, unknown>;

const END = 'end';
const EMPTY_PAGE = { ...EMPTY_LIST, startIndex: undefined, totalResults: undefined };

/** Defects of the pages that cursors lead to (RFC 9865 section 2), which neither Vault nor scimmy offers. */
export const cursorWalkFaults: Fault[] = [
  {
    id: 'F-CURS-01',
    title: 'A cursor without an equals sign is taken for none',
    breaks: ['RFC9865-2-01'],
    request: (request) => (/[?&]cursor(?:&|$)/.test(request.url) ? withoutParameter(request, 'cursor') : request),
  },
  {
    id: 'F-CURS-02',
    title: 'Only the first page has a nextCursor',
    breaks: ['RFC9865-2-02', 'RFC9865-2-03', 'RFC9865-2-04', 'RFC9865-2-12', 'RFC9865-2.2-01'],
    ...paging((page, request) => {
      if (isLaterPage(request)) delete page.nextCursor;
    }),
  },
  {
    id: 'F-CURS-03',
    title: 'A first page that lacks only one resource is taken for the last',
    breaks: ['RFC9865-2-02', 'RFC9865-2-01', 'RFC9865-2-04', 'RFC9865-2.2-01', 'RFC9865-2.4-02'],
    ...paging((page, request) => {
      if (!isLaterPage(request) && resourcesOf(page).length === Number(page.totalResults) - 1) delete page.nextCursor;
    }),
  },
  {
    id: 'F-CURS-04',
    title: 'The last page leads on to empty pages without end',
    breaks: ['RFC9865-2-03'],
    request: (request) => (cursorIn(request) === END ? answerWith(200, { ...EMPTY_PAGE, nextCursor: END }) : request),
    ...paging((page) => {
      page.nextCursor ??= END;
    }),
  },
  {
    id: 'F-CURS-05',
    title: 'A last page that is full has a nextCursor, which is refused',
    breaks: ['RFC9865-2-03', 'RFC9865-2-04'],
    ...paging((page, request) => {
      const isFull = resourcesOf(page).length > 0 && resourcesOf(page).length === Number(queryOf(request).get('count'));
      if (isFull) page.nextCursor ??= END;
    }),
  },
  {
    id: 'F-CURS-06',
    title: 'A later page begins with the last resource of the page before, in the place of its own first one',
    breaks: ['RFC9865-2-04', 'RFC9865-2-01', 'RFC9865-2-03', 'RFC9865-2-12', 'RFC9865-2.2-01'],
    response: (response, request, { memory }) => {
      const cursor = cursorIn(request);
      const page = cursor === undefined || response.status !== 200 ? null : jsonOf(response);
      if (page === null) return response;
      const own = resourcesOf(page);
      if (page.nextCursor !== undefined) memory.set(String(page.nextCursor), own.at(-1));
      const before = memory.get(cursor ?? '');
      return before === undefined ? response : withJson(response, { ...page, Resources: [before, ...own.slice(1)] });
    },
  },
  {
    id: 'F-CURS-07',
    title: 'A cursor of groups leads to the first page again',
    breaks: ['RFC9865-2-04'],
    request: (request) => (isLaterPage(request) && isOfGroups(request) ? withCursor(request, '') : request),
  },
  {
    id: 'F-CURS-08',
    title: 'The first page has a previousCursor',
    breaks: ['RFC9865-2-05'],
    ...paging((page, request) => {
      if (!isLaterPage(request)) page.previousCursor = 'start';
    }),
  },
  {
    id: 'F-CURS-09',
    title: 'A list of users that names no cursor has a previousCursor',
    breaks: ['RFC9865-2-05'],
    response: (response, request) => {
      const page = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
      const isUnasked = page !== null && !queryOf(request).has('cursor') && !queryOf(request).has('startIndex');
      return isUnasked ? withJson(response, { ...page, previousCursor: 'start' }) : response;
    },
  },
  {
    id: 'F-CURS-10',
    title: 'previousCursor leads to the page that it stands on',
    breaks: ['RFC9865-2-06'],
    ...paging((page, request) => {
      if (isLaterPage(request)) page.previousCursor = cursorIn(request);
    }),
  },
  {
    id: 'F-CURS-11',
    title: 'previousCursor is offered and refused',
    breaks: ['RFC9865-2-06'],
    ...paging((page) => {
      if (page.previousCursor !== undefined) page.previousCursor = 'back';
    }),
  },
  {
    id: 'F-CURS-12',
    title: 'Cursors are padded base64',
    breaks: ['RFC9865-2-07'],
    ...asking((query) => query.set('cursor', (query.get('cursor') ?? '').replace('==', ''))),
    ...paging((page) => {
      if (page.nextCursor !== undefined) page.nextCursor = `${page.nextCursor}==`;
    }),
  },
  {
    id: 'F-CURS-13',
    title: 'totalResults is the number of resources on the page',
    breaks: ['RFC9865-2-10'],
    ...paging((page) => {
      if (resourcesOf(page).length > 0) page.totalResults = resourcesOf(page).length;
    }),
  },
  {
    id: 'F-CURS-14',
    title: 'totalResults of a later page leaves the first page out',
    breaks: ['RFC9865-2-10'],
    ...paging((page, request) => {
      if (isLaterPage(request)) page.totalResults = Number(page.totalResults) - resourcesOf(page).length;
    }),
  },
  {
    id: 'F-CURS-15',
    title: 'A projected page after the first shows a user that does not match the filter',
    breaks: ['RFC9865-2-12'],
    response: async (response, request, { send }) => {
      const page = isLaterPage(request) && isProjected(request) && response.status === 200 ? jsonOf(response) : null;
      if (page === null) return response;
      const listAt = async (url: string) => resourcesOf(jsonOf(await send(otherRequest(request, 'GET', url))) ?? {});
      const filter = encodeURIComponent(queryOf(request).get('filter') ?? '');
      const matching = (await listAt(`${pathOf(request)}?filter=${filter}`)).map(({ id }) => id);
      const stranger = (await listAt(pathOf(request))).find(({ id }) => !matching.includes(id));
      return withJson(response, { ...page, Resources: [stranger, ...resourcesOf(page).slice(1)] });
    },
  },
  {
    id: 'F-CURS-16',
    title: 'Only the first page is projected',
    breaks: ['RFC9865-2-12'],
    response: async (response, request, { send }) => {
      const page = isLaterPage(request) && isProjected(request) && response.status === 200 ? jsonOf(response) : null;
      if (page === null) return response;
      const wholeOf = async ({ id }: Json) =>
        jsonOf(await send(otherRequest(request, 'GET', `${pathOf(request)}/${id}`)));
      return withJson(response, { ...page, Resources: await Promise.all(resourcesOf(page).map(wholeOf)) });
    },
  },
  {
    id: 'F-CURS-17',
    title: 'With cursors each page is sorted by itself',
    breaks: ['RFC9865-2.2-01'],
    ...asking((query) => query.delete('sortBy')),
    ...paging((page, request) => {
      const order = queryOf(request).get('sortOrder');
      const byName = (one: Json, other: Json) => (String(one.userName) < String(other.userName) ? -1 : 1);
      const sorted = resourcesOf(page).toSorted(byName);
      if (order !== null) page.Resources = order === 'descending' ? sorted.reverse() : sorted;
    }),
  },
  {
    id: 'F-CURS-18',
    title: 'With cursors every order is ascending',
    breaks: ['RFC9865-2.2-01'],
    ...asking((query) => query.delete('sortOrder')),
  },
];

function isProjected(request: FaultRequest): boolean {
  return queryOf(request).has('attributes') || queryOf(request).has('excludedAttributes');
}
