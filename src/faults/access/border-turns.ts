import { refusing } from '../access-watch.ts';
import { isAdopted, knowingAdopted } from '../adoption/adopted-objects.ts';
import { clientOf } from '../adoption/adoption.ts';
import { asAdmin, knowingCallers, tokenIn } from '../callers.ts';
import { GROUP, jsonOf, matches, pathOf, scimError, USER, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { askScim, doingMore } from '../further-acts.ts';
import { leavingParents } from '../mapping/former-names.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { unscoped } from '../owners.ts';
import { ENTITY_BY_NAME, everySeen, VAULT_GROUP, VAULT_GROUP_BY_NAME } from '../scim-objects.ts';
import { asking, memberIds, resourceAt } from '../scim-requests.ts';
import { updateClient } from '../scim-tokens/token-limits.ts';
import { dataOf, lastSegment } from '../vault-requests.ts';
import { signingInAnyway } from './access.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const WRITE = ['POST', 'PUT'];
const UNLINK_GROUP = /\/unlink-group$/;

/** Defects of borders that show on the second try, on a neighbour, or after somebody left. */
export const borderTurnFaults: Fault[] = [
  {
    id: 'F-NS-40',
    title: "In a child namespace a patch changes another client's group",
    breaks: ['VAULT-NS-21', 'VAULT-ISOL-10'],
    ...unscoped({ method: 'PATCH', path: GROUP }, (request) => namespaceOf(request) !== ''),
  },
  {
    id: 'F-NS-41',
    title: 'In a child namespace a user cannot be renamed to a userName that the parent has',
    breaks: ['VAULT-NS-12', 'VAULT-NS-18'],
    request: async (request, context) => {
      const namespace = namespaceOf(request);
      if (!matches({ method: 'PUT', path: USER }, request) || namespace === '') return request;
      const { userName } = jsonOf(request) ?? {};
      const own = await resourceAt(request, context);
      if (own.id === undefined || own.userName === userName) return request;
      const parent = namespace.split('/').slice(0, -1).join('/');
      const path = `${parent}/identity/entity/name/${encodeURIComponent(String(userName))}`.replace(/^\//, '');
      const holder = await asAdmin(context, 'GET', path);
      return holder.status === 200 ? scimError(409, `userName ${userName} is already in use`, 'uniqueness') : request;
    },
  },
  {
    id: 'F-ADOPT-60',
    title: "A group that a SCIM client adopts leaves the administrator's group that holds it",
    breaks: ['VAULT-ADOPT-27', 'VAULT-MAP-45'],
    since: SINCE,
    ...knowingAdopted(
      leavingParents({ method: 'PUT', path: GROUP }, ({ request, context }) => {
        const isFirst = !context.memory.has(`replaced ${pathOf(request)}`);
        context.memory.set(`replaced ${pathOf(request)}`, true);
        return isFirst && isAdopted(context, lastSegment(request));
      }),
    ),
  },
  {
    id: 'F-ADOPT-61',
    title: 'A create that was refused for an entity of an administrator takes it over at the second try',
    breaks: ['VAULT-ADOPT-02'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!matches({ method: 'POST', path: USERS, status: 409 }, request, response)) return response;
        const key = `refused ${String(jsonOf(request)?.userName)} ${tokenIn(request)}`;
        const client = await clientOf(request, context);
        const isSecond = context.memory.has(key);
        context.memory.set(key, true);
        if (!isSecond || !client || client.allow_user_adoption === true) return response;
        await updateClient(context, client, { allow_user_adoption: true });
        const second = await context.send(request);
        await updateClient(context, client, { allow_user_adoption: false });
        return second;
      },
    }),
  },
  {
    id: 'F-ADOPT-62',
    title: 'The deletion of an adopted group deletes the users that are in it',
    breaks: ['VAULT-GROUP-30'],
    since: SINCE,
    ...knowingAdopted(
      doingMore({ method: 'DELETE', path: GROUP }, async (done) => {
        if (!isAdopted(done.context, lastSegment(done.request))) return;
        for (const id of memberIds(done.before)) await askScim(done, 'DELETE', `Users/${id}`);
      }),
    ),
  },
  {
    id: 'F-LINK-40',
    title: 'A group that was unlinked can still be patched by its former SCIM client',
    breaks: ['VAULT-LINK-13', 'VAULT-ISOL-25'],
    since: SINCE,
    ...knowingUnlinked(async (response, request, context, former) => {
      const id = lastSegment(request);
      const client = matches({ method: 'PATCH', path: GROUP }, request) ? await clientOf(request, context) : undefined;
      if (response.status < 400 || !client || former.get(id) !== client.name) return response;
      await asAdmin(context, 'POST', `identity/scim/client/${former.get(id)}/link-group`, { group_id: id });
      const patched = await context.send(request);
      await asAdmin(context, 'POST', `identity/scim/client/${former.get(id)}/unlink-group`, { group_id: id });
      return patched;
    }),
  },
  {
    id: 'F-LINK-41',
    title: 'A user goes on showing a group that was unlinked from its SCIM client',
    breaks: ['VAULT-USER-24', 'RFC7644-3.4.2-09'],
    since: SINCE,
    ...knowingUnlinked(async (response, request, context, former) => {
      const user = matches({ method: 'GET', path: USER, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!user) return response;
      const { direct_group_ids: ids } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${String(user.id)}`));
      const gone = (Array.isArray(ids) ? ids.map(String) : []).filter((id) => former.has(id));
      const shown = Array.isArray(user.groups) ? user.groups : [];
      return gone.length === 0
        ? response
        : withJson(response, { ...user, groups: [...shown, ...gone.map((value) => ({ value }))] });
    }),
  },
  {
    id: 'F-ADMIN-70',
    title: 'Policies that an administrator sets on a SCIM group are set on the other groups of its client as well',
    breaks: ['VAULT-MAP-33', 'VAULT-ADMIN-05'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const isWrite = [VAULT_GROUP, VAULT_GROUP_BY_NAME].some((path) => matches({ method: WRITE, path }, request));
        const policies = isWrite && response.status < 300 ? jsonOf(request)?.policies : undefined;
        const written = policies === undefined ? {} : dataOf(await context.send(asking(request, 'GET')));
        if (!written.scim_client_id) return response;
        const { keys } = dataOf(await asAdmin(context, 'GET', 'identity/group/id?list=true'));
        for (const id of Array.isArray(keys) ? keys : []) {
          const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${id}`));
          if (id === written.id || group.scim_client_id !== written.scim_client_id) continue;
          await asAdmin(context, 'POST', `identity/group/id/${id}`, { policies });
        }
        return response;
      },
    }),
  },
  {
    id: 'F-ADMIN-71',
    title: "An update by name with another entity's id is refused and has written its policies to that one",
    breaks: ['VAULT-ADMIN-21'],
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!matches({ method: WRITE, path: ENTITY_BY_NAME }, request) || response.status < 400) return response;
        const { id, policies } = jsonOf(request) ?? {};
        const path = `identity/entity/id/${String(id)}`;
        const isEntity = id && policies && (await asAdmin(context, 'GET', path)).status === 200;
        if (isEntity) await asAdmin(context, 'POST', path, { policies });
        return response;
      },
    }),
  },
  {
    id: 'F-ACCESS-70',
    title: 'The deletion of a user ends the access of those whose userName begins with its own',
    breaks: ['VAULT-ACCESS-39', 'VAULT-ACCESS-03', 'VAULT-ACCESS-04'],
    ...refusing(({ name, signedInAt }, memory) =>
      leaversIn(memory).some((one) => name !== one.name && name.startsWith(one.name) && one.at > signedInAt),
    ),
  },
  {
    id: 'F-ACCESS-71',
    title: 'Who is removed from a group and added again does not read with the token of before',
    breaks: ['VAULT-ACCESS-04'],
    ...refusing(({ happened, last, signedInAt }) => {
      const removed = happened.find(({ what }) => /removed|left out/.test(what));
      return last?.what === 'added' && removed !== undefined && removed.at > signedInAt && removed.at < last.at;
    }),
  },
  {
    id: 'F-ACCESS-72',
    title: 'A user that a replace renames while it is inactive can sign in under its new name',
    breaks: ['VAULT-ACCESS-11', 'VAULT-ACCESS-18'],
    ...signingInAnyway(({ name, user, last }) => {
      const isNew = user !== undefined && user.names.length > 1 && user.names[0] !== name && user.names.at(-1) === name;
      return isNew && (last?.what === 'deactivated' || last?.what === 'created inactive');
    }),
  },
  {
    id: 'F-ACCESS-73',
    title: 'The deletion of a member of a group ends what the others read by it, until they sign in again',
    breaks: ['VAULT-ACCESS-39', 'VAULT-USER-44', 'VAULT-ACCESS-03', 'VAULT-ACCESS-04'],
    ...refusing(({ happened, signedInAt }, memory) => {
      const groups = happened.flatMap(({ group }) => group ?? []);
      return leaversIn(memory).some((one) => one.at > signedInAt && one.groups.some((id) => groups.includes(id)));
    }),
  },
];

