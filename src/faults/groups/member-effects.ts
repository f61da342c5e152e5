import { GROUP, jsonOf, matches, pathOf, shownIn, USER, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { wholeList } from '../filter-edits.ts';
import { type Done, doingMore, leave, userOf, withOperations } from '../further-acts.ts';
import { addedIn } from '../isolation/foreign-members.ts';
import { filteredIn, removedByList } from '../removed-members.ts';
import { ENTITY } from '../scim-objects.ts';
import { lastSegmentOf, memberIds, NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';
import { nestedIn } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const PATCH = { method: 'PATCH', path: GROUP };
const SHOWN_USER = /v2\/Users(\/[^/]+)?$/;
const SHOWN_GROUP = /v2\/Groups(\/[^/]+)?$/;

/** Defects of member patches and of users in groups that show on another group, user, entity or Vault group. */
export const memberEffectFaults: Fault[] = [
  {
    id: 'F-B6-14',
    title: 'A removal by filter path takes the deactivated members along',
    breaks: ['VAULT-GPATCH-07', 'RFC7644-3.5.2.2-11', 'OKTA-17', 'SAIL-10'],
    since: '2.0.1',
    ...doingMore(PATCH, async (done) => {
      if (filteredIn(done.request).length === 0) return;
      for (const id of memberIds(done.before)) {
        if ((await userOf(done, id)).active === false) await leave(done, lastSegmentOf(done.request), [id]);
      }
    }),
  },
  {
    id: 'F-B6-15',
    title: 'The first add to a group after the deletion of one of its members is answered and dropped',
    breaks: ['VAULT-GPATCH-01', 'VAULT-MAP-36', 'RFC7644-3.5.2.1-16'],
    ...afterUserDeletion(
      (groups, { context }) => {
        for (const { id } of groups) context.memory.set(`lost ${id}`, true);
      },
      (request, { memory }) =>
        matches(PATCH, request) && addedIn(request).length > 0 && memory.delete(`lost ${lastSegmentOf(request)}`)
          ? NOTHING_DONE
          : request,
    ),
  },
  {
    id: 'F-B6-16',
    title: 'The deletion of a user takes the member that stands before it out of each of its groups',
    breaks: ['VAULT-USER-44', 'VAULT-ACCESS-39'],
    since: '2.0.1',
    ...afterUserDeletion(async (groups, done) => {
      for (const group of groups) {
        const before = memberIds(group)[memberIds(group).indexOf(lastSegmentOf(done.request)) - 1];
        if (before !== undefined) await leave(done, String(group.id), [before]);
      }
    }),
  },
  {
    id: 'F-B6-17',
    title: 'A value list removes users only as far as it has them in the order of the group',
    breaks: ['VAULT-GPATCH-04', 'VAULT-MAP-37', 'VAULT-ACCESS-06', 'SAIL-10', 'JUMP-03'],
    request: async (request, context) => {
      if (!matches(PATCH, request) || removedByList(request).length < 2) return request;
      const members = memberIds(await resourceAt(request, context));
      return withOperations(
        request,
        operationsOf(request).map((operation) => {
          if (operation.op !== 'remove' || !Array.isArray(operation.value)) return operation;
          let place = -1;
          const value = (operation.value as Json[]).filter((member) => {
            const next = members.indexOf(String(member.value));
            if (next !== -1 && next < place) return false;
            place = Math.max(place, next);
            return true;
          });
          return { ...operation, value };
        }),
      );
    },
  },
  {
    id: 'F-B6-18',
    title: 'A member that is added with the type User is answered as done and dropped',
    breaks: ['VAULT-GPATCH-01', 'VAULT-MAP-36', 'RFC7644-3.5.2.1-16'],
    request: async (request, context) => {
      if (!matches(PATCH, request) || addedIn(request).length === 0) return request;
      if ((await resourceAt(request, context)).id === undefined) return request;
      const operations = operationsOf(request).map((operation) =>
        operation.op === 'add' && Array.isArray(operation.value)
          ? { ...operation, value: (operation.value as Json[]).filter(({ type }) => type !== 'User') }
          : operation,
      );
      const left = operations.filter(({ value }) => !Array.isArray(value) || value.length > 0);
      return left.length === 0 ? NOTHING_DONE : withOperations(request, left);
    },
  },
  {
    id: 'F-B6-20',
    title: 'Renamed users are missing among the members that a group shows',
    breaks: ['VAULT-GROUP-04', 'VAULT-MAP-30'],
    ...noting(
      doingMore({ method: 'PUT', path: USER }, ({ request, before, context }) => {
        const isRename = before.userName !== undefined && jsonOf(request)?.userName !== before.userName;
        if (isRename) context.memory.set(`renamed ${before.id}`, true);
      }),
      SHOWN_GROUP,
      'members',
      (members, _group, memory) => members.filter(({ value }) => !memory.has(`renamed ${value}`)),
    ),
  },
  {
    id: 'F-B6-21',
    title: 'A user shows a group twice to which it was added again',
    breaks: ['RFC7644-3.5.2.1-12', 'RFC7643-2.4-07'],
    since: '2.0.4',
    ...noting(
      doingMore(PATCH, ({ request, before, context }) => {
        for (const id of addedIn(request)) {
          if (memberIds(before).includes(id)) context.memory.set(`${id} again in ${before.id}`, true);
        }
      }),
      SHOWN_USER,
      'groups',
      (groups, user, memory) => [
        ...groups,
        ...groups.filter(({ value }) => memory.has(`${user.id} again in ${value}`)),
      ],
    ),
  },
  {
    id: 'F-B6-22',
    title: 'The groups of a user lack those that were created with it as a member',
    breaks: ['VAULT-USER-22', 'RFC7643-4.1.2-10', 'SAIL-05'],
    since: '2.0.4',
    ...noting(
      doingMore({ method: ['POST', 'PATCH'], path: SHOWN_GROUP }, ({ request, response, context: { memory } }) => {
        const made = request.method === 'POST' ? jsonOf(response)?.id : undefined;
        for (const id of memberIds(jsonOf(request) ?? {})) memory.set(`${id} from the start in ${made}`, true);
        for (const id of addedIn(request)) memory.delete(`${id} from the start in ${lastSegmentOf(request)}`);
      }),
      SHOWN_USER,
      'groups',
      (groups, user, memory) => groups.filter(({ value }) => !memory.has(`${user.id} from the start in ${value}`)),
    ),
  },
  {
    id: 'F-B6-23',
    title: 'The entity of a user that a value list removed still lists the group',
    breaks: ['VAULT-MAP-41'],
    ...withEntities(
      doingMore(PATCH, ({ request, before, context: { memory } }) => {
        for (const id of addedIn(request)) memory.delete(`left by ${id}`);
        for (const id of removedByList(request)) {
          if (memberIds(before).includes(id)) memory.set(`left by ${id}`, before.id);
        }
      }),
    ),
  },
];

function withPath(request: FaultRequest, collection: string): FaultRequest {
  return { ...request, url: pathOf(request).replace(/v2\/.*$/, `v2/${collection}`) };
}

/** `act` gets the groups that the deleted user was in, as they were before. */
function afterUserDeletion(
  act: (groups: Json[], done: Pick<Done, 'request' | 'context'>) => unknown,
  pass: (request: FaultRequest, context: FaultContext) => ReturnType<NonNullable<Fault['request']>> = (request) =>
    request,
): Hooks {
  const left = new WeakMap<FaultRequest, Json[]>();
  return {
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: USER }, request)) return pass(request, context);
      const groups = await wholeList(withPath(request, 'Groups'), context);
      left.set(
        request,
        groups.filter((group) => memberIds(group).includes(lastSegmentOf(request))),
      );
      return request;
    },
    response: async (response, request, context) => {
      if (response.status < 300) await act(left.get(request) ?? [], { request, context });
      return response;
    },
  };
}

