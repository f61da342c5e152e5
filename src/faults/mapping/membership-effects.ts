import { asAdmin } from '../callers.ts';
import { GROUP, GROUPS, jsonOf, matches, USER, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import {
  askScim,
  type Done,
  doingMore,
  groupIdsOf,
  join,
  leave,
  setActiveOf,
  userOf,
  withOperations,
} from '../further-acts.ts';
import { addedIn } from '../isolation/foreign-members.ts';
import { memberIds, operationsOf } from '../scim-requests.ts';
import { dataOf } from '../vault-requests.ts';
import { leavingParents } from './former-names.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const PATCH_USER = { method: 'PATCH', path: USER };
const PATCH_GROUP = { method: 'PATCH', path: GROUP };
const PUT_USER = { method: 'PUT', path: USER };
const PUT_GROUP = { method: 'PUT', path: GROUP };

/** Defects that change memberships, users and groups beside those that a request is about. */
export const membershipEffectFaults: Fault[] = [
  {
    id: 'F-GPATCH-19',
    title: 'A user that is added to a group leaves its other groups',
    breaks: ['VAULT-GPATCH-24'],
    ...doingMore(PATCH_GROUP, async (done) => {
      for (const id of addedIn(done.request)) {
        for (const group of groupIdsOf(await userOf(done, id))) {
          if (group !== done.before.id) await leave(done, group, [id]);
        }
      }
    }),
  },
  {
    id: 'F-GPATCH-20',
    title: 'A deactivated user that is added to a group is activated',
    breaks: ['VAULT-GPATCH-24'],
    ...doingMore(PATCH_GROUP, async (done) => {
      for (const id of addedIn(done.request)) await setActiveOf(done, id, true);
    }),
  },
  {
    id: 'F-GPATCH-21',
    title: 'A user that is removed from its last group is deactivated',
    breaks: ['VAULT-GPATCH-24'],
    ...doingMore(PATCH_GROUP, async (done) => {
      for (const id of memberIds(done.before)) {
        const user = await userOf(done, id);
        if (groupIdsOf(user).length === 0) await setActiveOf(done, id, false);
      }
    }),
  },
  {
    id: 'F-GPATCH-22',
    title: 'A user that is removed from a group leaves its other groups too',
    breaks: ['VAULT-GPATCH-24'],
    ...doingMore(PATCH_GROUP, async (done) => {
      for (const id of memberIds(done.before)) {
        const groups = groupIdsOf(await userOf(done, id));
        if (groups.includes(String(done.before.id))) continue;
        for (const group of groups) await leave(done, group, [id]);
      }
    }),
  },
  {
    id: 'F-GPATCH-23',
    title: 'A deactivated user in an add is left out',
    breaks: ['VAULT-GPATCH-01'],
    request: async (request, context) => {
      if (!matches(PATCH_GROUP, request)) return request;
      const operations = operationsOf(request);
      for (const operation of operations) {
        if (operation.op === 'add' && Array.isArray(operation.value)) {
          operation.value = await activeOf({ request, context }, operation.value as Json[]);
        }
      }
      return withOperations(request, operations);
    },
  },
  {
    id: 'F-GROUP-30',
    title: 'A create leaves out members that are deactivated',
    breaks: ['VAULT-GROUP-03', 'RFC7644-3.3-05'],
    ...droppingInactive({ method: 'POST', path: GROUPS }),
  },
  {
    id: 'F-GROUP-31',
    title: 'A replace leaves out members that are deactivated',
    breaks: ['VAULT-GROUP-17', 'RFC7644-3.5.1-02'],
    ...droppingInactive(PUT_GROUP),
  },
  {
    id: 'F-GROUP-46',
    title: 'A replace of a group activates its members',
    breaks: ['VAULT-GROUP-29'],
    ...doingMore(PUT_GROUP, async (done) => {
      for (const id of memberIds(jsonOf(done.request) ?? {})) await setActiveOf(done, id, true);
    }),
  },
  {
    id: 'F-USER-35',
    title: 'The deletion of a user empties its groups',
    breaks: ['VAULT-USER-44', 'VAULT-ACCESS-39'],
    ...doingMore({ method: 'DELETE', path: USER }, async (done) => {
      for (const group of groupIdsOf(done.before)) {
        const rest = jsonOf(await askScim(done, 'GET', `Groups/${group}`)) ?? {};
        await leave(done, group, memberIds(rest));
      }
    }),
  },
  {
    id: 'F-GROUP-32',
    title: 'The deletion of a group takes its members out of their other groups',
    breaks: ['VAULT-GROUP-30', 'VAULT-ACCESS-39'],
    ...doingMore({ method: 'DELETE', path: GROUP }, async (done) => {
      for (const id of memberIds(done.before)) {
        for (const group of groupIdsOf(await userOf(done, id))) await leave(done, group, [id]);
      }
    }),
  },
  {
    id: 'F-GROUP-47',
    title: 'The deletion of a group deactivates members that have no other',
    breaks: ['VAULT-GROUP-30'],
    ...doingMore({ method: 'DELETE', path: GROUP }, async (done) => {
      for (const id of memberIds(done.before)) {
        if (groupIdsOf(await userOf(done, id)).length === 0) await setActiveOf(done, id, false);
      }
    }),
  },
  {
    id: 'F-USER-36',
    title: 'A reactivation brings back memberships that were taken away while the user was inactive',
    breaks: ['VAULT-ACCESS-34'],
    ...doingMore(PATCH_USER, async (done) => {
      const { id, active } = done.before;
      const key = `groups of ${String(id)}`;
      const becomes = (await userOf(done, String(id))).active;
      if (active === true && becomes === false) done.context.memory.set(key, groupIdsOf(done.before));
      if (active === false && becomes === true) {
        const groups = (done.context.memory.get(key) ?? []) as string[];
        for (const group of groups) await join(done, group, [String(id)]);
      }
    }),
  },
  {
    id: 'F-USER-37',
    title: 'A patch of a user takes it out of the groups of administrators',
    breaks: ['VAULT-MAP-44'],
    ...leavingUnmanaged(PATCH_USER),
  },
  {
    id: 'F-USER-38',
    title: 'A replace of a user takes it out of the groups of administrators',
    breaks: ['VAULT-MAP-43'],
    ...leavingUnmanaged(PUT_USER),
  },
  {
    id: 'F-GROUP-33',
    title: 'A replace wipes the metadata of the Vault group',
    breaks: ['VAULT-MAP-46'],
    ...asAdministrator(PUT_GROUP, 'group', { metadata: {} }),
  },
  {
    id: 'F-GPATCH-24',
    title: 'A member patch wipes the metadata of the Vault group',
    breaks: ['VAULT-MAP-46'],
    ...asAdministrator(PATCH_GROUP, 'group', { metadata: {} }),
  },
  {
    id: 'F-MAP-47',
    title: "A member patch takes the group out of the administrator's group that holds it",
    breaks: ['VAULT-MAP-45'],
    ...leavingParents(PATCH_GROUP, () => true),
  },
  {
    id: 'F-MAP-48',
    title: 'A removal by value list wipes the policies of the group',
    breaks: ['VAULT-MAP-39'],
    ...asAdministrator(PATCH_GROUP, 'group', { policies: [] }, (done) => hasOperation(done, 'remove', /^members$/)),
  },
  {
    id: 'F-MAP-49',
    title: 'A removal by a filter path wipes the policies of the group',
    breaks: ['VAULT-MAP-39'],
    ...asAdministrator(PATCH_GROUP, 'group', { policies: [] }, (done) => hasOperation(done, 'remove', /\[/)),
  },
  {
    id: 'F-MAP-50',
    title: 'A reactivation wipes the policies of the entity',
    breaks: ['VAULT-MAP-24'],
    ...asAdministrator(PATCH_USER, 'entity', { policies: [] }, ({ before }) => before.active === false),
  },
  {
    id: 'F-MAP-59',
    title: 'The removal of a member wipes the policies of its entity',
    breaks: ['VAULT-GPATCH-24'],
    ...doingMore(PATCH_GROUP, async (done) => {
      const after = memberIds(jsonOf(await askScim(done, 'GET', `Groups/${String(done.before.id)}`)) ?? {});
      for (const id of memberIds(done.before)) {
        if (!after.includes(id)) await asAdmin(done.context, 'POST', `identity/entity/id/${id}`, { policies: [] });
      }
    }),
  },
];

function hasOperation({ request }: Done, op: string, path: RegExp): boolean {
  return operationsOf(request).some((one) => String(one.op).toLowerCase() === op && path.test(String(one.path)));
}

function asAdministrator(
  where: Parameters<typeof doingMore>[0],
  kind: 'entity' | 'group',
  fields: Json,
  applies: (done: Done) => boolean = () => true,
): Hooks {
  return doingMore(where, async (done) => {
    if (done.before.id === undefined || !applies(done)) return;
    await asAdmin(done.context, 'POST', `identity/${kind}/id/${String(done.before.id)}`, fields);
  });
}

function leavingUnmanaged(where: Parameters<typeof doingMore>[0]): Hooks {
  return doingMore(where, async ({ context, before }) => {
    const id = String(before.id);
    const { direct_group_ids: groups } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`));
    for (const group of Array.isArray(groups) ? groups : []) {
      const { member_entity_ids: members } = dataOf(await asAdmin(context, 'GET', `identity/group/id/${group}`));
      const rest = (Array.isArray(members) ? members : []).filter((one) => one !== id);
      await asAdmin(context, 'POST', `identity/group/id/${group}`, { member_entity_ids: rest });
    }
  });
}

async function activeOf(done: Pick<Done, 'request' | 'context'>, members: Json[]): Promise<Json[]> {
  const kept: Json[] = [];
  for (const member of members) {
    const user = await userOf(done, String(member.value));
    if (user.active !== false) kept.push(member);
  }
  return kept;
}

function droppingInactive(where: Parameters<typeof doingMore>[0]): Hooks {
  return {
    request: async (request, context) => {
      const body = matches(where, request) ? jsonOf(request) : null;
      if (!body || !Array.isArray(body.members)) return request;
      return withJson(request, { ...body, members: await activeOf({ request, context }, body.members as Json[]) });
    },
  };
}
