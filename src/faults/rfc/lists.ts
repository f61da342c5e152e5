import { changingBody, jsonOf, matches, queryOf, resourcesOf, scimError, USERS, withJson } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';

type Json = Record<string, unknown>;

const LIST = { method: 'GET', path: USERS, status: 200 };
const list = (change: (body: Json, query: URLSearchParams) => unknown) =>
  changingBody(LIST, (body, request) => change(body, queryOf(request)));
/** Changes the query of a list on its way to the server. */
const query = (change: (query: URLSearchParams) => void): Pick<Fault, 'request'> => ({
  request: (request: FaultRequest) => {
    if (!matches({ method: 'GET', path: USERS }, request)) return request;
    const changed = queryOf(request);
    change(changed);
    return { ...request, url: `${request.url.split('?')[0]}?${changed}` };
  },
});

/** Defects of lists and pages (RFC 7644 sections 3.4.2 and 3.4.2.4). */
export const rfcListFaults: Fault[] = [
  {
    id: 'F-RFC-LIST-01',
    title: 'An unknown query parameter is refused',
    breaks: ['RFC7644-3.4.2-01'],
    request: (request) =>
      queryOf(request).has('unknownParam') ? scimError(400, 'unknown parameter', 'invalidValue') : request,
  },
  {
    id: 'F-RFC-LIST-02',
    title: 'A list names the schema of its entries',
    breaks: ['RFC7644-3.4.2-02', 'RFC7644-3.1-01', 'RFC7644-4-09'],
    ...list((body) => {
      body.schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
    }),
  },
  {
    id: 'F-RFC-LIST-03',
    title: 'totalResults is a text',
    breaks: [
      ...([
        'RFC7644-3.4.2-03',
        'RFC7644-3.4.2-01',
        'RFC7644-3.4.2-07',
        'RFC7644-3.4.2-08',
        'RFC7644-3.4.2.4-05',
      ] as const),
      ...([
        'RFC7644-3.4.2.4-06',
        'RFC7644-3.4.2.4-07',
        'RFC7644-3.4.2.4-09',
        'RFC7644-3.4.2.4-11',
        'RFC7643-2.3.4-01',
      ] as const),
      ...(['RFC7644-3.6-07', 'RFC7644-3.4.2.2-03', 'RFC7644-3.4.2.2-10'] as const),
    ],
    ...list((body) => {
      body.totalResults = String(body.totalResults);
    }),
  },
  {
    id: 'F-RFC-LIST-04',
    title: 'A list of users has its entries under another name',
    breaks: [
      'RFC7644-3.4.2-04',
      'RFC7644-3.4.2.4-12',
      'RFC7644-3.4.2.4-14',
      'RFC7644-3.4.2-09',
      'RFC7644-3.4.2-11',
      'RFC7644-3.4.2.4-08',
    ],
    ...list((body) => {
      body.Users = body.Resources;
      delete body.Resources;
    }),
  },
  {
    id: 'F-RFC-LIST-05',
    title: 'startIndex is missing',
    breaks: ['RFC7644-3.4.2-05', 'RFC7644-3.4.2.4-01', 'RFC7644-3.4.2.4-10'],
    ...list((body) => {
      delete body.startIndex;
    }),
  },
  {
    id: 'F-RFC-LIST-06',
    title: 'itemsPerPage is missing',
    breaks: ['RFC7644-3.4.2-06', 'RFC7644-3.4.2.4-08'],
    ...list((body) => {
      delete body.itemsPerPage;
    }),
  },
  {
    id: 'F-RFC-LIST-07',
    title: 'A query without a match answers 404',
    breaks: ['RFC7644-3.4.2-07', 'RFC7644-3.4.2.2-50', 'RFC7643-7-15'],
    response: (response, request) =>
      matches(LIST, request, response) && jsonOf(response)?.totalResults === 0
        ? scimError(404, 'nothing was found')
        : response,
  },
  {
    id: 'F-RFC-LIST-08',
    title: 'totalResults is the size of the page',
    breaks: [
      'RFC7644-3.4.2-08',
      'RFC7644-3.4.2.4-05',
      'RFC7644-3.4.2.4-06',
      'RFC7644-3.4.2.4-09',
      'RFC7644-3.4.2.4-11',
    ],
    ...list((body) => {
      body.totalResults = resourcesOf(body).length;
    }),
  },
  {
    id: 'F-RFC-LIST-09',
    title: 'Listed users have no schemas',
    breaks: ['RFC7644-3.4.2-09', 'RFC7643-3-01', 'RFC7643-2.1-02', 'RFC7644-3.9-13', 'RFC7643-3-03'],
    ...list((body) => {
      for (const one of resourcesOf(body)) delete one.schemas;
    }),
  },
  {
    id: 'F-RFC-LIST-10',
    title: '/Users lists the groups as well',
    breaks: ['RFC7643-3-03', 'RFC7643-3.3-01', 'RFC7643-4.1-01', 'RFC7644-3.4.2-11'],
    response: async (response, request, { send }) => {
      const body = matches(LIST, request, response) ? jsonOf(response) : null;
      if (!body || queryOf(request).get('count') !== '1000') return response;
      const groups = jsonOf(await send({ ...request, url: request.url.replace('/Users', '/Groups') }));
      const Resources = [...resourcesOf(body), ...resourcesOf(groups ?? {})];
      return withJson(response, { ...body, Resources, totalResults: Resources.length, itemsPerPage: Resources.length });
    },
  },
  {
    id: 'F-RFC-LIST-11',
    title: 'A startIndex below 1 is refused',
    breaks: ['RFC7644-3.4.2.4-01'],
    request: (request) =>
      Number(queryOf(request).get('startIndex') ?? 1) < 1
        ? scimError(400, 'startIndex begins at 1', 'invalidValue')
        : request,
  },
  {
    id: 'F-RFC-LIST-12',
    title: 'Pages begin at the second resource when startIndex is left out',
    breaks: ['RFC7644-3.4.2.4-02', 'RFC9865-2.4-03', 'RFC7644-3.4.2-05', 'RFC7644-3.4.2.4-10'],
    ...query((changed) => {
      if (changed.has('count') && !changed.has('startIndex') && Number(changed.get('count')) < 4)
        changed.set('startIndex', '2');
    }),
  },
  {
    id: 'F-RFC-LIST-13',
    title: 'A page holds one resource more than count',
    breaks: [
      ...(['RFC7644-3.4.2.4-03', 'RFC7644-3.4.2.4-01', 'RFC7644-3.4.2.4-02', 'RFC7644-3.4.2.4-08'] as const),
      ...(['RFC7644-3.4.2.4-10', 'RFC7644-3.4.2.4-12', 'RFC9865-2.4-03'] as const),
    ],
    ...query((changed) => {
      const count = Number(changed.get('count') ?? 0);
      if (count > 0) changed.set('count', String(count + 1));
    }),
  },
  {
    id: 'F-RFC-LIST-14',
    title: 'A large count is refused',
    breaks: ['RFC7644-3.4.2.4-14', 'RFC7644-3.4.2.4-04'],
    request: (request) =>
      Number(queryOf(request).get('count') ?? 0) > 1_000 ? scimError(400, 'count is too large', 'tooMany') : request,
  },
  {
    id: 'F-RFC-LIST-15',
    title: 'A count of 0 or less gives a page of the default size',
    breaks: ['RFC7644-3.4.2.4-05', 'RFC7644-3.4.2.4-06', 'RFC7644-3.4.2.4-03'],
    ...query((changed) => {
      if (Number(changed.get('count') ?? 1) < 1) changed.delete('count');
    }),
  },
  {
    id: 'F-RFC-LIST-16',
    title: 'itemsPerPage repeats count on the short last page',
    breaks: ['RFC7644-3.4.2.4-08'],
    ...list((body, asked) => {
      if (asked.has('count')) body.itemsPerPage = Number(asked.get('count'));
    }),
  },
  {
    id: 'F-RFC-LIST-17',
    title: 'startIndex of the answer is always 1',
    breaks: ['RFC7644-3.4.2.4-10'],
    ...list((body) => {
      body.startIndex = 1;
    }),
  },
  {
    id: 'F-RFC-LIST-18',
    title: 'A startIndex behind the end answers 404',
    breaks: ['RFC7644-3.4.2.4-11'],
    response: (response, request) =>
      matches(LIST, request, response) &&
      Number(queryOf(request).get('startIndex') ?? 1) > Number(jsonOf(response)?.totalResults)
        ? scimError(404, 'there is no such page')
        : response,
  },
  {
    id: 'F-RFC-LIST-19',
    title: 'Pages overlap by one resource',
    breaks: ['RFC7644-3.4.2.4-12', 'RFC7644-3.4.2.4-10'],
    ...query((changed) => {
      const start = Number(changed.get('startIndex') ?? 1);
      if (start > 1) changed.set('startIndex', String(start - 1));
    }),
  },
  {
    id: 'F-RFC-LIST-20',
    title: 'A startIndex that is no number breaks the server',
    breaks: ['RFC7644-3.4.2.4-13', 'RFC7644-3.12-17'],
    request: (request) => (/[a-z]/.test(queryOf(request).get('startIndex') ?? '') ? scimError(500, 'NaN') : request),
  },
  {
    id: 'F-RFC-LIST-21',
    title: 'A cursor parameter is refused',
    breaks: ['RFC9865-2.4-03'],
    request: (request) => (queryOf(request).has('cursor') ? scimError(400, 'no cursors', 'invalidValue') : request),
  },
  {
    id: 'F-RFC-LIST-22',
    title: 'A query of one user by its id is refused',
    breaks: ['RFC7644-3.4.2-10', 'RFC7644-3.9-10'],
    request: (request) =>
      /Users\/[^/?]+\?attributes=/.test(request.url) && request.method === 'GET'
        ? scimError(400, 'no query here')
        : request,
  },
  {
    id: 'F-RFC-LIST-23',
    title: 'A later page of a filtered list breaks the server',
    breaks: ['RFC7644-3.4.2.2-53', 'RFC7644-3.12-17'],
    request: (request) =>
      queryOf(request).has('filter') && queryOf(request).get('startIndex') === '3' ? scimError(500, 'page') : request,
  },
];
