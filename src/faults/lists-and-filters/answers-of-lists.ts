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
  queryOf,
  RESOURCE,
  resourcesOf,
  SCIM,
  scimError,
  shownIn,
  USER,
  USERS,
  withHeader,
  withJson,
  withoutParameter,
} from '../edits.ts';
import type { Fault, FaultRequest, FaultResponse } from '../fault.ts';
import { changingMatches, choosing, filterOf, reading, withFilter } from '../filter-edits.ts';
import { losing } from '../further-acts.ts';
import { asking, resourceAt } from '../scim-requests.ts';
import { headerOf } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const NAMED = /^displayName eq /;

/** Defects of lists and their pages, of filters among many resources, and of what errors say. */
export const answerOfListFaults: Fault[] = [
  {
    id: 'F-RDA-40',
    title: 'The list of groups is answered as before until a group is created, replaced or deleted',
    breaks: ['RFC7644-3.4.2-09'],
    ...cachedList(GROUPS, (request) =>
      matches({ method: ['POST', 'PUT', 'DELETE'], path: /scim\/v2\/(Users|Groups)/ }, request),
    ),
  },
  {
    id: 'F-RDA-41',
    title: 'The list of users is answered as before until a user is written, whatever becomes of their groups',
    breaks: ['RFC7644-3.4.2-09'],
    ...cachedList(USERS, (request) => request.method !== 'GET' && /scim\/v2\/Users/.test(request.url)),
  },
  {
    id: 'F-RDA-42',
    title: 'The total of a page of inactive users counts the active ones, too',
    breaks: ['RFC7644-3.4.2-08'],
    response: async (response, request, context) => {
      const list = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!list || filterOf(request) !== 'active eq false' || !queryOf(request).has('count')) return response;
      const whole = jsonOf(await context.send(asking(request, 'GET')));
      return withJson(response, { ...list, totalResults: whole?.totalResults });
    },
  },
  {
    id: 'F-RDA-43',
    title: 'Later pages of active users come from the list of all users',
    breaks: ['RFC7644-3.4.2.2-53', 'RFC7644-3.4.2.4-12'],
    request: (request) =>
      matches({ method: 'GET', path: USERS }, request) &&
      /^active eq/.test(filterOf(request) ?? '') &&
      Number(queryOf(request).get('startIndex')) > 1
        ? withFilter(request, null)
        : request,
  },
  {
    id: 'F-RDA-44',
    title: 'An ampersand in the value of a filter ends the filter',
    breaks: ['VAULT-FILTER-01', 'VAULT-FILTER-03'],
    request: (request) =>
      matches({ method: 'GET', path: USERS }, request) && filterOf(request)?.includes('&')
        ? scimError(400, 'the filter is not a single comparison', 'invalidFilter')
        : request,
  },
  {
    id: 'F-RDA-45',
    title: 'A plus in the displayName that a filter names is read as a space',
    breaks: ['VAULT-FILTER-19', 'RFC7644-1.2-01'],
    request: (request) => {
      const filter = matches({ method: 'GET', path: GROUPS }, request) ? filterOf(request) : null;
      return filter?.includes('+') ? withFilter(request, filter.replaceAll('+', ' ')) : request;
    },
  },
  {
    id: 'F-RDA-46',
    title: 'startIndex leaves out the first resource types',
    breaks: ['RFC7644-4-07'],
    ...changingBody({ method: 'GET', path: /scim\/v2\/ResourceTypes$/, status: 200 }, (body, request) => {
      const start = Number(queryOf(request).get('startIndex') ?? 1);
      if (start > 1) body.Resources = resourcesOf(body).slice(start - 1);
    }),
  },
  {
    id: 'F-RDA-47',
    title: 'The refusal of a body that is not JSON is answered as application/json',
    breaks: ['VAULT-MEDIA-06', 'RFC7644-3.12-06'],
    response: (response, request) =>
      response.status === 400 && isScimForm(response) && request.body.length > 0 && jsonOf(request) === null
        ? withHeader(response, 'Content-Type', 'application/json')
        : response,
  },
  {
    id: 'F-RDA-48',
    title: 'The answer to /Me is application/json',
    breaks: ['VAULT-MEDIA-06', 'RFC7644-3.12-06'],
    response: (response, request) =>
      matches({ path: ME, status: 501 }, request, response)
        ? withHeader(response, 'Content-Type', 'application/json')
        : response,
  },
  {
    id: 'F-RDA-49',
    title: 'That a user is unknown to a write says 400 in its body',
    breaks: ['RFC7644-3.2-06'],
    ...changingBody({ method: ['PUT', 'PATCH', 'DELETE'], path: USER, status: 404 }, (body) => {
      if (body.status !== undefined) body.status = typeof body.status === 'string' ? '400' : 400;
    }),
  },
  {
    id: 'F-RDA-51',
    title: 'A replace with attributes in its query changes the attributes that are named there only',
    breaks: ['RFC7644-3.5.1-17'],
    request: async (request, context) => {
      const names = queryOf(request).get('attributes');
      const body = matches({ method: 'PUT', path: USER }, request) && names !== null ? jsonOf(request) : null;
      if (!body || names === null || names.includes('active')) return request;
      return withJson(request, { ...body, active: (await resourceAt(request, context)).active });
    },
  },
  {
    id: 'F-RDA-52',
    title: 'A filter on inactive users ends after fifty of them',
    breaks: ['VAULT-FILTER-07'],
    ...changingMatches(USERS, /^active eq false$/, (users) => users.slice(0, 50)),
  },
  {
    id: 'F-RDA-53',
    title: 'Filters of users on meta.lastModified look at the hundred oldest only',
    breaks: ['VAULT-FILTER-11', 'VAULT-FILTER-13', 'VAULT-FILTER-15', 'VAULT-FILTER-17'],
    request: async (request, context) => {
      if (!matches({ method: 'GET', path: USERS }, request) || !/^meta\.lastModified/.test(filterOf(request) ?? ''))
        return request;
      const list = jsonOf(await context.send(asking(request, 'GET')));
      return list && Number(list.totalResults) > 100 ? withFilter(request, 'userName eq "of-the-others"') : request;
    },
  },
  {
    id: 'F-RDA-54',
    title: 'A user shows ten of its groups at most',
    breaks: ['VAULT-USER-22'],
    ...changingBody({ method: 'GET', status: 200 }, (body, request) => {
      if (!/scim\/v2\/Users/.test(request.url)) return;
      for (const user of shownIn(body)) if (Array.isArray(user.groups)) user.groups = user.groups.slice(0, 10);
    }),
  },
  {
    id: 'F-RDA-55',
    title: 'A group shows fifty of its members at most',
    breaks: ['VAULT-GROUP-04'],
    ...changingBody({ method: 'GET', status: 200 }, (body, request) => {
      if (!/scim\/v2\/Groups/.test(request.url)) return;
      for (const group of shownIn(body)) if (Array.isArray(group.members)) group.members = group.members.slice(0, 50);
    }),
  },
  {
    id: 'F-RDA-56',
    title: 'The order of groups changes from one list to the next',
    breaks: ['RFC7644-3.4.2.4-12'],
    response: async (response, request, context) => {
      if (!matches({ method: 'GET', path: GROUPS, status: 200 }, request, response) || filterOf(request) !== null)
        return response;
      const turn = Number(context.memory.get('turn') ?? 0);
      context.memory.set('turn', turn + 1);
      const body = jsonOf(response);
      if (!body || turn % 2 === 0) return response;
      const whole = resourcesOf(
        jsonOf(await context.send(withoutParameter(withoutParameter(request, 'startIndex'), 'count'))) ?? {},
      );
      const start = Number(body.startIndex) - 1;
      return withJson(response, { ...body, Resources: whole.reverse().slice(start, start + resourcesOf(body).length) });
    },
  },
  {
    id: 'F-RDA-57',
    title: 'A count of 0 gives no total for a filter on groups',
    breaks: ['RFC7644-3.4.2.4-06'],
    ...changingBody({ method: 'GET', path: GROUPS, status: 200 }, (body, request) => {
      if (filterOf(request) !== null && queryOf(request).get('count') === '0') body.totalResults = 0;
    }),
  },
  {
    id: 'F-RDA-58',
    title: 'A group that lost a member by its deletion is not found by displayName',
    breaks: ['VAULT-FILTER-19'],
    ...losing(GROUPS, NAMED, { method: 'DELETE', path: USER }, ({ before }) =>
      Array.isArray(before.groups) ? (before.groups as Json[]).map(({ value }) => value) : [],
    ),
  },
  {
    id: 'F-RDA-59',
    title: 'A group that got the name that another one gave up is not found by it',
    breaks: ['VAULT-FILTER-19'],
    ...losing(
      GROUPS,
      NAMED,
      { method: 'PUT', path: GROUP },
      ({ before, context: { memory } }) => {
        memory.set(`former ${before.displayName}`, before.id);
        return [];
      },
      ({ id, displayName }, { memory }) => (memory.get(`former ${displayName}`) ?? id) !== id,
    ),
  },
  {
    id: 'F-RDA-60',
    title: 'externalIds of digits are compared as numbers',
    breaks: ['VAULT-FILTER-04'],
    ...choosing(
      USERS,
      /^externalId eq "(\d+)"$/,
      ({ externalId }, [, value]) =>
        /^\d+$/.test(String(externalId)) && BigInt(String(externalId)) === BigInt(value ?? ''),
    ),
  },
  {
    id: 'F-RDA-61',
    title: 'Spaces around the value of a filter on externalId are cut off',
    breaks: ['VAULT-FILTER-04'],
    ...reading(USERS, /^externalId eq "(\s.*|.*\s)"$/, ([, value]) => `externalId eq "${value?.trim()}"`),
  },
  {
    id: 'F-RDA-62',
    title: 'The endpoints are served in any letter case',
    breaks: ['VAULT-ERR-04'],
    request: (request) => ({
      ...request,
      url: request.url.replace(
        /scim\/v2\/(users|groups)(?=[/?]|$)/i,
        (_, name: string) => `scim/v2/${name.slice(0, 1).toUpperCase()}${name.slice(1).toLowerCase()}`,
      ),
    }),
  },
  {
    id: 'F-RDA-63',
    title: 'A path that begins with the name of an endpoint is served as that endpoint',
    breaks: ['VAULT-ERR-04'],
    request: (request) => ({ ...request, url: request.url.replace(/scim\/v2\/(Users|Groups)\w+/, 'scim/v2/$1') }),
  },
  {
    id: 'F-RDA-64',
    title: 'A comma behind the last member of a JSON object is let pass',
    breaks: ['VAULT-ERR-06'],
    request: (request) => {
      if (!SCIM.test(request.url) || request.body.length === 0 || jsonOf(request)) return request;
      return { ...request, body: Buffer.from(request.body.toString().replaceAll(/,\s*([}\]])/g, '$1')) };
    },
  },
  {
    id: 'F-RDA-65',
    title: 'A replace without a body is answered with the resource as it is',
    breaks: ['VAULT-ERR-06'],
    request: (request) =>
      matches({ method: 'PUT', path: RESOURCE }, request) && request.body.length === 0
        ? asking(request, 'GET')
        : request,
  },
  {
    id: 'F-RDA-66',
    title: 'A page of a list is answered as application/json',
    breaks: ['VAULT-MEDIA-03', 'RFC7644-3.1-04'],
    response: (response, request) =>
      matches({ method: 'GET', path: COLLECTION, status: 200 }, request, response) && queryOf(request).has('startIndex')
        ? withHeader(response, 'Content-Type', 'application/json')
        : response,
  },
  {
    id: 'F-RDA-67',
    title: 'A replace of a group as application/scim+json is refused with 415',
    breaks: ['VAULT-MEDIA-08'],
    ...refusingScim('PUT'),
  },
  {
    id: 'F-RDA-68',
    title: 'A patch of a group as application/scim+json is refused with 415',
    breaks: ['VAULT-MEDIA-09'],
    ...refusingScim('PATCH'),
  },
  {
    id: 'F-RDA-69',
    title: 'The list of groups ends after 64 groups, and so does its total',
    breaks: ['VAULT-GROUP-13'],
    ...ending(GROUPS, 64),
  },
  {
    id: 'F-RDA-70',
    title: 'The list of users ends after 100 users, and so does its total',
    breaks: ['VAULT-USER-10'],
    ...ending(USERS, 100),
  },
  {
    id: 'F-RDA-71',
    title: 'The list of a client goes on showing its last user when that is deleted',
    breaks: ['VAULT-USER-21'],
    response: (response, request, { memory }) => {
      const list = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!list || queryOf(request).size > 0) return response;
      const key = `last list ${tokenIn(request)}`;
      if (list.totalResults !== 0) memory.set(key, response);
      return list.totalResults === 0 ? ((memory.get(key) as FaultResponse | undefined) ?? response) : response;
    },
  },
  {
    id: 'F-RDA-72',
    title: 'A group whose displayName changed in its letter case only is not found by it',
    breaks: ['VAULT-FILTER-21'],
    ...losing(GROUPS, NAMED, { method: 'PUT', path: GROUP }, ({ before, request }) => {
      const [former, given] = [String(before.displayName), String(jsonOf(request)?.displayName)];
      return former !== given && former.toLowerCase() === given.toLowerCase() ? [before.id] : [];
    }),
  },
];

