import { SchemaUrn } from '../../protocol/scim.ts';
import { asAdmin, knowingCallers, tokenIn, withToken } from '../callers.ts';
import { GROUP, GROUPS, jsonOf, matches, resourcesOf, USER, USERS, USERS_AND_USER } from '../edits.ts';
import type { Fault, FaultContext } from '../fault.ts';
import { askScim, type Done, doingMore, groupIdsOf, join, leave, setActiveOf, userOf } from '../further-acts.ts';
import { addedIn, takingMembers } from '../isolation/foreign-members.ts';
import { isForeignUser } from '../owners.ts';
import { removedIn } from '../removed-members.ts';
import { lastSegmentOf, memberIds } from '../scim-requests.ts';
import { dataOf } from '../vault-requests.ts';
import { leavingParents } from './former-names.ts';

type Json = Record<string, unknown>;

const GROUP_OR_LIST = /scim\/v2\/Groups(\/[^/]+)?$/;
const PUT_GROUP = { method: 'PUT', path: GROUP };
const PATCH_GROUP = { method: 'PATCH', path: GROUP };

/** Defects of writes of one user or group that show on another one. */
export const neighbourEffectFaults: Fault[] = [
  {
    id: 'F-U9-01',
    title: 'Groups that were created with the same members share them: a patch of one changes the others',
    breaks: ['VAULT-GPATCH-24'],
    ...doingMore({ method: ['POST', 'PUT', 'PATCH'], path: GROUP_OR_LIST }, async (done) => {
      const { request, response, context, before } = done;
      if (request.method === 'POST') {
        const made = jsonOf(response) ?? {};
        const members = memberIds(made).sort().join();
        if (members !== '') context.memory.set(`members ${made.id}`, members);
      }
      const own = `members ${before.id}`;
      if (request.method === 'PUT') context.memory.delete(own);
      if (request.method !== 'PATCH') return;
      for (const twin of twinsOf(context, own, 'members ')) {
        await askScim(done, 'PATCH', `Groups/${twin}`, jsonOf(request) ?? {});
      }
    }),
  },
  {
    id: 'F-U9-02',
    title: 'A reactivation activates the user that was deactivated last',
    breaks: ['VAULT-UPATCH-02', 'VAULT-USER-15', 'VAULT-MAP-21', 'VAULT-MAP-47'],
    ...doingMore({ method: ['PUT', 'PATCH'], path: USER }, async (done) => {
      const id = String(done.before.id);
      const inactive = remembered(done, 'inactive');
      const { active } = await userOf(done, id);
      if (done.before.active === true && active === false) inactive.push(id);
      if (done.before.active !== false || active !== true) return;
      const last = inactive.pop();
      if (last === undefined || last === id) return;
      await setActiveOf(done, last, true);
      await setActiveOf(done, id, false);
    }),
  },
  {
    id: 'F-U9-03',
    title: 'The removal of an inactive user from its last group deletes the user',
    breaks: ['VAULT-GPATCH-24'],
    since: '2.0.4',
    ...doingMore(PATCH_GROUP, async (done) => {
      for (const id of removedIn(done.request).filter((one) => memberIds(done.before).includes(one))) {
        const user = await userOf(done, id);
        if (user.active === false && groupIdsOf(user).length === 0) await askScim(done, 'DELETE', `Users/${id}`);
      }
    }),
  },
  {
    id: 'F-U9-04',
    title: 'Whom a replace leaves out of a group leaves the groups that were created after it as well',
    breaks: ['VAULT-GROUP-29'],
    since: '2.0.1',
    ...doingMore(PUT_GROUP, async (done) => {
      const kept = memberIds(jsonOf(done.request) ?? {});
      const left = memberIds(done.before).filter((id) => !kept.includes(id));
      const groups = left.length === 0 ? [] : resourcesOf(jsonOf(await askScim(done, 'GET', 'Groups')) ?? {});
      const place = groups.findIndex(({ id }) => id === done.before.id);
      for (const group of groups.slice(place + 1)) {
        const members = memberIds(group).filter((id) => left.includes(id));
        await leave(done, String(group.id), members);
      }
    }),
  },
  {
    id: 'F-U9-05',
    title: 'A replace of the metadata of a user replaces those of the users that were created with the same ones',
    breaks: ['VAULT-SEQ-01', 'VAULT-MAP-06'],
    ...doingMore({ method: ['POST', 'PUT'], path: USERS_AND_USER }, async (done) => {
      const { request, response, context, before } = done;
      const metadata = jsonOf(request)?.[SchemaUrn.vaultMetadata] as Json | undefined;
      const text = JSON.stringify(metadata?.items ?? []);
      if (request.method === 'POST' && text !== '[]') {
        context.memory.set(`metadata ${jsonOf(response)?.id}`, `${tokenIn(request)} ${text}`);
      }
      if (request.method === 'POST' || metadata === undefined) return;
      for (const twin of twinsOf(context, `metadata ${before.id}`, 'metadata ')) {
        const { userName, externalId, active } = await userOf(done, twin);
        const schemas = [SchemaUrn.user, SchemaUrn.vaultMetadata];
        const body = { schemas, userName, externalId, active, [SchemaUrn.vaultMetadata]: metadata };
        await askScim(done, 'PUT', `Users/${twin}`, body);
      }
    }),
  },
  {
    id: 'F-U9-06',
    title: 'The user that is created after the deletion of another takes its place in its groups',
    breaks: ['VAULT-USER-45', 'VAULT-USER-43', 'RFC7643-4.1.2-07', 'RFC7644-3.3-05', 'VAULT-SEQ-01'],
    since: '2.0.4',
    ...doingMore({ method: ['POST', 'DELETE'], path: USERS_AND_USER }, async (done) => {
      const free = remembered(done, 'free');
      if (done.request.method === 'DELETE') free.push(...groupIdsOf(done.before));
      else for (const group of free.splice(0)) await join(done, group, [String(jsonOf(done.response)?.id)]);
    }),
  },
  {
    id: 'F-U9-07',
    title: 'A replace that activates a user takes it out of the groups that it was put into while it was inactive',
    breaks: ['VAULT-MAP-43'],
    since: '2.0.1',
    ...doingMore({ method: ['POST', 'PUT', 'PATCH'], path: /scim\/v2\/(Users|Groups)(\/[^/]+)?$/ }, async (done) => {
      const { request, response, context, before } = done;
      if (matches({ path: GROUP_OR_LIST }, request)) {
        const group = request.method === 'POST' ? jsonOf(response)?.id : before.id;
        const named = [...memberIds(jsonOf(request) ?? {}), ...addedIn(request)];
        for (const id of named.filter((one) => !memberIds(before).includes(one))) {
          if ((await userOf(done, id)).active === false) context.memory.set(`${id} put into ${group}`, [id, group]);
        }
      } else if (request.method === 'PUT' && before.active === false && jsonOf(request)?.active === true) {
        const places = [...context.memory].filter(([key]) => key.startsWith(`${before.id} put into `));
        for (const [key, [id, group]] of places as [string, [string, string]][]) {
          context.memory.delete(key);
          await leave(done, group, [id]);
        }
      }
    }),
  },
  {
    id: 'F-U9-08',
    title: 'A user that is removed from a group that it is not in leaves the groups that it is in',
    breaks: ['VAULT-GPATCH-24', 'RFC7644-3.5.2.2-10'],
    since: '2.0.4',
    ...doingMore(PATCH_GROUP, async (done) => {
      for (const id of removedIn(done.request).filter((one) => !memberIds(done.before).includes(one))) {
        for (const group of groupIdsOf(await userOf(done, id))) await leave(done, group, [id]);
      }
    }),
  },
  {
    id: 'F-U9-09',
    title: 'A replace that empties a group takes it out of the groups of administrators that hold it',
    breaks: ['VAULT-MAP-45'],
    ...leavingParents(PUT_GROUP, ({ request, before }) => {
      const { members } = jsonOf(request) ?? {};
      return memberIds(before).length > 0 && Array.isArray(members) && members.length === 0;
    }),
  },
  {
    id: 'F-U9-10',
    title: "A user that is created with the externalId of another client's inactive user is inactive",
    breaks: ['VAULT-ISOL-32', 'VAULT-USER-04', 'VAULT-MAP-04', 'RFC7644-3.3-05'],
    ...doingMore({ method: 'POST', path: USERS }, async (done) => {
      const { id, externalId, active } = jsonOf(done.response) ?? {};
      const key = `external ${externalId}`;
      const first = done.context.memory.get(key) as [string, string] | undefined;
      if (!first) done.context.memory.set(key, [tokenIn(done.request), id]);
      if (!first || first[0] === tokenIn(done.request) || active !== true) return;
      const other = await userOf({ ...done, request: withToken(done.request, first[0]) }, first[1]);
      if (other.active === false) await setActiveOf(done, String(id), false);
    }),
  },
  {
    id: 'F-U9-11',
    title: "Another client's user that stands behind one of its own in an add is taken as a member",
    breaks: ['VAULT-ISOL-20'],
    ...takingMembers(
      PATCH_GROUP,
      async (request, context, id) => addedIn(request).indexOf(id) > 0 && (await isForeignUser(request, context, id)),
    ),
  },
  {
    id: 'F-U9-12',
    title: 'A create under the name of an unmanaged group is refused and has put its members into that one',
    breaks: ['VAULT-GROUP-25', 'RFC7644-3.12-27'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const { displayName, ...sent } = jsonOf(request) ?? {};
        if (!matches({ method: 'POST', path: GROUPS, status: 409 }, request, response)) return response;
        const path = `identity/group/name/${encodeURIComponent(String(displayName))}`;
        const group = dataOf(await asAdmin(context, 'GET', path));
        if (group.id !== undefined && group.scim_client_id === '') {
          await addMembers(context, String(group.id), memberIds(sent));
        }
        return response;
      },
    }),
  },
  {
    id: 'F-U9-13',
    title: 'Who is created under the name of a deleted user is in the groups of administrators of that one',
    breaks: ['VAULT-USER-43'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: 'DELETE', path: USER }, request)) return request;
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${lastSegmentOf(request)}`));
        const groups = Array.isArray(entity.direct_group_ids) ? entity.direct_group_ids : [];
        if (groups.length > 0) context.memory.set(`groups of ${entity.name}`, groups);
        return request;
      },
      response: async (response, request, context) => {
        const made = matches({ method: 'POST', path: USERS, status: 201 }, request, response) && jsonOf(response);
        if (!made) return response;
        for (const group of (context.memory.get(`groups of ${made.userName}`) ?? []) as string[]) {
          const { scim_client_id: owner } = dataOf(await asAdmin(context, 'GET', `identity/group/id/${group}`));
          if (owner === '') await addMembers(context, group, [String(made.id)]);
        }
        return response;
      },
    }),
  },
];

/** What else has the same note as `own`. */
function twinsOf({ memory }: FaultContext, own: string, prefix: string): string[] {
  const note = memory.get(own);
  const same = [...memory].filter(([key, value]) => key.startsWith(prefix) && key !== own && value === note);
  return note === undefined ? [] : same.map(([key]) => key.slice(prefix.length));
}

/** A list of ids that the defect keeps for each caller. */
function remembered({ request, context: { memory } }: Done, what: string): string[] {
  const key = `${what} ${tokenIn(request)}`;
  if (!memory.has(key)) memory.set(key, []);
  return memory.get(key) as string[];
}

/** Puts entities into a group of administrators. */
async function addMembers(context: FaultContext, group: string, ids: string[]): Promise<void> {
  const path = `identity/group/id/${group}`;
  const { member_entity_ids: members } = dataOf(await asAdmin(context, 'GET', path));
  const all = [...(Array.isArray(members) ? members : []), ...ids];
  await asAdmin(context, 'POST', path, { member_entity_ids: all });
}
