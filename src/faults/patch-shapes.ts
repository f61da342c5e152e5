import { GROUP, GROUPS, jsonOf, matches, USER, withJson } from './edits.ts';
import type { Fault, FaultContext, FaultRequest } from './fault.ts';
import { addedIn } from './foreign-members.ts';
import { doingMore, setActiveOf, userOf, withOperations } from './further-acts.ts';
import { lastSegmentOf, memberIds, NOTHING_DONE, operationsOf, resourceAt, silent } from './scim-requests.ts';

type Json = Record<string, unknown>;

const PATCH_USER = { method: 'PATCH', path: USER };
const PATCH_GROUP = { method: 'PATCH', path: GROUP };
const FILTERED = /^members\[value eq "(.+)"\]$/;

/** Defects of requests of a particular shape, or on resources with a past. */
export const patchShapeFaults: Fault[] = [
  {
    id: 'F-GPATCH-26',
    title: 'A value list with one user that is no member removes nobody',
    breaks: ['VAULT-GPATCH-04'],
    request: async (request, context) => {
      const listed = matches(PATCH_GROUP, request) ? removedByList(request) : [];
      if (listed.length < 2) return request;
      const members = memberIds(await resourceAt(request, context));
      return listed.some((id) => !members.includes(id)) ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-GPATCH-27',
    title: 'An add with one user that is a member already adds nobody',
    breaks: ['VAULT-GPATCH-02'],
    request: async (request, context) => {
      const added = matches(PATCH_GROUP, request) ? addedIn(request) : [];
      if (added.length < 2) return request;
      const members = memberIds(await resourceAt(request, context));
      return added.some((id) => members.includes(id)) ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-GPATCH-28',
    title: 'Of the operations of a group patch only the first two are executed',
    breaks: ['RFC7644-3.5.2.2-13'],
    ...operations((all) => all.slice(0, 2)),
  },
  {
    id: 'F-GPATCH-29',
    title: 'Additions of a group patch are executed before its removals',
    breaks: ['RFC7644-3.5.2.2-13'],
    ...operations((all) => [...all.filter(({ op }) => op === 'add'), ...all.filter(({ op }) => op !== 'add')]),
  },
  {
    id: 'F-GPATCH-30',
    title: 'Removals of a group patch are executed before its additions',
    breaks: ['RFC7644-3.5.2.2-13'],
    ...operations((all) => [...all.filter(({ op }) => op !== 'add'), ...all.filter(({ op }) => op === 'add')]),
  },
  {
    id: 'F-GPATCH-31',
    title: 'A filter path with EQ in capitals removes nobody and is answered as done',
    breaks: ['VAULT-GPATCH-25'],
    ...silent(PATCH_GROUP, (request) => hasPath(request, /\sEQ\s/)),
  },
  {
    id: 'F-GPATCH-32',
    title: 'A path with the URN of the group schema changes nothing and is answered as done',
    breaks: ['VAULT-GPATCH-25'],
    ...silent(PATCH_GROUP, (request) => hasPath(request, /^urn:/i)),
  },
  {
    id: 'F-GPATCH-33',
    title: 'A path with Members in another letter case changes nothing and is answered as done',
    breaks: ['VAULT-GPATCH-25'],
    ...silent(PATCH_GROUP, (request) => hasPath(request, /^Members/)),
  },
  {
    id: 'F-GPATCH-34',
    title: 'A value list removes ten users at most',
    breaks: ['VAULT-GPATCH-04'],
    ...operations((all) =>
      all.map((one) =>
        one.op === 'remove' && Array.isArray(one.value) ? { ...one, value: one.value.slice(0, 10) } : one,
      ),
    ),
  },
  {
    id: 'F-GPATCH-35',
    title: 'An add takes a hundred users at most',
    breaks: ['VAULT-GPATCH-02'],
    ...operations((all) =>
      all.map((one) =>
        one.op === 'add' && Array.isArray(one.value) ? { ...one, value: one.value.slice(0, 100) } : one,
      ),
    ),
  },
  {
    id: 'F-GROUP-34',
    title: 'A create takes a hundred members at most',
    breaks: ['VAULT-GROUP-03'],
    ...atMost({ method: 'POST', path: GROUPS }, 100),
  },
  {
    id: 'F-GROUP-35',
    title: 'A replace takes a hundred members at most',
    breaks: ['VAULT-GROUP-17'],
    ...atMost({ method: 'PUT', path: GROUP }, 100),
  },
  {
    id: 'F-GROUP-36',
    title: 'A group is shown with a hundred members at most',
    breaks: ['VAULT-GROUP-03', 'VAULT-GROUP-17', 'VAULT-GPATCH-02'],
    response: (response, request) => {
      const body = matches({ method: 'GET', path: GROUP, status: 200 }, request, response) ? jsonOf(response) : null;
      return body && Array.isArray(body.members)
        ? withJson(response, { ...body, members: body.members.slice(0, 100) })
        : response;
    },
  },
  {
    id: 'F-USER-39',
    title: 'A user is shown with ten groups at most',
    breaks: ['VAULT-USER-22'],
    response: (response, request) => {
      const body = matches({ method: 'GET', path: USER, status: 200 }, request, response) ? jsonOf(response) : null;
      return body && Array.isArray(body.groups)
        ? withJson(response, { ...body, groups: body.groups.slice(0, 10) })
        : response;
    },
  },
  {
    id: 'F-GPATCH-36',
    title: 'Of several removals by filter path in one patch only the first is executed',
    breaks: ['RFC7644-3.5.2.2-13'],
    ...operations((all) => {
      const first = all.findIndex(({ path }) => FILTERED.test(String(path)));
      return all.filter(({ path }, i) => i === first || !FILTERED.test(String(path)));
    }),
  },
  {
    id: 'F-GPATCH-37',
    title: 'The last member of a group stays, and the removal is answered as done',
    breaks: ['VAULT-GPATCH-06', 'VAULT-GPATCH-04'],
    request: async (request, context) => {
      if (!matches(PATCH_GROUP, request) || removedIn(request).length === 0) return request;
      return memberIds(await resourceAt(request, context)).length === 1 ? NOTHING_DONE : request;
    },
  },
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
    breaks: ['VAULT-GROUP-18'],
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
    id: 'F-GPATCH-40',
    title: 'Remove in another letter case removes nobody and is answered as done',
    breaks: ['VAULT-GPATCH-25', 'ENTRA-15'],
    ...silent(PATCH_GROUP, (request) => operationsOf(request).some(({ op }) => isOtherCase(op, 'remove'))),
  },
  {
    id: 'F-UPATCH-15',
    title: 'Replace in another letter case changes nothing and is answered as done',
    breaks: ['VAULT-UPATCH-18', 'ENTRA-15'],
    ...silent(PATCH_USER, (request) => operationsOf(request).some(({ op }) => isOtherCase(op, 'replace'))),
  },
  {
    id: 'F-UPATCH-16',
    title: 'The second deactivation of a user changes nothing',
    breaks: ['VAULT-UPATCH-01'],
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
    breaks: ['VAULT-UPATCH-01'],
    ...doingMore(PATCH_USER, (done) =>
      done.before.active === false && activeIn(done.request) === false
        ? setActiveOf(done, String(done.before.id), true)
        : undefined,
    ),
  },
  {
    id: 'F-USER-54',
    title: 'A replace that repeats active false activates the user',
    breaks: ['VAULT-USER-14'],
    ...doingMore({ method: 'PUT', path: USER }, (done) =>
      done.before.active === false && jsonOf(done.request)?.active === false
        ? setActiveOf(done, String(done.before.id), true)
        : undefined,
    ),
  },
  {
    id: 'F-UPATCH-18',
    title: 'The activation of a user that is active deactivates it',
    breaks: ['VAULT-UPATCH-02'],
    ...doingMore(PATCH_USER, (done) =>
      done.before.active === true && activeIn(done.request) === true
        ? setActiveOf(done, String(done.before.id), false)
        : undefined,
    ),
  },
  {
    id: 'F-UPATCH-19',
    title: 'The deactivation of a renamed user changes nothing',
    breaks: ['VAULT-UPATCH-01'],
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
    breaks: ['VAULT-USER-14', 'VAULT-MAP-20'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      if (body?.active !== false) return request;
      const { groups } = await resourceAt(request, context);
      return Array.isArray(groups) && groups.length > 0 ? withJson(request, { ...body, active: true }) : request;
    },
  },
];

function operations(change: (all: Json[]) => Json[]): Pick<Fault, 'request'> {
  return {
    request: (request) =>
      matches(PATCH_GROUP, request) && operationsOf(request).length > 0
        ? withOperations(request, change(operationsOf(request)))
        : request,
  };
}

function atMost(where: { method: string; path: RegExp }, number: number): Pick<Fault, 'request'> {
  return {
    request: (request) => {
      const body = matches(where, request) ? jsonOf(request) : null;
      return body && Array.isArray(body.members)
        ? withJson(request, { ...body, members: body.members.slice(0, number) })
        : request;
    },
  };
}

function hasPath(request: FaultRequest, pattern: RegExp): boolean {
  return operationsOf(request).some(({ path }) => pattern.test(String(path)));
}

/** Whether an operation has a name in another letter case than the RFC gives it. */
function isOtherCase(op: unknown, name: string): boolean {
  return op !== name && String(op).toLowerCase() === name;
}

function removedByList(request: FaultRequest): string[] {
  return operationsOf(request).flatMap(({ op, value }) =>
    op === 'remove' && Array.isArray(value) ? (value as Json[]).map((member) => String(member.value)) : [],
  );
}

function filteredIn(request: FaultRequest): string[] {
  return operationsOf(request).flatMap(({ op, path }) =>
    op === 'remove' ? (FILTERED.exec(String(path))?.[1] ?? []) : [],
  );
}

function removedIn(request: FaultRequest): string[] {
  return [...removedByList(request), ...filteredIn(request)];
}

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
