import { tokenIn } from '../callers.ts';
import {
  COLLECTION,
  changingBody,
  GROUP,
  GROUPS,
  isScimForm,
  jsonOf,
  ME,
  matches,
  pathOf,
  queryOf,
  RESOURCE,
  resourcesOf,
  scimError,
  USER,
  USERS,
  type Where,
  withHeader,
  withJson,
  withQuery,
} from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { filterMatch, filterOf, reading, refusingFilter, withFilter } from '../filter-edits.ts';
import { losing } from '../further-acts.ts';
import { asking, lastSegmentOf, operationsOf } from '../scim-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const JSON_TYPE = 'application/json';
const DISCOVERY_ITEM = /scim\/v2\/(Schemas|ResourceTypes)\/[^/]+$/;
const ENTRA_FLAG = 'aadOptscim062020';

/** Defects of filters that show after some changes, and at the borders of what a filter says. */
export const readingTurnFaults: Fault[] = [
  {
    id: 'F-RDA-01',
    title: 'A user whose externalId a deleted user had is not found by externalId',
    breaks: ['VAULT-FILTER-03'],
    ...losing(
      USERS,
      /^externalId eq /,
      { method: 'DELETE', path: USER },
      ({ before, context: { memory } }) => {
        memory.set(`external ${before.externalId}`, true);
        return [];
      },
      (user, { memory }) => memory.has(`external ${user.externalId}`),
    ),
  },
  {
    id: 'F-RDA-02',
    title: 'A user that got the userName that another one gave up is not found by it',
    breaks: ['VAULT-FILTER-01'],
    ...losing(
      USERS,
      /^userName eq /,
      { method: 'PUT', path: USER },
      ({ before, context: { memory } }) => {
        memory.set(`former ${before.userName}`, before.id);
        return [];
      },
      (user, { memory }) => memory.has(`former ${user.userName}`) && memory.get(`former ${user.userName}`) !== user.id,
    ),
  },
  {
    id: 'F-RDA-03',
    title: 'A user that is deactivated for the second time is not among the inactive ones',
    breaks: ['VAULT-FILTER-07', 'VAULT-FILTER-09'],
    ...losing(
      USERS,
      /^active eq false$/,
      { method: ['PATCH', 'PUT'], path: USER },
      ({ before, request, context: { memory } }) => {
        if (before.active === false) memory.set(`again ${before.id}`, true);
        const text = request.body.toString();
        return before.active === true && text.includes('false') && memory.has(`again ${before.id}`) ? [before.id] : [];
      },
    ),
  },
  {
    id: 'F-RDA-04',
    title: 'A group whose members were patched is not found by displayName',
    breaks: ['VAULT-FILTER-19'],
    ...losing(GROUPS, /^displayName eq /, { method: 'PATCH', path: GROUP }, ({ before }) => [before.id]),
  },
  {
    id: 'F-RDA-05',
    title: 'A userName with the word and or or is taken for two terms of a filter',
    breaks: ['VAULT-FILTER-01'],
    ...refusingFilter(USERS, /^userName eq ".* (and|or) .*"$/),
  },
  {
    id: 'F-RDA-06',
    title: 'A filter for an empty userName lists every user',
    breaks: ['VAULT-FILTER-02'],
    ...reading(USERS, /^userName eq ""$/i, () => null),
  },
  {
    id: 'F-RDA-07',
    title: 'A filter for an empty externalId lists every user',
    breaks: ['VAULT-FILTER-04'],
    ...reading(USERS, /^externalId eq ""$/i, () => null),
  },
  {
    id: 'F-RDA-09',
    title: 'Of a user filter with AND in capitals only the first term counts',
    breaks: ['VAULT-FILTER-28'],
    ...reading(USERS, /^(.+) AND .+$/, ([, first]) => String(first)),
  },
  {
    id: 'F-RDA-10',
    title: 'An operator that is not supported is answered with an empty list where nothing would match',
    breaks: ['VAULT-FILTER-33', 'VAULT-FILTER-34', 'VAULT-FILTER-35'],
    request: async (request, context) => {
      const [, attribute, , value] = filterMatch(request, USERS, /^(\w+) (co|sw|ew) "(.*)"$/) ?? [];
      if (attribute === undefined) return request;
      const list = jsonOf(await context.send(asking(request, 'GET')));
      const isHit = list && resourcesOf(list).some((user) => String(user[attribute]).includes(String(value)));
      return isHit ? request : withFilter(request, 'userName eq "nobody-at-all-has-this"');
    },
  },
  {
    id: 'F-RDA-11',
    title: 'A user filter that is not supported is left out where a page is asked for',
    breaks: ['VAULT-FILTER-28', 'VAULT-FILTER-33', 'VAULT-FILTER-36', 'VAULT-FILTER-39'],
    response: (response, request, context) =>
      response.status === 400 && matches({ method: 'GET', path: USERS }, request) && queryOf(request).has('count')
        ? context.send(withFilter(request, null))
        : response,
  },
  {
    id: 'F-RDA-12',
    title: 'A user filter with a value path lists every user',
    breaks: ['VAULT-FILTER-39'],
    ...reading(USERS, /^\w+\[.*\]$/, () => null),
  },
  {
    id: 'F-RDA-13',
    title: 'A group filter with a value path lists every group',
    breaks: ['VAULT-FILTER-47'],
    ...reading(GROUPS, /^\w+\[.*\]$/, () => null),
  },
  {
    id: 'F-RDA-14',
    title: 'meta.lastModified gt overlooks users whose replace kept the userName',
    breaks: ['VAULT-FILTER-11'],
    ...losing(USERS, /^meta\.lastModified gt /, { method: ['PUT', 'PATCH'], path: USER }, ({ before, request }) =>
      request.method === 'PUT' && jsonOf(request)?.userName === before.userName ? [before.id] : [],
    ),
  },
  {
    id: 'F-RDA-16',
    title: 'A renamed user is not among the active ones',
    breaks: ['VAULT-FILTER-05'],
    ...losing(USERS, /^active eq true$/, { method: 'PUT', path: USER }, ({ before, request }) =>
      jsonOf(request)?.userName !== before.userName ? [before.id] : [],
    ),
  },
  {
    id: 'F-RDA-17',
    title: 'Pages behind the first begin one user too late once a user was deleted',
    breaks: ['RFC7644-3.4.2.4-10', 'RFC7644-3.4.2.4-12'],
    request: (request, { memory }) => {
      if (matches({ method: 'DELETE', path: USER }, request)) memory.set(`gap ${tokenIn(request)}`, true);
      const query = queryOf(request);
      const start = Number(query.get('startIndex'));
      if (!matches({ method: 'GET', path: USERS }, request) || !(start > 1)) return request;
      if (!memory.has(`gap ${tokenIn(request)}`)) return request;
      query.set('startIndex', String(start + 1));
      return withQuery(request, query);
    },
  },
  {
    id: 'F-RDA-18',
    title: 'totalResults counts users whose create was refused for a taken userName',
    breaks: ['RFC7644-3.4.2-08'],
    response: (response, request, { memory }) => {
      const key = `refused ${tokenIn(request)}`;
      const refused = Number(memory.get(key) ?? 0);
      if (matches({ method: 'POST', path: USERS, status: 409 }, request, response)) memory.set(key, refused + 1);
      const list = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!list || filterOf(request) !== null) return response;
      return withJson(response, { ...list, totalResults: Number(list.totalResults) + refused });
    },
  },
  {
    id: 'F-RDA-19',
    title: 'A read after one with excludedAttributes leaves the same attributes out',
    breaks: ['RFC7644-3.4-01'],
    response: (response, request, { memory }) => {
      if (!matches({ method: 'GET', path: RESOURCE, status: 200 }, request, response)) return response;
      const key = `projected ${pathOf(request)}`;
      if (queryOf(request).has('excludedAttributes')) memory.set(key, response);
      const kept = queryOf(request).size === 0 ? (memory.get(key) as FaultResponse | undefined) : undefined;
      memory.delete(kept ? key : '');
      return kept ?? response;
    },
  },
  {
    id: 'F-RDA-21',
    title: 'A PUT on the users replaces the one of the same userName',
    breaks: ['VAULT-ERR-05'],
    request: async (request, context) => {
      if (!matches({ method: 'PUT', path: USERS }, request)) return request;
      const id = await idByName(request, context);
      return id ? { ...request, url: `${pathOf(request)}/${id}` } : request;
    },
  },
  {
    id: 'F-RDA-22',
    title: 'A POST to a user is taken for a PUT',
    breaks: ['VAULT-ERR-05'],
    request: (request) =>
      matches({ method: 'POST', path: USER }, request) && !/\.search$/.test(pathOf(request))
        ? { ...request, method: 'PUT' }
        : request,
  },
  {
    id: 'F-RDA-23',
    title: 'A PATCH of the collection of users is made to each of them',
    breaks: ['VAULT-ERR-05'],
    request: async (request, context) => {
      if (!matches({ method: 'PATCH', path: USERS }, request) || operationsOf(request).length === 0) return request;
      const list = jsonOf(await context.send(asking(request, 'GET')));
      for (const { id } of list ? resourcesOf(list) : []) {
        await context.send({ ...request, url: `${pathOf(request)}/${id}` });
      }
      return request;
    },
  },
  {
    id: 'F-RDA-24',
    title: 'A path below a user is answered with the user',
    breaks: ['VAULT-ERR-04'],
    request: (request) =>
      request.method === 'GET'
        ? { ...request, url: request.url.replace(/(scim\/v2\/Users\/[^/?]+)\/[^/?]+$/, '$1') }
        : request,
  },
  {
    id: 'F-RDA-27',
    title: 'A single user is not found with the flag of Entra ID',
    breaks: ['VAULT-ERR-07'],
    since: '2.2.0',
    request: (request) =>
      matches({ method: 'GET', path: RESOURCE }, request) && queryOf(request).has(ENTRA_FLAG)
        ? scimError(404, 'the resource does not exist')
        : request,
  },
  {
    id: 'F-RDA-28',
    title: 'A PUT to /Me replaces the user of the same userName before it is refused',
    breaks: ['VAULT-ERR-02'],
    request: async (request, context) => {
      if (!matches({ method: 'PUT', path: ME }, request)) return request;
      const users = pathOf(request).replace(/Me$/, 'Users');
      const id = await idByName({ ...request, url: users }, context);
      if (id) await context.send({ ...request, url: `${users}/${id}` });
      return request;
    },
  },
  {
    id: 'F-RDA-29',
    title: 'A list without entries is answered as application/json',
    breaks: ['VAULT-MEDIA-03', 'RFC7644-3.1-04'],
    ...labelled(
      { method: 'GET', path: COLLECTION, status: 200 },
      (_, response) => jsonOf(response)?.totalResults === 0,
    ),
  },
  {
    id: 'F-RDA-30',
    title: 'The refusal of a filter is answered as application/json',
    breaks: ['VAULT-MEDIA-06', 'RFC7644-3.1-04', 'RFC7644-3.12-06'],
    ...labelled(
      { method: 'GET', status: 400 },
      (request, response) => filterOf(request) !== null && isScimForm(response),
    ),
  },
  {
    id: 'F-RDA-31',
    title: 'That there is no such user or group is answered as application/json',
    breaks: ['VAULT-MEDIA-06', 'RFC7644-3.1-04', 'RFC7644-3.12-06'],
    ...labelled({ path: RESOURCE, status: 404 }, (_, response) => isScimForm(response)),
  },
  {
    id: 'F-RDA-32',
    title: 'A single schema or resource type is answered as application/json',
    breaks: ['VAULT-MEDIA-05', 'RFC7644-3.1-04'],
    ...labelled({ method: 'GET', path: DISCOVERY_ITEM, status: 200 }, () => true),
  },
  {
    id: 'F-RDA-33',
    title: 'The resource type of groups is answered with that of users',
    breaks: ['VAULT-DISC-10', 'RFC7644-4-06'],
    request: (request) => ({ ...request, url: request.url.replace(/(scim\/v2\/ResourceTypes)\/Group$/, '$1/User') }),
  },
  {
    id: 'F-RDA-35',
    title: 'Without a token the configuration advertises entity tags',
    breaks: ['VAULT-DISC-06'],
    ...changingBody({ method: 'GET', path: /scim\/v2\/ServiceProviderConfig$/, status: 200 }, (body, request) => {
      if (tokenIn(request) === '') body.etag = { supported: true };
    }),
  },
  {
    id: 'F-RDA-36',
    title: 'The id of a group is served below /Users',
    breaks: ['VAULT-USER-12', 'RFC7644-3.12-10'],
    response: async (response, request, context) => {
      if (!matches({ method: 'GET', path: USER, status: 404 }, request, response)) return response;
      const group = await context.send(asking(request, 'GET', pathOf(request).replace('/Users/', '/Groups/')));
      return group.status === 200 ? group : response;
    },
  },
  {
    id: 'F-RDA-37',
    title: 'A group that a filter found is shown without members from then on',
    breaks: ['VAULT-GROUP-14'],
    response: (response, request, { memory }) => {
      if (matches({ method: 'GET', path: GROUPS, status: 200 }, request, response)) {
        const body = jsonOf(response);
        for (const { id } of body && filterOf(request) !== null ? resourcesOf(body) : [])
          memory.set(`cached ${id}`, true);
      }
      if (!matches({ method: 'GET', path: GROUP, status: 200 }, request, response)) return response;
      const body = jsonOf(response);
      if (!body || !memory.has(`cached ${lastSegmentOf(request)}`)) return response;
      return withJson(response, { ...body, members: [] });
    },
  },
];

function labelled(where: Where, applies: (request: FaultRequest, response: FaultResponse) => boolean): Hooks {
  return {
    response: (response, request) =>
      matches(where, request, response) && applies(request, response)
        ? withHeader(response, 'Content-Type', JSON_TYPE)
        : response,
  };
}

async function idByName(request: FaultRequest, { send }: FaultContext): Promise<unknown> {
  const query = new URLSearchParams({ filter: `userName eq ${JSON.stringify(jsonOf(request)?.userName ?? '')}` });
  const list = jsonOf(await send(withQuery(asking(request, 'GET'), query)));
  return list ? resourcesOf(list)[0]?.id : undefined;
}