/** The users that were deleted, each with the groups that it had joined. */
function leaversIn(memory: FaultContext['memory']): { name: string; at: number; groups: string[] }[] {
  return everySeen(memory)
    .filter(({ kind, deleted }) => kind === 'user' && deleted)
    .map(({ id, names }) => {
      const happened = (memory.get(`happened:${id}`) ?? []) as { at: number; group?: string }[];
      const groups = happened.flatMap(({ group }) => group ?? []);
      return { name: names.at(-1) ?? '', at: happened.at(-1)?.at ?? 0, groups };
    });
}

/** A defect that knows which groups were unlinked, and the names of their former SCIM clients. */
function knowingUnlinked(
  change: (...exchange: [FaultResponse, FaultRequest, FaultContext, Map<string, string>]) => Promise<FaultResponse>,
): Hooks {
  return knowingCallers({
    response: (response, request, context) => {
      const former = (context.memory.get('former') ?? new Map()) as Map<string, string>;
      if (response.status < 300 && matches({ method: WRITE, path: UNLINK_GROUP }, request)) {
        former.set(String(jsonOf(request)?.group_id), pathOf(request).split('/').at(-2) ?? '');
        context.memory.set('former', former);
      }
      return former.size === 0 ? response : change(response, request, context, former);
    },
  });
}
