import { asAdmin, callerOf, knowingCallers, readingWhileDisabled, scimClients, tokenIn } from '../callers.ts';
import { linkCallIn } from '../client-requests.ts';
import { answerWith, EMPTY_LIST, GROUP, jsonOf, matches, scimError, USER, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { filterOf } from '../filter-edits.ts';
import { knowingLinks } from '../link-states.ts';
import { prefixOf } from '../namespace-requests.ts';
import { ENTITY, everySeen, seenIn, VAULT_GROUP, watching } from '../scim-objects.ts';
import { isSingle, memberIds, NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';
import { unlinkEntity } from '../unmanaged.ts';
import { dataOf, lastSegment, listIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const SECRET = /\/data\/.+/;
const WRITE = ['POST', 'PUT'];

/** Defects that reset or keep what lies around the object of a change, or that tell linked objects from created ones. */
export const turnOfRecordFaults: Fault[] = [
  {
    id: 'F-N9B-40',
    title: 'The rename of a linked user leaves its alias at the alias mount',
    breaks: ['VAULT-LINK-03', 'VAULT-MAP-17'],
    since: SINCE,
    ...knowingLinks({
      response: async (response, request, context) => {
        const id = lastSegment(request);
        const client = context.memory.get(`linked ${id}`);
        if (!matches({ method: 'PUT', path: USER }, request) || response.status > 299 || !client) return response;
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`));
        const owned = (listIn(entity, 'aliases') as Json[]).filter((alias) => alias.scim_client_id !== '');
        const former = context.memory.get(`name ${id}`);
        if (owned.length === 0 || listIn(entity, 'direct_group_ids').length > 0 || former === undefined)
          return response;
        await unlinkEntity(context, client, id);
        for (const alias of owned) {
          await asAdmin(context, 'POST', `identity/entity-alias/id/${String(alias.id)}`, { name: former });
        }
        await asAdmin(context, 'POST', `identity/scim/client/${String(client)}/link-entity`, { entity_id: id });
        return response;
      },
      request: async (request, context) => {
        const id = lastSegment(request);
        if (!matches({ method: 'PUT', path: USER }, request) || !context.memory.has(`linked ${id}`)) return request;
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`));
        const [alias] = (listIn(entity, 'aliases') as Json[]).filter((one) => one.scim_client_id !== '');
        if (alias) context.memory.set(`name ${id}`, alias.name);
        return request;
      },
    }),
  },
  {
    id: 'F-N9B-41',
    title: 'The removal of a member of a linked group by a value filter is acknowledged and not made',
    breaks: ['VAULT-LINK-04', 'VAULT-MAP-37'],
    since: SINCE,
    ...knowingLinks({
      request: async (request, context) => {
        if (!matches({ method: 'PATCH', path: GROUP }, request) || !isSingle(request, 'remove', /^members\[/)) {
          return request;
        }
        if (!context.memory.has(`linked ${lastSegment(request)}`)) return request;
        return (await resourceAt(request, context)).id === undefined ? request : NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-N9B-42',
    title: 'A replace of a linked group does not rename it',
    breaks: ['VAULT-LINK-04', 'VAULT-MAP-34'],
    since: SINCE,
    ...knowingLinks({
      request: async (request, context) => {
        const body = matches({ method: 'PUT', path: GROUP }, request) ? jsonOf(request) : null;
        if (!body || !context.memory.has(`linked ${lastSegment(request)}`)) return request;
        const { displayName } = await resourceAt(request, context);
        return displayName === undefined ? request : withJson(request, { ...body, displayName });
      },
    }),
  },
  {
    id: 'F-N9B-43',
    title: 'A linked user that is deactivated goes on reading with the token that it has',
    breaks: ['VAULT-LINK-03', 'VAULT-ACCESS-10'],
    since: SINCE,
    ...knowingLinks(readingWhileDisabled((id, { memory }) => memory.has(`linked ${id}`))),
  },
  {
    id: 'F-N9B-44',
    title: 'An inactive user that is unlinked reads again with the token that it has',
    breaks: ['VAULT-LINK-18', 'VAULT-MAP-47', 'VAULT-ACCESS-10'],
    since: SINCE,
    ...knowingLinks(readingWhileDisabled((id, { memory }) => memory.has(`unlinked ${id}`))),
  },
  {
    id: 'F-N9B-45',
    title: 'The policies of a linked group do not count for its members',
    breaks: ['VAULT-LINK-04', 'VAULT-ACCESS-03'],
    since: SINCE,
    ...knowingLinks({
      response: async (response, request, context) => {
        if (!matches({ method: 'GET', path: SECRET, status: 200 }, request, response)) return response;
        const caller = await callerOf(context, request);
        if (!caller?.entityId) return response;
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
        const linked = listIn(entity, 'group_ids').filter((id) => context.memory.has(`linked ${id}`));
        return linked.length === 0 ? response : withoutPolicies(context, request, 'group', linked);
      },
    }),
  },
  {
    id: 'F-N9B-46',
    title: 'The rename of an inactive user empties the policies of its entity',
    breaks: ['VAULT-MAP-23'],
    ...afterScim({ method: 'PUT', path: USER }, async (request, context) => {
      const path = `identity/entity/id/${lastSegment(request)}`;
      const { disabled } = dataOf(await asAdmin(context, 'GET', path));
      if (disabled === true) await asAdmin(context, 'POST', path, { policies: [] });
    }),
  },
  {
    id: 'F-N9B-47',
    title: 'A replace that empties a group empties its policies too',
    breaks: ['VAULT-MAP-38'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: 'PUT', path: GROUP }, request)) return request;
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${lastSegment(request)}`));
        context.memory.set(`members ${lastSegment(request)}`, listIn(group, 'member_entity_ids').length);
        return request;
      },
      response: async (response, request, context) => {
        if (!matches({ method: 'PUT', path: GROUP }, request) || response.status > 299) return response;
        const path = `identity/group/id/${lastSegment(request)}`;
        const left = listIn(dataOf(await asAdmin(context, 'GET', path)), 'member_entity_ids').length;
        const had = Number(context.memory.get(`members ${lastSegment(request)}`));
        if (left === 0 && had > 0) await asAdmin(context, 'POST', path, { policies: [] });
        return response;
      },
    }),
  },
  {
    id: 'F-N9B-48',
    title: 'The deletion of a group empties the policies of the entities of its members',
    breaks: ['VAULT-GROUP-30'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: 'DELETE', path: GROUP }, request)) return request;
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${lastSegment(request)}`));
        context.memory.set(`members ${lastSegment(request)}`, listIn(group, 'member_entity_ids'));
        return request;
      },
      response: async (response, request, context) => {
        if (!matches({ method: 'DELETE', path: GROUP }, request) || response.status > 299) return response;
        const members = context.memory.get(`members ${lastSegment(request)}`) as unknown[] | undefined;
        for (const id of members ?? []) await asAdmin(context, 'POST', `identity/entity/id/${id}`, { policies: [] });
        return response;
      },
    }),
  },
  {
    id: 'F-N9B-49',
    title: 'A patch that adds a member empties the policies of its entity',
    breaks: ['VAULT-GPATCH-24'],
    ...afterScim({ method: 'PATCH', path: GROUP }, async (request, context) => {
      for (const { op, value } of operationsOf(request)) {
        for (const id of op === 'add' ? memberIds({ members: value }) : []) {
          await asAdmin(context, 'POST', `identity/entity/id/${id}`, { policies: [] });
        }
      }
    }),
  },
  {
    id: 'F-N9B-50',
    title: 'A replace with an inactive member empties the policies of the other groups of that one',
    breaks: ['VAULT-GROUP-29'],
    ...afterScim({ method: 'PUT', path: GROUP }, async (request, context) => {
      for (const id of memberIds(jsonOf(request) ?? {})) {
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`));
        for (const group of entity.disabled === true ? listIn(entity, 'direct_group_ids') : []) {
          if (group === lastSegment(request)) continue;
          await asAdmin(context, 'POST', `identity/group/id/${group}`, { policies: [] });
        }
      }
    }),
  },
  {
    id: 'F-N9B-51',
    title: 'A create that takes an entity over empties the policies of the groups of administrators that hold it',
    breaks: ['VAULT-ADOPT-27'],
    since: SINCE,
    ...afterScim({ method: 'POST', path: USERS }, async (_, context, response) => {
      const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${String(jsonOf(response)?.id)}`));
      for (const id of listIn(entity, 'direct_group_ids')) {
        await asAdmin(context, 'POST', `identity/group/id/${id}`, { policies: [] });
      }
    }),
  },
  {
    id: 'F-N9B-52',
    title: 'Linking a group empties the policies of the entities in it',
    breaks: ['VAULT-LINK-16'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        const call = response.status < 300 ? linkCallIn(request) : null;
        if (call?.action !== 'link' || call.kind !== 'group') return response;
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${call.id}`));
        for (const id of listIn(group, 'member_entity_ids')) {
          await asAdmin(context, 'POST', `identity/entity/id/${id}`, { policies: [] });
        }
        return response;
      },
    }),
  },
  {
    id: 'F-N9B-53',
    title: 'Unlinking a user empties the policies of the groups that it leaves',
    breaks: ['VAULT-LINK-17'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const call = linkCallIn(request);
        if (call?.action !== 'unlink' || call.kind !== 'entity') return request;
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${call.id}`));
        context.memory.set(`groups ${call.id}`, listIn(entity, 'direct_group_ids'));
        return request;
      },
      response: async (response, request, context) => {
        const call = response.status < 300 ? linkCallIn(request) : null;
        const groups = (call && context.memory.get(`groups ${call.id}`)) as unknown[] | null | undefined;
        if (call?.action !== 'unlink') return response;
        for (const id of groups ?? []) await asAdmin(context, 'POST', `identity/group/id/${id}`, { policies: [] });
        return response;
      },
    }),
  },
  {
    id: 'F-N9B-54',
    title: 'A policy of the entity does not count any more when its user was deactivated and activated',
    breaks: ['VAULT-ACCESS-23'],
    ...watching(
      knowingCallers({
        response: async (response, request, context) => {
          if (!matches({ method: 'GET', path: SECRET, status: 200 }, request, response)) return response;
          const caller = await callerOf(context, request);
          const changes = seenIn(context.memory, caller?.entityId)?.changes ?? [];
          const wasInactive = changes.some((one) => activeIn(one) === false);
          return wasInactive ? withoutPolicies(context, request, 'entity', [caller?.entityId]) : response;
        },
      }),
    ),
  },
  {
    id: 'F-N9B-55',
    title: 'A user that is replaced while inactive reads again with the token that it has',
    breaks: ['VAULT-ACCESS-10', 'VAULT-MAP-47'],
    ...watching(
      readingWhileDisabled((id, { memory }) => {
        const [last, before] = [...(seenIn(memory, id)?.changes ?? [])].reverse();
        return last?.method === 'PUT' && before !== undefined && activeIn(before) === false;
      }),
    ),
  },
  {
    id: 'F-N9B-56',
    title: 'The second deactivation of a user leaves its token reading',
    breaks: ['VAULT-ACCESS-10'],
    ...watching(
      readingWhileDisabled((id, { memory }) => {
        const set = (seenIn(memory, id)?.changes ?? []).map(activeIn).filter((active) => active !== undefined);
        return set.filter((active, i) => active === false && set[i - 1] !== false).length > 1;
      }),
    ),
  },
  {
    id: 'F-N9B-57',
    title: 'In a child namespace a create that is refused, for user adoption is off, takes the entity over',
    breaks: ['VAULT-ADOPT-02'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        const prefix = prefixOf(request);
        if (prefix === '' || !matches({ method: 'POST', path: USERS, status: 409 }, request, response)) return response;
        const caller = await callerOf(context, request);
        const clients = await scimClients(context, prefix);
        const client = clients.find((one) => one.access_grant_principal === caller?.entityId);
        const found = await asAdmin(context, 'POST', `${prefix}identity/lookup/entity`, {
          alias_name: jsonOf(request)?.userName,
          alias_mount_accessor: client?.alias_mount_accessor,
        });
        const { id, scim_client_id: owner } = dataOf(found);
        if (!client || !id || owner !== '') return response;
        const path = `${prefix}identity/scim/client/${String(client.name)}/link-entity`;
        await asAdmin(context, 'POST', path, { entity_id: id });
        return response;
      },
    }),
  },
  {
    id: 'F-N9B-58',
    title: 'The deletion of a user takes its externalId from the index, also for a user of another SCIM client',
    breaks: ['VAULT-ISOL-32', 'VAULT-FILTER-03'],
    ...watching({
      request: (request, { memory }) => {
        const filtered = matches({ method: 'GET', path: USERS }, request)
          ? /^externalId eq "(.+)"$/.exec(filterOf(request) ?? '')?.[1]
          : undefined;
        if (filtered === undefined) return request;
        const [deleted, left] = [true, false].map((isDeleted) =>
          everySeen(memory).find((seen) => seen.deleted === isDeleted && seen.sent.externalId === filtered),
        );
        return deleted && left && tokenIn(deleted.by) !== tokenIn(left.by) ? answerWith(200, EMPTY_LIST) : request;
      },
    }),
  },
  {
    id: 'F-N9B-59',
    title: 'An unmanaged group that holds a SCIM group can be neither deleted nor emptied of it',
    breaks: ['VAULT-ADMIN-24'],
    ...watching({
      request: async (request, { memory, send }) => {
        if (!matches({ method: [...WRITE, 'DELETE'], path: VAULT_GROUP }, request)) return request;
        const stored = dataOf(await send({ ...request, method: 'GET', body: Buffer.alloc(0) }));
        const held = listIn(stored, 'member_group_ids').filter((id) => seenIn(memory, id)?.deleted === false);
        const wanted = jsonOf(request)?.member_group_ids;
        const loses = Array.isArray(wanted) && held.some((id) => !wanted.includes(id));
        return held.length > 0 && (request.method === 'DELETE' || loses)
          ? vaultError(403, 'SCIM-managed resources must be modified through SCIM')
          : request;
      },
    }),
  },
  {
    id: 'F-N9B-60',
    title: 'The name that a refused rename of an entity wanted is taken for users',
    breaks: ['VAULT-ADMIN-06'],
    ...knowingCallers({
      response: (response, request, { memory }) => {
        const name = matches({ method: WRITE, path: ENTITY, status: 400 }, request, response)
          ? jsonOf(request)?.name
          : undefined;
        if (name !== undefined) memory.set(`wanted ${name}`, true);
        return response;
      },
      request: (request, { memory }) =>
        matches({ method: 'POST', path: USERS }, request) && memory.has(`wanted ${jsonOf(request)?.userName}`)
          ? scimError(409, 'userName is already in use', 'uniqueness')
          : request,
    }),
  },
];

