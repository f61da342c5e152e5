import { asAdmin, knowingCallers, scimClients } from '../callers.ts';
import { jsonOf, matches, USER, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { namespaceOf, prefixOf } from '../namespace-requests.ts';
import {
  BATCH_DELETE,
  ENTITY,
  ENTITY_BY_NAME,
  everySeen,
  MERGE,
  type Seen,
  seenAt,
  seenByName,
  seenIn,
  throughScim,
  VAULT_GROUP,
  VAULT_GROUP_BY_NAME,
  watching,
} from '../scim-objects.ts';
import { NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';
import { dataOf, lastSegment, listIn, nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const WRITE = ['POST', 'PUT'];
const ENTITY_LIST = /\/identity\/entity\/(id|name)$/;
const ENTITIES = /\/identity\/entity(\/(id|name)\/[^/]+)?$/;
const GROUP_OR_NAME = /\/identity\/group\/(id|name)\/[^/]+$/;

/** Defects of the border between administrators and SCIM that need a history, or more than one thing at once. */
export const administratorTurnFaults: Fault[] = [
  {
    id: 'F-IAA-01',
    title: 'An administrator can rename an entity back to the userName with which its user was created',
    breaks: ['VAULT-ADMIN-06'],
    ...watching({
      request: async (request, { memory, send }) => {
        const seen = seenAt({ method: WRITE, path: ENTITY }, request, memory);
        const name = jsonOf(request)?.name;
        if (seen?.kind !== 'user' || name !== seen.names[0] || name === seen.names.at(-1)) return request;
        await send(throughScim(seen, 'PUT', { userName: name }));
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-IAA-03',
    title: 'An administrator can set the members of a SCIM-managed group back to those with which it was created',
    breaks: ['VAULT-ADMIN-11'],
    ...pastTheGroupGuard(VAULT_GROUP, ({ member_entity_ids: wanted }, group, { memory }) => {
      const made = listIn(seenIn(memory, group.id)?.sent ?? null, 'members').map((member) => (member as Json).value);
      const now = listIn(group, 'member_entity_ids');
      return Array.isArray(wanted) && wanted.length > 0 && isSame(wanted, made) && !isSame(wanted, now);
    }),
  },
  {
    id: 'F-IAA-04',
    title: 'A write of an administrator that sets policies of a SCIM-managed group sets its members too',
    breaks: ['VAULT-ADMIN-10', 'VAULT-ADMIN-11'],
    ...pastTheGroupGuard(
      VAULT_GROUP,
      ({ member_entity_ids: members, policies }) => members !== undefined && policies !== undefined,
    ),
  },
  {
    id: 'F-IAA-05',
    title: 'A write by name of an administrator fills a SCIM-managed group without members',
    breaks: ['VAULT-ADMIN-12'],
    ...pastTheGroupGuard(
      VAULT_GROUP_BY_NAME,
      ({ member_entity_ids: wanted }, group) => wanted !== undefined && listIn(group, 'member_entity_ids').length === 0,
    ),
  },
  {
    id: 'F-IAA-06',
    title: 'A batch delete takes deactivated users along',
    breaks: ['VAULT-ADMIN-20'],
    ...watching({
      request: async (request, context) => {
        const named = matches({ method: WRITE, path: BATCH_DELETE }, request) ? jsonOf(request) : null;
        let isAny = false;
        for (const id of listIn(named, 'entity_ids')) {
          const seen = seenIn(context.memory, id);
          if (!seen || (await resourceAt({ ...seen.by, url: `${seen.by.url}/${id}` }, context)).active !== false)
            continue;
          await context.send(throughScim(seen, 'DELETE'));
          isAny = true;
        }
        return isAny ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-IAA-07',
    title: 'A merge that is refused for a SCIM-managed entity has handed over the policies',
    breaks: ['VAULT-ADMIN-15', 'VAULT-ADMIN-16', 'VAULT-ADMIN-17'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const sent = matches({ method: WRITE, path: MERGE, status: 400 }, request, response) ? jsonOf(request) : null;
        const read = async (id: unknown) => dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`));
        const target = await read(sent?.to_entity_id);
        const sources = await Promise.all(listIn(sent, 'from_entity_ids').map(read));
        if (![target, ...sources].some((entity) => entity.scim_client_id)) return response;
        const policies = [target, ...sources].flatMap((entity) => listIn(entity, 'policies'));
        await asAdmin(context, 'POST', `identity/entity/id/${target.id}`, { policies });
        return response;
      },
    }),
  },
  {
    id: 'F-IAA-08',
    title: 'An administrator cannot change a group of its own any more as soon as it holds a user',
    breaks: ['VAULT-ADMIN-24'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: [...WRITE, 'DELETE'], path: GROUP_OR_NAME }, request)) return request;
        const path = request.url.replace(/^\/v1\//, '');
        const group = dataOf(await asAdmin(context, 'GET', path));
        if (group.scim_client_id !== '') return request;
        for (const id of listIn(group, 'member_entity_ids')) {
          const member = dataOf(await asAdmin(context, 'GET', `${prefixOf(request)}identity/entity/id/${id}`));
          if (member.scim_client_id) return vaultError(403, 'the group holds SCIM-managed entities');
        }
        return request;
      },
    }),
  },
  {
    id: 'F-IAA-09',
    title: 'An administrator cannot give an entity the name that a deleted user had',
    breaks: ['VAULT-ADMIN-23'],
    ...watching({
      request: (request, { memory }) => {
        const inPath = ENTITY_BY_NAME.test(request.url) ? lastSegment(request) : undefined;
        const name = jsonOf(request)?.name ?? inPath;
        const isFormer = everySeen(memory).some(
          (seen) =>
            seen.kind === 'user' && seen.deleted && seen.names.at(-1) === name && isSameNamespace(seen, request),
        );
        return isFormer && matches({ method: WRITE, path: ENTITIES }, request)
          ? vaultError(400, 'the name belonged to a SCIM-managed entity')
          : request;
      },
    }),
  },
  {
    id: 'F-IAA-10',
    title: "Deactivated users are left out of the administrator's list of entities",
    breaks: ['VAULT-ADMIN-03'],
    response: async (response, request) => {
      const body = matches({ path: ENTITY_LIST, status: 200 }, request, response) ? jsonOf(response) : null;
      const data = nestedIn(body, 'data');
      if (!body || !Array.isArray(data.keys)) return response;
      const info = nestedIn(data, 'key_info') as Record<string, Json>;
      const isHidden = (key: string) =>
        info[key]?.disabled === true &&
        listIn(info[key] ?? null, 'aliases').some((alias) => (alias as Json).scim_client_id);
      data.keys = (data.keys as string[]).filter((key) => !isHidden(key));
      return withJson(response, body);
    },
  },
  {
    id: 'F-IAA-11',
    title: 'An administrator cannot take the last policy off what SCIM manages',
    breaks: ['VAULT-ADMIN-04', 'VAULT-ADMIN-05'],
    ...watching({
      request: (request, { memory }) => {
        const seen =
          seenAt({ method: WRITE, path: ENTITY }, request, memory) ??
          seenAt({ method: WRITE, path: VAULT_GROUP }, request, memory);
        const policies = jsonOf(request)?.policies;
        return seen && Array.isArray(policies) && policies.length === 0 ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-IAA-12',
    title: 'The reactivation of a user brings back the policies that its entity had at the deactivation',
    breaks: ['VAULT-MAP-24'],
    ...knowingCallers({
      response: async (response, request, context) => {
        if (response.status >= 300 || !matches({ method: 'PATCH', path: USER }, request)) return response;
        const active = operationsOf(request).find(({ path }) => path === 'active')?.value;
        const id = lastSegment(request);
        const path = `${prefixOf(request)}identity/entity/id/${id}`;
        if (active === false)
          context.memory.set(`policies ${id}`, dataOf(await asAdmin(context, 'GET', path)).policies);
        const kept = context.memory.get(`policies ${id}`);
        if (active === true && kept !== undefined) await asAdmin(context, 'POST', path, { policies: kept });
        return response;
      },
    }),
  },
  {
    id: 'F-IAA-13',
    title: 'The removal of its last member takes the policies off a group',
    breaks: ['VAULT-MAP-39'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const isRemoval =
          matches({ method: 'PATCH' }, request) && operationsOf(request).some(({ op }) => op === 'remove');
        if (!isRemoval || response.status >= 300) return response;
        const path = `${prefixOf(request)}identity/group/id/${lastSegment(request)}`;
        const group = dataOf(await asAdmin(context, 'GET', path));
        if (listIn(group, 'member_entity_ids').length === 0) await asAdmin(context, 'POST', path, { policies: [] });
        return response;
      },
    }),
  },
  {
    id: 'F-IAA-14',
    title: 'In a child namespace an administrator can rename and delete deactivated users',
    breaks: ['VAULT-NS-19'],
    ...watching({
      request: async (request, context) => {
        const { memory, send } = context;
        const byId = seenAt({ method: [...WRITE, 'DELETE'], path: ENTITY }, request, memory);
        const isByName = matches({ method: 'DELETE', path: ENTITY_BY_NAME }, request);
        const seen = byId ?? (isByName ? seenByName(memory, lastSegment(request)) : undefined);
        if (!seen || seen.namespace === '' || !isSameNamespace(seen, request)) return request;
        const user = await resourceAt({ ...seen.by, url: `${seen.by.url}/${seen.id}` }, context);
        if (user.active !== false) return request;
        const name = jsonOf(request)?.name;
        if (request.method === 'DELETE') await send(throughScim(seen, 'DELETE'));
        else if (name !== undefined) await send(throughScim(seen, 'PUT', { userName: name, active: false }));
        else return request;
        return NOTHING_DONE;
      },
    }),
  },
];

/** Some writes of the members of a SCIM-managed group pass the guard. */
function pastTheGroupGuard(path: RegExp, applies: (sent: Json, group: Json, context: FaultContext) => boolean): Hooks {
  return watching(
    knowingCallers({
      request: async (request, context): Promise<FaultRequest | FaultResponse> => {
        const sent = matches({ method: WRITE, path }, request) ? jsonOf(request) : null;
        if (sent?.member_entity_ids === undefined) return request;
        const group = dataOf(await asAdmin(context, 'GET', `${request.url.replace(/^\/v1\//, '')}`));
        if (!group.scim_client_id || !applies(sent, group, context)) return request;
        const owner = (await scimClients(context)).find((client) => client.client_id === group.scim_client_id);
        const call = `identity/scim/client/${owner?.name}`;
        await asAdmin(context, 'POST', `${call}/unlink-group`, { group_id: group.id });
        const written = await context.send(request);
        await asAdmin(context, 'POST', `${call}/link-group`, { group_id: group.id });
        return written;
      },
    }),
  );
}

function isSame(ids: unknown[], others: unknown[]): boolean {
  return ids.length === others.length && ids.every((id) => others.includes(id));
}

function isSameNamespace(seen: Seen, request: FaultRequest): boolean {
  return seen.namespace === namespaceOf(request);
}
