import { GROUP, jsonOf, matches, USER, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { doingMore, setActiveOf, userOf } from '../further-acts.ts';
import { filteredIn, removedByList, removedIn } from '../removed-members.ts';
import { lastSegmentOf, memberIds, NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;

const PATCH_USER = { method: 'PATCH', path: USER };
const PATCH_GROUP = { method: 'PATCH', path: GROUP };

/** Defects of resources with a past: renamed, deactivated, in a group, or given what they have already. */
export const earlierStateFaults: Fault[] = [
  {
    id: 'F-GPATCH-38',
    title: 'A filter path does not remove a deactivated member, and is answered as done',
    breaks: ['VAULT-GPATCH-06'],
    ...sparingInactive((request) => filteredIn(request)),
  },
  {
    id: 'F-GPATCH-39',
    title: 'A value list does not remove a deactivated member, and is answered as done',
    breaks: ['VAULT-GPATCH-04'],
    ...sparingInactive((request) => removedByList(request)),
  },
  {
    id: 'F-GROUP-49',
    title: 'A replace keeps deactivated members that it leaves out',
    breaks: ['VAULT-GROUP-18', 'RFC7644-3.5.1-02'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: GROUP }, request) ? jsonOf(request) : null;
      if (!body || !Array.isArray(body.members)) return request;
      const members = body.members as Json[];
      for (const id of memberIds(await resourceAt(request, context))) {
        const isNamed = members.some(({ value }) => value === id);
        if (!isNamed && (await userOf({ request, context }, id)).active === false) members.push({ value: id });
      }
      return withJson(request, { ...body, members });
    },
  },
  {
    id: 'F-UPATCH-16',
    title: 'The second deactivation of a user changes nothing',
    breaks: ['VAULT-UPATCH-01', 'RFC7644-3.5.2.3-04'],
    request: async (request, { memory, send }) => {
      if (!matches(PATCH_USER, request)) return request;
      const value = activeIn(request);
      if (value !== false) return request;
      const { active } = await resourceAt(request, { memory, send });
      const key = `deactivated ${lastSegmentOf(request)}`;
      if (active === true && memory.has(key)) return NOTHING_DONE;
      memory.set(key, true);
      return request;
    },
  },
  {
    id: 'F-UPATCH-17',
    title: 'The deactivation of a user that is inactive activates it',
    breaks: ['VAULT-UPATCH-01', 'RFC7644-3.5.2.3-04'],
    ...doingMore(PATCH_USER, (done) =>
      done.before.active === false && activeIn(done.request) === false
        ? setActiveOf(done, String(done.before.id), true)
        : undefined,
    ),
  },
  {
    id: 'F-USER-54',
    title: 'A replace that repeats active false activates the user',
    breaks: ['VAULT-USER-14', 'RFC7644-3.5.1-02'],
    ...doingMore({ method: 'PUT', path: USER }, (done) =>
      done.before.active === false && jsonOf(done.request)?.active === false
        ? setActiveOf(done, String(done.before.id), true)
        : undefined,
    ),
  },
  {
    id: 'F-UPATCH-18',
    title: 'The activation of a user that is active deactivates it',
    breaks: ['VAULT-UPATCH-02', 'RFC7644-3.5.2.3-04'],
    ...doingMore(PATCH_USER, (done) =>
      done.before.active === true && activeIn(done.request) === true
        ? setActiveOf(done, String(done.before.id), false)
        : undefined,
    ),
  },
  {
    id: 'F-UPATCH-19',
    title: 'The deactivation and the activation of a renamed user change nothing',
    breaks: ['VAULT-UPATCH-01', 'VAULT-UPATCH-02', 'RFC7644-3.5.2.3-04'],
    ...afterRename(USER, 'userName', (request) => request.method === 'PATCH'),
  },
  {
    id: 'F-USER-41',
    title: 'The deletion of a renamed user deletes nothing',
    breaks: ['VAULT-USER-20'],
    ...afterRename(USER, 'userName', (request) => request.method === 'DELETE'),
  },
  {
    id: 'F-GROUP-37',
    title: 'The deletion of a renamed group deletes nothing',
    breaks: ['VAULT-GROUP-22'],
    ...afterRename(GROUP, 'displayName', (request) => request.method === 'DELETE'),
  },
  {
    id: 'F-GPATCH-41',
    title: 'A removal from a renamed group removes nobody',
    breaks: ['VAULT-GPATCH-04'],
    ...afterRename(GROUP, 'displayName', (request) => request.method === 'PATCH' && removedIn(request).length > 0),
  },
  {
    id: 'F-USER-40',
    title: 'The deletion of an inactive user deletes nothing',
    breaks: ['VAULT-USER-20'],
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: USER }, request)) return request;
      return (await resourceAt(request, context)).active === false ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-USER-42',
    title: 'A replace does not deactivate a user that is in a group',
    breaks: ['VAULT-USER-14', 'VAULT-MAP-20', 'RFC7644-3.5.1-02'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      if (body?.active !== false) return request;
      const { groups } = await resourceAt(request, context);
      return Array.isArray(groups) && groups.length > 0 ? withJson(request, { ...body, active: true }) : request;
    },
  },
];

/** The value that a single operation gives to active, with and without a path. */
function activeIn(request: FaultRequest): unknown {
  const [operation] = operationsOf(request);
  if (operation === undefined) return undefined;
  if (operation.path !== undefined) return operation.path === 'active' ? operation.value : undefined;
  return (operation.value as Json | undefined)?.active;
}

function sparingInactive(removed: (request: FaultRequest) => string[]): Pick<Fault, 'request'> {
  return {
    request: async (request, context) => {
      if (!matches(PATCH_GROUP, request)) return request;
      for (const id of removed(request)) {
        if ((await userOf({ request, context }, id)).active === false) return NOTHING_DONE;
      }
      return request;
    },
  };
}

/** Requests on a resource that was renamed are answered as done, and dropped. */
function afterRename(
  path: RegExp,
  attribute: string,
  drops: (request: FaultRequest) => boolean,
): Pick<Fault, 'request' | 'response'> {
  const noting = doingMore({ method: 'PUT', path }, ({ request, before, context }) => {
    if (jsonOf(request)?.[attribute] !== before[attribute]) context.memory.set(`renamed ${String(before.id)}`, true);
  });
  return {
    ...noting,
    request: async (request: FaultRequest, context: FaultContext) => {
      const isDropped = matches({ path }, request) && drops(request);
      if (isDropped && context.memory.has(`renamed ${lastSegmentOf(request)}`)) return NOTHING_DONE;
      return (await noting.request?.(request, context)) ?? request;
    },
  };
}
