import { MessageUrn } from '../../protocol/scim.ts';
import { answerWith, EMPTY_LIST, jsonOf, matches, queryOf, resourcesOf, scimError, withJson } from '../edits.ts';
import type { Fault, FaultRequest, FaultResponse } from '../fault.ts';

type Json = Record<string, unknown>;

const SEARCH = /scim\/v2\/Users\/\.search$/;
const ROOT_SEARCH = /scim\/v2\/\.search$/;
const ROOT = /scim\/v2\/$/;
const SEARCH_REQUEST = MessageUrn.searchRequest;

/** Defects of searches by POST and of queries of the root (RFC 7644 sections 3.4.2.1 and 3.4.3), which Vault does not offer. */
export const searchFaults: Fault[] = [
  {
    id: 'F-SRCH-01',
    title: 'A search is carried out whatever its schemas say',
    breaks: ['RFC7644-3.4.3-03'],
    ...searching((body) => ({ ...body, schemas: [SEARCH_REQUEST] })),
  },
  {
    id: 'F-SRCH-02',
    title: 'A search can exclude the id',
    breaks: ['RFC7644-3.4.3-04', 'RFC7643-3.1-03'],
    ...finding(SEARCH, (resources, asked) => {
      const excluded = asked.excludedAttributes;
      return Array.isArray(excluded) && excluded.includes('id')
        ? resources.map(({ id: _left, ...rest }) => rest)
        : resources;
    }),
  },
  {
    id: 'F-SRCH-03',
    title: 'A search overlooks attributes',
    breaks: ['RFC7644-3.4.3-05'],
    ...searching(({ attributes: _left, ...body }) => body),
  },
  {
    id: 'F-SRCH-04',
    title: 'Of the attributes of a search only the first is shown',
    breaks: ['RFC7644-3.4.3-05'],
    ...searching((body) =>
      Array.isArray(body.attributes) ? { ...body, attributes: body.attributes.slice(0, 1) } : body,
    ),
  },
  {
    id: 'F-SRCH-05',
    title: 'A search overlooks a filter by eq',
    breaks: ['RFC7644-3.4.3-06'],
    ...searching(({ filter, ...body }) =>
      / eq /.test(String(filter)) || filter === undefined ? body : { ...body, filter },
    ),
  },
  {
    id: 'F-SRCH-06',
    title: 'A search finds nothing by an invalid filter, and does not refuse it',
    breaks: ['RFC7644-3.4.3-06'],
    response: (response, request) =>
      matches({ method: 'POST', path: SEARCH, status: 400 }, request, response) &&
      jsonOf(response)?.scimType === 'invalidFilter'
        ? answerWith(200, EMPTY_LIST)
        : response,
  },
  {
    id: 'F-SRCH-07',
    title: 'A search overlooks startIndex',
    breaks: ['RFC7644-3.4.3-07', 'RFC7644-3.4.2.4-10'],
    ...searching(({ startIndex: _left, ...body }) => body),
  },
  {
    id: 'F-SRCH-08',
    title: 'A search takes a count of 0 for none at all',
    breaks: ['RFC7644-3.4.3-07', 'RFC7644-3.4.2.4-03'],
    ...searching(({ count, ...body }) => (count === 0 || count === undefined ? body : { ...body, count })),
  },
  {
    id: 'F-SRCH-09',
    title: 'A search refuses a negative count',
    breaks: ['RFC7644-3.4.3-07'],
    request: (request) =>
      matches({ method: 'POST', path: SEARCH }, request) && Number(jsonOf(request)?.count) < 0
        ? scimError(400, 'count is negative', 'invalidValue')
        : request,
  },
  {
    id: 'F-SRCH-10',
    title: 'A search overlooks sortBy',
    breaks: ['RFC7644-3.4.3-08'],
    ...searching(({ sortBy: _left, ...body }) => body),
  },
  {
    id: 'F-SRCH-11',
    title: 'A search overlooks sortOrder',
    breaks: ['RFC7644-3.4.3-08'],
    ...searching(({ sortOrder: _left, ...body }) => body),
  },
  {
    id: 'F-SRCH-12',
    title: 'A search leaves out inactive users',
    breaks: ['RFC7644-3.4.3-09', 'RFC7644-3.4.3-07', 'RFC7644-3.4.3-08'],
    ...searching((body) => ({
      ...body,
      filter: body.filter === undefined ? 'active eq true' : `${String(body.filter)} and active eq true`,
    })),
  },
  {
    id: 'F-SRCH-13',
    title: 'The total of a search is that of its page',
    breaks: ['RFC7644-3.4.3-07'],
    response: (response, request) => {
      const body = matches({ method: 'POST', path: SEARCH, status: 200 }, request, response) ? jsonOf(response) : null;
      return body === null ? response : withJson(response, { ...body, totalResults: resourcesOf(body).length });
    },
  },
  {
    id: 'F-SRCH-14',
    title: 'A search at the root finds users only',
    breaks: ['RFC7644-3.4.3-10'],
    ...finding(ROOT_SEARCH, (resources) => resources.filter(isUser)),
  },
  {
    id: 'F-SRCH-15',
    title: 'A query of the root finds users only',
    breaks: ['RFC7644-3.4.2.1-01', 'RFC7644-3.4.2.1-04'],
    ...finding(ROOT, (resources) => resources.filter(isUser)),
  },
  {
    id: 'F-SRCH-16',
    title: 'A query of the root overlooks an expression with pr',
    breaks: ['RFC7644-3.4.2.1-04'],
    request: (request) =>
      matches({ method: 'GET', path: ROOT }, request) && / pr$/.test(queryOf(request).get('filter') ?? '')
        ? { ...request, url: request.url.replace(/\?.*$/, '') }
        : request,
  },
  {
    id: 'F-SRCH-17',
    title: 'A query of the root refuses to ask for an attribute that users lack',
    breaks: ['RFC7644-3.4.2.1-04'],
    request: (request) =>
      matches({ method: 'GET', path: ROOT }, request) && /^members /.test(queryOf(request).get('filter') ?? '')
        ? scimError(400, 'User has no attribute members', 'invalidFilter')
        : request,
  },
  {
    id: 'F-SRCH-18',
    title: 'The total of a search is one too high',
    breaks: ['RFC7644-3.4.3-09', 'RFC7644-3.4.3-06', 'RFC7644-3.4.3-07'],
    response: (response, request) => {
      const body = matches({ method: 'POST', path: SEARCH, status: 200 }, request, response) ? jsonOf(response) : null;
      return body === null ? response : withJson(response, { ...body, totalResults: Number(body.totalResults) + 1 });
    },
  },
  {
    id: 'F-SRCH-19',
    title: 'A query of the root finds groups only',
    breaks: ['RFC7644-3.4.2.1-01', 'RFC7644-3.4.2.1-04'],
    ...finding(ROOT, (resources) => resources.filter((one) => !isUser(one))),
  },
  {
    id: 'F-SRCH-20',
    title: 'A search at the root finds no user that a group holds',
    breaks: ['RFC7644-3.4.3-10'],
    ...finding(ROOT_SEARCH, (resources) => {
      const held = JSON.stringify(resources.map(({ members }) => members ?? []));
      return resources.filter(({ id }) => !held.includes(String(id)));
    }),
  },
];

function isUser({ schemas }: Json): boolean {
  return JSON.stringify(schemas ?? []).includes(':User"');
}

/** Defect that reads a search for users as another one. */
function searching(change: (body: Json) => Json): Required<Pick<Fault, 'request'>> {
  return {
    request: (request): FaultRequest => {
      const body = matches({ method: 'POST', path: SEARCH }, request) ? jsonOf(request) : null;
      return body === null ? request : withJson(request, change(body));
    },
  };
}

/** Defect that changes what a search or a query of the root finds. @param change gets the message or the query too */
function finding(path: RegExp, change: (resources: Json[], asked: Json) => Json[]): Required<Pick<Fault, 'response'>> {
  return {
    response: (response, request): FaultResponse => {
      const body = matches({ path, status: 200 }, request, response) ? jsonOf(response) : null;
      if (body === null) return response;
      const before = resourcesOf(body);
      const Resources = change(before, jsonOf(request) ?? {});
      const left = before.length - Resources.length;
      const totalResults = Number(body.totalResults) - left;
      return withJson(response, { ...body, totalResults, itemsPerPage: Resources.length, Resources });
    },
  };
}