/** Acts after a SCIM request that succeeded. */
function afterScim(
  where: { method: string; path: RegExp },
  act: (request: FaultRequest, context: FaultContext, response: FaultResponse) => Promise<unknown>,
): Hooks {
  return knowingCallers({
    response: async (response, request, context) => {
      if (matches(where, request) && response.status < 300) await act(request, context, response);
      return response;
    },
  });
}

/** `active` that a change of a user sets; undefined where it says nothing of it. */
function activeIn(request: FaultRequest): unknown {
  if (request.method === 'PUT') return jsonOf(request)?.active;
  return operationsOf(request).find(({ path }) => path === 'active')?.value;
}

/** The answer while some objects have no policies; they have them again afterwards. */
async function withoutPolicies(
  context: FaultContext,
  request: FaultRequest,
  kind: 'entity' | 'group',
  ids: unknown[],
): Promise<FaultResponse> {
  const before = new Map<string, unknown[]>();
  for (const id of ids.map(String)) {
    const path = `identity/${kind}/id/${id}`;
    before.set(path, listIn(dataOf(await asAdmin(context, 'GET', path)), 'policies'));
    await asAdmin(context, 'POST', path, { policies: [] });
  }
  const response = await context.send(request);
  for (const [path, policies] of before) await asAdmin(context, 'POST', path, { policies });
  return response;
}
