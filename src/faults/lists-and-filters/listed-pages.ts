import { tokenIn } from '../callers.ts';
import {
  COLLECTION,
  CONFIGURATION,
  changingBody,
  changingResources,
  GROUP,
  GROUPS,
  jsonOf,
  matches,
  metaOf,
  queryOf,
  resourcesOf,
  scimError,
  USER,
  USERS,
  withJson,
  withoutParameter,
  withQuery,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { changingMatches, filterMatch, filterOf, wholeList } from '../filter-edits.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { lastSegmentOf } from '../scim-requests.ts';
import { headerOf, nestedIn } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SHOWN_GROUP = /v2\/Groups(\/[^/]+)?$/;
const DISPLAY_NAME = /^displayName eq "(.+)"$/i;
const PROJECTIONS = ['attributes', 'excludedAttributes'];

/** Defects of pages, filters and projections in lists, of discovery documents, and of HTTP details. */
export const listedPageFaults: Fault[] = [
  {
    id: 'F-B6-25',
    title: 'On later pages of groups each has the members of the group at its place on the first page',
    breaks: ['VAULT-GROUP-04', 'VAULT-MAP-30', 'RFC7644-3.4.2-09'],
    ...laterPage(GROUPS, (page, whole) =>
      page.map((group, place) => (group.members ? { ...group, members: whole[place]?.members } : group)),
    ),
  },
  {
    id: 'F-B6-26',
    title: 'A negative startIndex counts from the end of the list',
    breaks: ['RFC7644-3.4.2.4-01', 'RFC7644-3.4.2.4-10'],
    request: async (request, context) => {
      const query = queryOf(request);
      const start = Number(query.get('startIndex') ?? 1);
      if (!matches({ method: 'GET', path: COLLECTION }, request) || !(start < 0)) return request;
      query.set('count', '0');
      const total = Number(jsonOf(await context.send(withQuery(request, query)))?.totalResults ?? 0);
      const wanted = queryOf(request);
      wanted.set('startIndex', String(Math.max(1, total + start + 1)));
      return withQuery(request, wanted);
    },
  },
  {
    id: 'F-B6-27',
    title: 'Later pages of groups come from the list as it was when the first page was read',
    breaks: ['RFC7644-3.6-07', 'VAULT-GROUP-13', 'VAULT-GROUP-23'],
    ...fromSnapshot(),
  },
  {
    id: 'F-B6-28',
    title: 'A filter with an instant in the future is refused',
    breaks: ['VAULT-FILTER-15', 'VAULT-FILTER-17', 'VAULT-FILTER-24', 'VAULT-FILTER-25', 'RFC7644-3.4.2-07'],
    since: '2.0.4',
    request: (request) => {
      const [, instant = ''] = filterMatch(request, COLLECTION, /^meta\.lastModified \w+ "(.+)"$/i) ?? [];
      return Date.parse(instant) > Date.now() ? scimError(400, 'the instant is yet to come', 'invalidFilter') : request;
    },
  },
  {
    id: 'F-B6-29',
    title: 'A group that a replace emptied is not found by its displayName',
    breaks: ['VAULT-FILTER-19', 'OKTA-14'],
    since: '2.0.4',
    ...unfound(GROUP, GROUPS, /^displayName eq /i, (request) => {
      const members = request.method === 'PUT' ? jsonOf(request)?.members : undefined;
      return Array.isArray(members) && members.length === 0;
    }),
  },
  {
    id: 'F-B6-30',
    title: 'A filter for users changed since an instant overlooks those whom a replace changed',
    breaks: ['VAULT-FILTER-11', 'VAULT-FILTER-13'],
    since: '2.0.4',
    ...unfound(USER, USERS, /^meta\.lastModified g[te] /i, (request) => request.method === 'PUT'),
  },
  {
    id: 'F-B6-31',
    title: 'The last resource of a longer list is shown whole whatever the projection says',
    breaks: ['RFC7644-3.9-01', 'RFC7644-3.9-02', 'RFC7644-3.9-15', 'ENTRA-05', 'SAIL-04'],
    response: async (response, request, context) => {
      const isProjected = PROJECTIONS.some((name) => queryOf(request).has(name));
      const isList = matches({ method: 'GET', path: COLLECTION, status: 200 }, request, response);
      const body = isProjected && isList ? jsonOf(response) : null;
      if (!body || resourcesOf(body).length < 2) return response;
      const plain = PROJECTIONS.reduce(withoutParameter, request);
      const last = resourcesOf(jsonOf(await context.send(plain)) ?? {}).at(-1);
      return withJson(response, { ...body, Resources: [...resourcesOf(body).slice(0, -1), last] });
    },
  },
  {
    id: 'F-B6-32',
    title: 'A group whose members are excluded is shown without displayName',
    breaks: ['RFC7644-3.9-02', 'ENTRA-05'],
    ...changingResources({ method: 'GET', path: SHOWN_GROUP }, (group, request) => {
      if (queryOf(request).get('excludedAttributes') === 'members') delete group.displayName;
    }),
  },
  {
    id: 'F-B6-33',
    title: 'excludedAttributes that names id beside others excludes nothing',
    breaks: ['RFC7644-3.9-02', 'RFC7644-3.9-15'],
    request: (request) => {
      const names = queryOf(request).get('excludedAttributes')?.split(',') ?? [];
      return names.length > 1 && names.includes('id') ? withoutParameter(request, 'excludedAttributes') : request;
    },
  },
  {
    id: 'F-B6-34',
    title: 'In a projected list of users each is shown as active as the first',
    breaks: ['RFC7644-3.1-03', 'SAIL-06'],
    ...changingBody({ method: 'GET', path: USERS, status: 200 }, (body, request) => {
      const [first, ...others] = queryOf(request).has('attributes') ? resourcesOf(body) : [];
      for (const user of others) if (user.active !== undefined) user.active = first?.active;
    }),
  },
  {
    id: 'F-B6-36',
    title: 'The total of a page that does not reach the end is the number of the next resource',
    breaks: ['RFC7644-3.4.2.4-09', 'RFC7644-3.4.2-08', 'OKTA-03', 'SAIL-03'],
    ...changingBody({ method: 'GET', path: COLLECTION, status: 200 }, (body) => {
      const next = Number(body.startIndex) + resourcesOf(body).length;
      if (resourcesOf(body).length > 0 && next < Number(body.totalResults)) body.totalResults = next;
    }),
  },
  {
    id: 'F-B6-37',
    title: 'The first page of users begins with the oldest, and later ones count from the newest',
    breaks: ['RFC7644-3.4.2.4-12', 'OKTA-04', 'SAIL-03'],
    ...laterPage(USERS, (page, whole, start) => whole.toReversed().slice(start - 1, start - 1 + page.length)),
  },
  {
    id: 'F-B6-38',
    title: 'The configuration announces a maxResults of 1, and lists hold more',
    breaks: ['RFC7643-5-09'],
    ...changingBody({ method: 'GET', path: CONFIGURATION, status: 200 }, (body) => {
      nestedIn(body, 'filter').maxResults = 1;
    }),
  },
  {
    id: 'F-B6-39',
    title: 'meta.location of every schema in the list leads to the first',
    breaks: ['RFC7643-3.1-23', 'RFC7644-4-12'],
    ...changingBody({ method: 'GET', path: /\/Schemas$/, status: 200 }, (body) => {
      const [first, ...others] = resourcesOf(body);
      for (const schema of others) if (schema.meta) metaOf(schema).location = metaOf(first ?? {}).location;
    }),
  },
  {
    id: 'F-B6-40',
    title: 'A body whose media type has its charset in quotes is refused',
    breaks: ['RFC7644-3.8-09'],
    request: (request) =>
      request.body.length > 0 && /charset="/i.test(headerOf(request, 'Content-Type') ?? '')
        ? scimError(415, 'the media type is not supported')
        : request,
  },
  {
    id: 'F-B6-42',
    title: 'A filter on displayName that matches no name finds the group whose id is the value',
    breaks: ['VAULT-FILTER-20'],
    since: '2.0.4',
    ...changingMatches(GROUPS, DISPLAY_NAME, async (groups, request, context) => {
      const [, value] = DISPLAY_NAME.exec(filterOf(request) ?? '') ?? [];
      return groups.length > 0 ? groups : (await wholeList(request, context)).filter(({ id }) => id === value);
    }),
  },
];

/** A page of an unfiltered list that is not the first; `page` is right, `whole` is the list. */
function laterPage(
  path: RegExp,
  change: (page: Json[], whole: Json[], start: number) => (Json | undefined)[],
): Required<Pick<Fault, 'response'>> {
  return {
    response: async (response, request, context) => {
      const start = Number(queryOf(request).get('startIndex') ?? 1);
      const isMeant = matches({ method: 'GET', path, status: 200 }, request, response) && filterOf(request) === null;
      const body = isMeant && start > 1 ? jsonOf(response) : null;
      if (!body) return response;
      const Resources = change(resourcesOf(body), await wholeList(request, context), start);
      return withJson(response, { ...body, Resources, itemsPerPage: Resources.length });
    },
  };
}

function fromSnapshot(): Hooks {
  return {
    response: async (response, request, context) => {
      const query = queryOf(request);
      const isPage = matches({ method: 'GET', path: GROUPS, status: 200 }, request, response);
      const isPlain = filterOf(request) === null && !PROJECTIONS.some((name) => query.has(name));
      const body = isPage && isPlain ? jsonOf(response) : null;
      if (!body) return response;
      const key = `${tokenIn(request)} ${namespaceOf(request)}`;
      const start = Number(query.get('startIndex') ?? 1);
      if (!(start > 1)) context.memory.set(key, await wholeList(request, context));
      const kept = start > 1 ? (context.memory.get(key) as Json[] | undefined) : undefined;
      if (!kept) return response;
      const Resources = kept.slice(start - 1, start - 1 + Number(query.get('count') ?? kept.length));
      return withJson(response, { ...body, totalResults: kept.length, itemsPerPage: Resources.length, Resources });
    },
  };
}

/** The index behind a filter loses a resource with some changes; the next change of another kind brings it back. */
function unfound(resource: RegExp, list: RegExp, filter: RegExp, loses: (request: FaultRequest) => boolean): Hooks {
  const finding = changingMatches(list, filter, (resources, _request, { memory }) =>
    resources.filter(({ id }) => !memory.has(`lost ${id}`)),
  );
  return {
    response: (response, request, context) => {
      const isWrite = matches({ method: ['PUT', 'PATCH'], path: resource }, request) && response.status < 300;
      if (isWrite && loses(request)) context.memory.set(`lost ${lastSegmentOf(request)}`, true);
      else if (isWrite) context.memory.delete(`lost ${lastSegmentOf(request)}`);
      return finding.response(response, request, context);
    },
  };
}
