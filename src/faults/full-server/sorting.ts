import { COLLECTION, jsonOf, matches, queryOf, resourcesOf, withJson, withoutParameter, withQuery } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';

type Json = Record<string, unknown>;

/** Defects of the order of lists (RFC 7644 section 3.4.2.3), which Vault does not offer. */
export const sortingFaults: Fault[] = [
  {
    id: 'F-N9D-37',
    title: 'Without sortOrder a list is in descending order',
    breaks: ['RFC7644-3.4.2.3-04'],
    ...asking((query) => {
      if (query.has('sortBy') && !query.has('sortOrder')) query.set('sortOrder', 'descending');
    }),
  },
  {
    id: 'F-N9D-38',
    title: 'Upper case letters come before lower case letters',
    breaks: ['RFC7644-3.4.2.3-06'],
    response: (response, request) => {
      const isByName = queryOf(request).get('sortBy') === 'userName' && !queryOf(request).has('startIndex');
      const body = isByName && matches({ method: 'GET', status: 200 }, request, response) ? jsonOf(response) : null;
      if (body === null) return response;
      const sign = queryOf(request).get('sortOrder') === 'descending' ? -1 : 1;
      const byCode = (one: Json, other: Json) => (String(one.userName) < String(other.userName) ? -sign : sign);
      return withJson(response, { ...body, Resources: resourcesOf(body).toSorted(byCode) });
    },
  },
  {
    id: 'F-N9D-39',
    title: 'A list is not sorted by a time',
    breaks: ['RFC7644-3.4.2.3-08'],
    request: (request) =>
      matches({ method: 'GET', path: COLLECTION }, request) && queryOf(request).get('sortBy')?.startsWith('meta.')
        ? withoutParameter(request, 'sortBy')
        : request,
  },
  {
    id: 'F-N9D-40',
    title: 'Each page is sorted by itself',
    breaks: ['RFC7644-3.4.2.3-13'],
    response: async (response, request, { send }) => {
      const query = queryOf(request);
      const body = query.has('sortBy') && query.has('count') ? jsonOf(response) : null;
      if (body === null || response.status !== 200) return response;
      const unsorted = jsonOf(await send(withoutParameter(request, 'sortBy'))) ?? {};
      const page = resourcesOf(unsorted).map(({ id }) => id);
      const whole = await send(['startIndex', 'count'].reduce(withoutParameter, request));
      const ordered = resourcesOf(jsonOf(whole) ?? {}).filter(({ id }) => page.includes(id));
      return withJson(response, { ...body, Resources: ordered });
    },
  },
];

/** Defect that reads the query of a list as another one. */
function asking(change: (query: URLSearchParams) => void): Pick<Fault, 'request'> {
  return {
    request: (request): FaultRequest => {
      const query = queryOf(request);
      if (!matches({ method: 'GET', path: COLLECTION }, request)) return request;
      change(query);
      return withQuery(request, query);
    },
  };
}
