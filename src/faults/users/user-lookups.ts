import { callerOf, tokenIn } from '../callers.ts';
import {
  changingBody,
  changingResources,
  jsonOf,
  matches,
  metaOf,
  queryOf,
  resourcesOf,
  scimError,
  USER,
  USERS,
  USERS_AND_USER,
  withJson,
  withoutParameter,
} from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { changingMatches, choosing, wholeList } from '../filter-edits.ts';
import { doingMore } from '../further-acts.ts';
import { asking, lastSegmentOf } from '../scim-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const EXTENSION = /^urn:ietf:params:scim:schemas:extension:vault:/;

/** Defects of how users are listed, found and shown after what happened to them. */
export const userLookupFaults: Fault[] = [
  {
    id: 'F-B5-01',
    title: 'In a list a user without metadata shows those of the user before it',
    breaks: ['RFC7644-3.4-01', 'RFC7644-3.4.2-09', 'RFC7644-3.1-03'],
    ...changingBody({ method: 'GET', path: USERS, status: 200 }, (body) => {
      let former: [string, unknown] | undefined;
      for (const user of resourcesOf(body)) {
        const own = Object.entries(user).find(([name]) => EXTENSION.test(name));
        if (own) former = own;
        else if (former)
          Object.assign(user, { schemas: [...(user.schemas as string[]), former[0]], [former[0]]: former[1] });
      }
    }),
  },
  {
    id: 'F-B5-02',
    title: 'The total of a page of users counts the active ones only',
    breaks: [
      'RFC7644-3.4.2-08',
      'RFC7644-3.4.2.4-05',
      'RFC7644-3.4.2.4-06',
      'RFC7644-3.4.2.4-09',
      'RFC7644-3.4.2.4-11',
      'OKTA-03',
    ],
    response: async (response, request, context) => {
      const isPage = queryOf(request).has('count') && !queryOf(request).has('filter');
      const body =
        isPage && matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!body) return response;
      const active = (await wholeList(request, context)).filter((user) => user.active === true);
      return withJson(response, { ...body, totalResults: active.length });
    },
  },
  {
    id: 'F-B5-03',
    title: 'A startIndex without a count is overlooked when users are listed',
    breaks: ['RFC7644-3.4.2.4-10', 'RFC7644-3.4.2.4-11'],
    request: (request) =>
      matches({ method: 'GET', path: USERS }, request) && !queryOf(request).has('count')
        ? withoutParameter(request, 'startIndex')
        : request,
  },
  {
    id: 'F-B5-04',
    title: 'A filter of users on meta.lastModified overlooks those that were never changed',
    breaks: ['VAULT-FILTER-11', 'VAULT-FILTER-13', 'VAULT-FILTER-15', 'VAULT-FILTER-17', 'RFC7644-3.4.2.2-04'],
    since: '2.0.4',
    ...changingMatches(USERS, /^meta\.lastModified /i, (users) =>
      users.filter((user) => metaOf(user).lastModified !== metaOf(user).created),
    ),
  },
  {
    id: 'F-B5-05',
    title: 'A filter on inactive users overlooks those that were created inactive and not changed since',
    breaks: ['VAULT-FILTER-07', 'RFC7644-3.4.2.2-04', 'RFC7644-3.4.2.2-11'],
    ...losing(/^active eq false$/i, ({ response, request, memory }) => {
      const isCreate = matches({ method: 'POST', path: USERS }, request);
      if (isCreate && jsonOf(request)?.active === false) memory.set(`lost ${jsonOf(response)?.id}`, true);
      if (matches({ method: ['PUT', 'PATCH'], path: USER }, request)) memory.delete(`lost ${lastSegmentOf(request)}`);
    }),
  },
  {
    id: 'F-B5-06',
    title: 'A renamed user is not found by its externalId any more',
    breaks: ['VAULT-FILTER-03', 'RFC7644-3.4.2.2-04'],
    ...losing(/^externalId eq /i, ({ response, request, memory }) => {
      const made = matches({ method: 'POST', path: USERS }, request) ? jsonOf(response) : null;
      if (made) memory.set(`name ${made.id}`, jsonOf(request)?.userName);
      const id = lastSegmentOf(request);
      const name = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request)?.userName : undefined;
      if (name !== undefined && memory.has(`name ${id}`) && memory.get(`name ${id}`) !== name) {
        memory.set(`lost ${id}`, true);
      }
    }),
  },
  {
    id: 'F-B5-07',
    title: 'A user whose rename was refused is not found by its userName any more',
    breaks: ['VAULT-FILTER-01', 'RFC7644-3.12-27', 'RFC7644-3.5.1-14'],
    ...losing(/^userName eq /i, ({ response, request, memory }) => {
      if (!matches({ method: 'PUT', path: USER }, request)) return;
      if (response.status === 409) memory.set(`lost ${lastSegmentOf(request)}`, true);
      else if (response.status < 300) memory.delete(`lost ${lastSegmentOf(request)}`);
    }),
  },
  {
    id: 'F-B5-08',
    title: 'An underscore in the value of userName eq stands for any one character',
    breaks: ['VAULT-FILTER-02', 'RFC7644-3.4.2.2-03', 'RFC7644-3.4.2.2-10'],
    ...choosing(USERS, /^userName eq "([^"\\]*_[^"\\]*)"$/i, (user, [, value = '']) =>
      new RegExp(`^${value.replaceAll(/[.*+?^${}()|[\]-]/g, '\\$&').replaceAll('_', '.')}$`, 'iu').test(
        String(user.userName),
      ),
    ),
  },
  {
    id: 'F-B5-09',
    title: 'Of the users of several SCIM clients with one externalId only the last created is found by it',
    breaks: ['VAULT-FILTER-03', 'VAULT-ISOL-32', 'RFC7643-3.1-14'],
    ...(() => {
      const finding = changingMatches(USERS, /^externalId eq /i, (users, _request, { memory }) =>
        users.filter(({ id, externalId }) => (memory.get(`last ${externalId}`) ?? id) === id),
      );
      return noting(finding, ({ response, request, memory }) => {
        if (!matches({ method: 'POST', path: USERS, status: 201 }, request, response)) return;
        memory.set(`last ${jsonOf(request)?.externalId}`, jsonOf(response)?.id);
      });
    })(),
  },
  {
    id: 'F-B5-10',
    title: 'The userName of a deleted user is free for the SCIM client that deleted it only',
    breaks: ['RFC7644-3.6-08', 'VAULT-USER-01'],
    ...(() => {
      const deletions = doingMore({ method: 'DELETE', path: USER }, async ({ request, before, context }) => {
        context.memory.set(`held ${String(before.userName)}`, (await callerOf(context, request))?.entityId);
      });
      return {
        ...deletions,
        request: async (request: FaultRequest, context: FaultContext) => {
          const name = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request)?.userName : undefined;
          const holder = name === undefined ? undefined : context.memory.get(`held ${String(name)}`);
          const caller = holder === undefined ? null : await callerOf(context, request);
          if (caller && caller.entityId !== holder) return scimError(409, 'userName is already in use', 'uniqueness');
          return (await deletions.request?.(request, context)) ?? request;
        },
      };
    })(),
  },
  {
    id: 'F-B5-11',
    title: 'An inactive user shows no groups',
    breaks: ['VAULT-USER-22', 'RFC7643-4.1.2-10'],
    since: '2.0.4',
    ...changingResources({ path: USERS_AND_USER }, (user) => {
      if (user.active === false) delete user.groups;
    }),
  },
  {
    id: 'F-B5-12',
    title: 'A user that is in several groups shows the last of them only',
    breaks: ['VAULT-USER-22', 'RFC7643-4.1.2-10'],
    since: '2.0.4',
    ...changingResources({ path: USERS_AND_USER }, (user) => {
      if (Array.isArray(user.groups) && user.groups.length > 1) user.groups = user.groups.slice(-1);
    }),
  },
  {
    id: 'F-B5-13',
    title: 'The first read of a user after a patch shows it as it was before',
    breaks: ['VAULT-UPATCH-01', 'VAULT-UPATCH-02', 'RFC7644-3.5.2.3-04', 'RFC7644-3.1-03'],
    request: async (request, { memory, send }) => {
      const key = `${tokenIn(request)} ${lastSegmentOf(request)}`;
      if (matches({ method: 'PATCH', path: USER }, request))
        memory.set(`before ${key}`, await send(asking(request, 'GET')));
      const old = matches({ method: 'GET', path: USER }, request) ? memory.get(`stale ${key}`) : undefined;
      memory.delete(`stale ${key}`);
      return old === undefined ? request : (old as FaultResponse);
    },
    response: (response, request, { memory }) => {
      const key = `${tokenIn(request)} ${lastSegmentOf(request)}`;
      const isDone = matches({ method: 'PATCH', path: USER, status: (status) => status < 300 }, request, response);
      if (isDone) memory.set(`stale ${key}`, memory.get(`before ${key}`));
      return response;
    },
  },
  {
    id: 'F-B5-14',
    title: 'A user that a filter on userName finds shows the lastModified of its creation',
    breaks: ['RFC7643-3.1-20', 'RFC7644-3.4-01', 'RFC7644-3.4.2-09', 'RFC7644-3.5.1-13'],
    ...changingMatches(USERS, /^userName eq /i, (users) =>
      users.map((user) => ({ ...user, meta: { ...metaOf(user), lastModified: metaOf(user).created } })),
    ),
  },
];

interface Passed {
  response: FaultResponse;
  request: FaultRequest;
  memory: Map<string, unknown>;
}

function noting(hooks: Hooks, note: (passed: Passed) => void): Hooks {
  return {
    ...hooks,
    response: async (response, request, context) => {
      note({ response, request, memory: context.memory });
      return (await hooks.response?.(response, request, context)) ?? response;
    },
  };
}

/** Filters of a kind do not find the users that `note` marks: `lost <id>`. */
function losing(filter: RegExp, note: (passed: Passed) => void): Hooks {
  const finding = changingMatches(USERS, filter, (users: Json[], _request, { memory }) =>
    users.filter(({ id }) => !memory.has(`lost ${id}`)),
  );
  return noting(finding, note);
}
