import {
  answerWith,
  COLLECTION,
  jsonOf,
  matches,
  queryOf,
  resourcesOf,
  withJson,
  withoutParameter,
  withQuery,
} from '../edits.ts';
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
    ...asking((query) => {
      if (query.get('sortBy')?.startsWith('meta.')) query.delete('sortBy');
    }),
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
  {
    id: 'F-N9D-41',
    title: 'The order of names is ascending whatever sortOrder says',
    breaks: ['RFC7644-3.4.2.3-05'],
    ...asking((query) => {
      if (query.get('sortBy') === 'userName') query.set('sortOrder', 'ascending');
    }),
  },
  {
    id: 'F-N9D-42',
    title: 'A list by familyName is in the order of the givenName',
    breaks: ['RFC7644-3.4.2.3-10'],
    ...asking((query) => {
      if (query.get('sortBy') === 'name.familyName') query.set('sortBy', 'name.givenName');
    }),
  },
  {
    id: 'F-N9D-43',
    title: 'Who has no title comes first in both orders',
    breaks: ['RFC7644-3.4.2.3-11'],
    ...ordering('title', ({ title }) => Number(title !== undefined)),
  },
  {
    id: 'F-N9D-44',
    title: 'An unknown sortOrder breaks the server down',
    breaks: ['RFC7644-3.4.2.3-12'],
    request: (request) => {
      const order = queryOf(request).get('sortOrder') ?? 'ascending';
      return /^(?:a|de)scending$/.test(order) ? request : answerWith(500, {});
    },
  },
  {
    id: 'F-N9D-45',
    title: 'A list by e-mail is in the order of the first one, whichever is primary',
    breaks: ['RFC7644-3.4.2.3-09'],
    ...ordering('emails.value', ({ emails }) => String((emails as Json[] | undefined)?.[0]?.value ?? '')),
  },
  {
    id: 'F-N9D-46',
    title: 'sortBy is overlooked in another spelling',
    breaks: ['RFC7644-3.4.2.3-14'],
    ...asking((query) => {
      if (/^[A-Z]+$|:/.test(query.get('sortBy') ?? '')) query.delete('sortBy');
    }),
  },
  {
    id: 'F-REST-33',
    title: 'A list by externalId does not mind case',
    breaks: ['RFC7644-3.4.2.3-07'],
    request: async (request, { send }) => {
      const isMeant = matches({ method: 'GET', path: COLLECTION }, request);
      if (!isMeant || queryOf(request).get('sortBy') !== 'externalId') return request;
      const answer = await send(withoutParameter(request, 'sortBy'));
      const body = jsonOf(answer) ?? {};
      const keyOf = ({ externalId }: Json) => String(externalId).toLowerCase();
      const byKey = (one: Json, other: Json) => Number(keyOf(one) > keyOf(other)) - Number(keyOf(one) < keyOf(other));
      return withJson(answer, { ...body, Resources: resourcesOf(body).toSorted(byKey) });
    },
  },
];

/** Defect that puts a list which is sorted by an attribute in another order. */
function ordering(sortBy: string, key: (resource: Json) => number | string): Pick<Fault, 'response'> {
  return {
    response: (response, request) => {
      const isMeant = matches({ method: 'GET', path: COLLECTION, status: 200 }, request, response);
      const body = isMeant && queryOf(request).get('sortBy') === sortBy ? jsonOf(response) : null;
      if (body === null) return response;
      const byKey = (one: Json, other: Json) => Number(key(one) > key(other)) - Number(key(one) < key(other));
      return withJson(response, { ...body, Resources: resourcesOf(body).toSorted(byKey) });
    },
  };
}

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
