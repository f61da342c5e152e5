import { GROUP, GROUPS, jsonOf, matches, scimError, USER, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { askScim, doingMore, groupIdsOf, leave, userOf, withOperations } from '../further-acts.ts';
import { addedIn } from '../isolation/foreign-members.ts';
import { isSingle, lastSegmentOf, memberIds, NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const PATCH = { method: 'PATCH', path: GROUP };
const FILTERED = /^members\[value eq "(.+)"\]$/;

/** Defects of single steps of a member change: which of several, on which group, and after what. */
export const memberStepFaults: Fault[] = [
  {
    id: 'F-GSTEP-01',
    title: 'Of two neighbours in a group a value list removes the first only',
    breaks: ['VAULT-GPATCH-04'],
    ...removing((members, listed) => {
      const gone: string[] = [];
      for (let index = 0; index < members.length; index += 1) {
        const member = members[index];
        if (member === undefined || !listed.includes(member)) continue;
        gone.push(member);
        index += 1;
      }
      return gone;
    }),
  },
  {
    id: 'F-GSTEP-02',
    title: 'A value list does not remove the first member of the group',
    breaks: ['VAULT-GPATCH-04', 'VAULT-MAP-37'],
    ...removing((members, listed) => listed.filter((id) => members.indexOf(id) > 0)),
  },
  {
    id: 'F-GSTEP-03',
    title: 'A filter path that removes a member takes the last one of the group along',
    breaks: ['VAULT-GPATCH-07'],
    since: '2.0.1',
    ...doingMore(PATCH, async (done) => {
      if (!isSingle(done.request, 'remove', FILTERED)) return;
      const members = memberIds(done.before);
      const removed = FILTERED.exec(String(operationsOf(done.request)[0]?.path))?.[1];
      const last = members.at(-1);
      if (last !== undefined && removed !== last) await leave(done, String(done.before.id), [last]);
    }),
  },
  {
    id: 'F-GSTEP-04',
    title: 'A member patch gives a renamed group its old displayName back',
    breaks: ['VAULT-GPATCH-08', 'RFC7644-3.5.2-28'],
    ...doingMore({ method: ['PUT', 'PATCH'], path: GROUP }, async (done) => {
      const { memory } = done.context;
      const key = `renamed ${done.before.id}`;
      if (done.request.method === 'PUT') {
        const { displayName } = jsonOf(done.request) ?? {};
        if (displayName !== done.before.displayName) memory.set(key, done.before.displayName);
        return;
      }
      const former = memory.get(key);
      if (former === undefined) return;
      memory.delete(key);
      const now = await resourceAt(done.request, done.context);
      await askScim(done, 'PUT', `Groups/${done.before.id}`, { ...now, displayName: former });
    }),
  },
  {
    id: 'F-GSTEP-05',
    title: 'An add to a group that was created without members breaks the server',
    breaks: ['VAULT-GPATCH-01', 'RFC7644-3.12-17'],
    request: (request, { memory }) =>
      matches(PATCH, request) && memory.delete(`bare ${lastSegmentOf(request)}`)
        ? scimError(500, 'assignment to entry in nil map')
        : request,
    response: (response, request, { memory }) => {
      if (matches({ method: 'POST', path: GROUPS, status: 201 }, request, response)) {
        if (jsonOf(request)?.members === undefined) memory.set(`bare ${jsonOf(response)?.id}`, true);
      }
      return response;
    },
  },
  {
    id: 'F-GSTEP-06',
    title: 'The value of an add is removed by the removal behind it as well',
    breaks: ['RFC7644-3.5.2.2-13', 'VAULT-GPATCH-20'],
    request: (request) => {
      if (!matches(PATCH, request)) return request;
      const operations = operationsOf(request);
      const leaking = operations.flatMap((operation, index) => {
        const before = operations[index - 1];
        const leaks = operation.op === 'remove' && operation.value === undefined && before?.op === 'add';
        return leaks ? [operation, { op: 'remove', path: 'members', value: before.value }] : [operation];
      });
      return withOperations(request, leaking);
    },
  },
  {
    id: 'F-GSTEP-07',
    title: 'A group whose displayName has letters outside of ASCII is not found by a patch',
    breaks: ['VAULT-GPATCH-01'],
    request: async (request, context) => {
      if (!matches(PATCH, request)) return request;
      const { displayName } = await resourceAt(request, context);
      return /[^ -~]/.test(String(displayName ?? '')) ? scimError(404, 'there is no such group') : request;
    },
  },
  {
    id: 'F-GSTEP-08',
    title: 'A patch of a group that is no JSON is answered as done',
    breaks: ['VAULT-ERR-06', 'RFC7644-3.12-07'],
    request: async (request, context) => {
      if (!matches(PATCH, request) || jsonOf(request) !== null) return request;
      return (await resourceAt(request, context)).id === undefined ? request : NOTHING_DONE;
    },
  },
  {
    id: 'F-GSTEP-09',
    title: 'Who is in two groups already is left out of an add to a third',
    breaks: ['VAULT-GPATCH-01'],
    since: '2.0.4',
    request: async (request, context) => {
      if (!matches(PATCH, request) || !isSingle(request, 'add', 'members')) return request;
      const [operation = {}] = operationsOf(request);
      const kept: Json[] = [];
      for (const id of addedIn(request)) {
        const groups = groupIdsOf(await userOf({ request, context }, id));
        if (groups.length < 2) kept.push({ value: id });
      }
      if (kept.length === addedIn(request).length) return request;
      return kept.length === 0 ? NOTHING_DONE : withOperations(request, [{ ...operation, value: kept }]);
    },
  },
  {
    id: 'F-GSTEP-10',
    title: 'Members that are the ids of deleted users are passed over',
    breaks: ['VAULT-GROUP-05', 'VAULT-GROUP-12', 'VAULT-GPATCH-14'],
    ...passingOverDeleted(),
  },
  {
    id: 'F-GSTEP-11',
    title: 'The second of two removals in a row by filter path empties the group',
    breaks: ['VAULT-GPATCH-07'],
    since: '2.0.1',
    ...doingMore(PATCH, async (done) => {
      const { memory } = done.context;
      const key = `removed from ${done.before.id}`;
      if (!isSingle(done.request, 'remove', FILTERED)) {
        memory.delete(key);
        return;
      }
      if (memory.has(key)) await leave(done, String(done.before.id), memberIds(done.before));
      memory.set(key, true);
    }),
  },
  {
    id: 'F-GSTEP-12',
    title: 'An add brings back the members that the patch before it removed',
    breaks: ['VAULT-GPATCH-03', 'RFC7644-3.5.2-28'],
    ...bringingBack(),
  },
];

/** A removal by value list of what `choose` says. */
function removing(choose: (members: string[], listed: string[]) => string[]): Hooks {
  return {
    request: async (request, context) => {
      if (!matches(PATCH, request) || !isSingle(request, 'remove', 'members')) return request;
      const [operation = {}] = operationsOf(request);
      if (!Array.isArray(operation.value)) return request;
      const members = memberIds(await resourceAt(request, context));
      const listed = (operation.value as Json[]).map(({ value }) => String(value));
      if (!listed.every((id) => members.includes(id))) return request;
      const gone = choose(members, listed);
      if (gone.length === 0) return NOTHING_DONE;
      return withOperations(request, [{ ...operation, value: gone.map((value) => ({ value })) }]);
    },
  };
}

/** The check of members finds the tombstone of a user, the write nothing. */
function passingOverDeleted(): Hooks {
  return {
    request: (request, { memory }) => {
      const body = jsonOf(request);
      const keep = (member: Json) => !memory.has(`deleted ${member.value}`);
      const isWrite =
        matches({ method: 'POST', path: GROUPS }, request) ||
        matches({ method: ['PUT', 'PATCH'], path: GROUP }, request);
      if (!isWrite || !body) return request;
      if (Array.isArray(body.members)) return withJson(request, { ...body, members: body.members.filter(keep) });
      const operations = operationsOf(request).map((operation) =>
        operation.op === 'add' && Array.isArray(operation.value)
          ? { ...operation, value: (operation.value as Json[]).filter(keep) }
          : operation,
      );
      return operations.length === 0 ? request : withOperations(request, operations);
    },
    response: (response, request, { memory }) => {
      if (matches({ method: 'DELETE', path: USER, status: (status) => status < 300 }, request, response)) {
        memory.set(`deleted ${lastSegmentOf(request)}`, true);
      }
      return response;
    },
  };
}

/** A removed member comes back with the next add: the list that the add extends was read before the removal. */
function bringingBack(): Hooks {
  return doingMore(PATCH, async (done) => {
    const { memory } = done.context;
    const key = `last out of ${done.before.id}`;
    const now = memberIds(await resourceAt(done.request, done.context));
    const out = memberIds(done.before).filter((id) => !now.includes(id));
    const last = memory.get(key) as string[] | undefined;
    if (addedIn(done.request).length > 0 && last) {
      memory.delete(key);
      await addBack(done.request, done.context, last);
    } else if (out.length > 0) memory.set(key, out);
  });
}

function addBack(request: FaultRequest, context: FaultContext, users: string[]): Promise<FaultResponse> {
  const operation = { op: 'add', path: 'members', value: users.map((value) => ({ value })) };
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  return askScim({ request, context }, 'PATCH', `Groups/${lastSegmentOf(request)}`, {
    schemas,
    Operations: [operation],
  });
}