/** Defect of a list attribute of shown resources that depends on what was noted. */
function noting(
  hooks: Hooks,
  path: RegExp,
  attribute: string,
  change: (values: Json[], resource: Json, memory: FaultContext['memory']) => Json[],
): Hooks {
  return {
    ...hooks,
    response: async (response, request, context) => {
      const answer = (await hooks.response?.(response, request, context)) ?? response;
      const body = matches({ method: 'GET', path, status: 200 }, request, answer) ? jsonOf(answer) : null;
      if (!body) return answer;
      for (const resource of shownIn(body)) {
        const values = resource[attribute];
        if (Array.isArray(values)) resource[attribute] = change(values as Json[], resource, context.memory);
      }
      return withJson(answer, body);
    },
  };
}

function withEntities(hooks: Hooks): Hooks {
  return {
    ...hooks,
    response: async (response, request, context) => {
      const answer = (await hooks.response?.(response, request, context)) ?? response;
      const body = matches({ method: 'GET', path: ENTITY, status: 200 }, request, answer) ? jsonOf(answer) : null;
      const data = nestedIn(body, 'data');
      const left = context.memory.get(`left by ${String(data.id)}`);
      if (!body || left === undefined) return answer;
      for (const list of ['direct_group_ids', 'group_ids']) data[list] = [...((data[list] as unknown[]) ?? []), left];
      return withJson(answer, body);
    },
  };
}