function cachedList(path: RegExp, isForgotten: (request: FaultRequest) => boolean): Hooks {
  const keyOf = (request: FaultRequest) => `list ${tokenIn(request)} ${request.url}`;
  return {
    request: (request, { memory }) => {
      if (isForgotten(request)) {
        for (const key of [...memory.keys()]) if (key.startsWith('list ')) memory.delete(key);
      }
      const kept = matches({ method: 'GET', path }, request) ? memory.get(keyOf(request)) : undefined;
      return kept === undefined ? request : (kept as FaultResponse);
    },
    response: (response, request, { memory }) => {
      if (matches({ method: 'GET', path, status: 200 }, request, response)) memory.set(keyOf(request), response);
      return response;
    },
  };
}

function refusingScim(method: string): Hooks {
  return {
    request: (request) =>
      matches({ method, path: GROUP }, request) && /scim\+json/i.test(headerOf(request, 'Content-Type') ?? '')
        ? scimError(415, 'Content-Type has to be application/json')
        : request,
  };
}

function ending(path: RegExp, most: number): Hooks {
  return changingBody({ method: 'GET', path, status: 200 }, (body, request) => {
    if (filterOf(request) !== null || Number(body.totalResults) <= most) return;
    const place = Math.max(0, most + 1 - Number(body.startIndex));
    body.Resources = resourcesOf(body).slice(0, place);
    body.itemsPerPage = resourcesOf(body).length;
    body.totalResults = most;
  });
}
