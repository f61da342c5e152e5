import { COLLECTION, changingBody, jsonOf, matches, queryOf, resourcesOf, USERS, withQuery } from '../edits.ts';
import type { Fault, FaultResponse } from '../fault.ts';
import { filterOf } from '../filter-edits.ts';
import { headerOf, vaultError } from '../vault-requests.ts';

const LIST = { method: 'GET', path: COLLECTION, status: 200 };
const EXTERNAL_ID = /^\s*externalId\s+eq\s+"(.*)"\s*$/i;

/** Defects of the answers to a query: what matches, which page, and what is shown of it. */
export const queryAnswerFaults: Fault[] = [
  {
    id: 'F-STRU-14',
    title: 'Each page after the first begins one resource too late',
    breaks: ['RFC7644-3.4.2.4-10', 'RFC7644-3.4.2.4-12', 'VAULT-USER-10'],
    request: (request) => {
      const query = queryOf(request);
      const asked = Number(query.get('startIndex'));
      if (!matches({ method: 'GET', path: COLLECTION }, request) || !(asked > 1)) return request;
      query.set('startIndex', String(asked + 1));
      return withQuery(request, query);
    },
    ...changingBody(LIST, (list) => {
      if (Number(list.startIndex) > 1) list.startIndex = Number(list.startIndex) - 1;
    }),
  },
  {
    id: 'F-STRU-16',
    title: 'A search by externalId that found a user is answered from a cache from then on',
    breaks: [
      'RFC7644-3.1-03',
      'RFC7644-3.4.2.2-03',
      'RFC7644-3.6-07',
      'VAULT-FILTER-03',
      'VAULT-FILTER-04',
      'VAULT-FILTER-10',
    ],
    request: (request, { memory }) => {
      const isSearch = matches({ method: 'GET', path: USERS }, request) && EXTERNAL_ID.test(filterOf(request) ?? '');
      return (isSearch ? (memory.get(cacheKey(request)) as FaultResponse) : undefined) ?? request;
    },
    response: (response, request, { memory }) => {
      if (!matches({ ...LIST, path: USERS }, request, response)) return response;
      const found = resourcesOf(jsonOf(response) ?? {}).length > 0;
      if (found && EXTERNAL_ID.test(filterOf(request) ?? '')) memory.set(cacheKey(request), response);
      return response;
    },
  },
  {
    id: 'F-STRU-18',
    title: 'The groups of a user are shown when it is read by its id, and not in lists',
    breaks: ['VAULT-USER-22', 'RFC7644-3.4-01', 'RFC7644-3.4.2-09'],
    since: '2.0.4',
    ...changingBody({ ...LIST, path: USERS }, (list) => {
      for (const user of resourcesOf(list)) delete user.groups;
    }),
  },
  {
    id: 'F-STRU-19',
    title: 'The list of a client without users is answered 404, as an empty LIST of Vault is',
    breaks: [
      'RFC7644-3.2-01',
      'RFC7644-3.4.2-02',
      'RFC7644-3.4.2-03',
      'RFC7644-3.4.2-07',
      'RFC7644-3.12-01',
      'VAULT-MEDIA-03',
    ],
    response: (response, request) => {
      if (!matches({ ...LIST, path: USERS }, request, response) || filterOf(request) !== null) return response;
      return jsonOf(response)?.totalResults === 0 ? vaultError(404) : response;
    },
  },
];

function cacheKey(request: Parameters<typeof filterOf>[0]): string {
  return [request.url, headerOf(request, 'X-Vault-Token'), headerOf(request, 'Authorization')].join(' ');
}
