import { serving } from '../access-watch.ts';
import { knowingAdopted } from '../adoption/adopted-objects.ts';
import { scimClients } from '../callers.ts';
import { authMounts } from '../client-requests.ts';
import { jsonOf, matches, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import {
  aliasesIn,
  ENTITY,
  ENTITY_BY_NAME,
  everySeen,
  MERGE,
  type Seen,
  seenAt,
  seenByName,
  seenIn,
  throughScim,
  wasChangedBy,
  watching,
} from '../scim-objects.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { askVault, dataOf, lastSegment, nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const WRITE = ['POST', 'PUT'];

/** Defects of the entities and aliases of users, of who may change them, and of their adoption. */
export const userEntityFaults: Fault[] = [
  {
    id: 'F-B5-28',
    title: 'The alias of a user is on the first auth mount of the type of the alias mount',
    breaks: ['VAULT-MAP-12', 'VAULT-MAP-18'],
    ...showingAliases(async (alias, request, context) => {
      const mounts = await authMounts(request, context);
      const type = mounts.get(alias.mount_accessor)?.type;
      const first = [...mounts].find(([, mount]) => mount.type === type);
      if (first) alias.mount_accessor = first[0];
    }),
  },
  {
    id: 'F-B5-29',
    title: 'On a mount that several SCIM clients share every alias carries the mark of the first of them',
    breaks: ['VAULT-MAP-14'],
    ...showingAliases(async (alias, _request, context) => {
      const sharing = (await scimClients(context)).filter(
        (client) => client.alias_mount_accessor === alias.mount_accessor,
      );
      if (sharing.length > 1 && sharing[0]?.client_id) alias.scim_client_id = sharing[0].client_id;
    }),
  },
  {
    id: 'F-B5-30',
    title: 'The entity of a renamed user is read by its first name only',
    breaks: ['VAULT-MAP-16', 'VAULT-ADMIN-01'],
    ...watching({
      request: (request, { memory }) => {
        if (!matches({ method: 'GET', path: ENTITY_BY_NAME }, request)) return request;
        const name = lastSegment(request);
        const holder = seenByName(memory, name);
        if (holder) return holder.names[0] === name ? request : vaultError(404);
        const former = everySeen(memory).find(({ deleted, names }) => !deleted && names[0] === name);
        return former ? { ...request, url: request.url.replace(/name\/[^/]+$/, `id/${former.id}`) } : request;
      },
    }),
  },
  {
    id: 'F-B5-31',
    title: 'After a replace of the user an administrator can rename its entity',
    breaks: ['VAULT-ADMIN-06'],
    ...guarding(async (seen, request, { send }) => {
      const name = WRITE.includes(request.method) ? jsonOf(request)?.name : undefined;
      if (typeof name !== 'string' || !wasChangedBy(seen, 'PUT')) return request;
      const last = jsonOf(seen.changes.findLast(({ method }) => method === 'PUT') ?? seen.by) ?? {};
      await send(throughScim(seen, 'PUT', { ...last, userName: name }));
      return NOTHING_DONE;
    }),
  },
  {
    id: 'F-B5-32',
    title: 'A SCIM-managed entity that an administrator gave policies can be deleted by its id',
    breaks: ['VAULT-ADMIN-07'],
    ...guarding(async (seen, request, context) => {
      if (request.method !== 'DELETE') return request;
      const { policies } = dataOf(await askVault(context, request, 'GET', `identity/entity/id/${seen.id}`));
      if (!Array.isArray(policies) || policies.length === 0) return request;
      await context.send(throughScim(seen, 'DELETE'));
      return NOTHING_DONE;
    }),
  },
  {
    id: 'F-B5-33',
    title: 'An empty list of policies leaves those of a SCIM-managed entity as they are',
    breaks: ['VAULT-ADMIN-04'],
    ...guarding((_seen, request) => {
      const policies = WRITE.includes(request.method) ? jsonOf(request)?.policies : undefined;
      return Array.isArray(policies) && policies.length === 0 ? NOTHING_DONE : request;
    }),
  },
  {
    id: 'F-B5-34',
    title: 'Another entity can be merged into that of an inactive user',
    breaks: ['VAULT-ADMIN-16'],
    since: '2.0.4',
    ...watching({
      request: async (request, context) => {
        const body = matches({ method: WRITE, path: MERGE }, request) ? jsonOf(request) : null;
        const target = seenIn(context.memory, body?.to_entity_id);
        const from = Array.isArray(body?.from_entity_ids) ? body.from_entity_ids : [];
        if (!target || from.some((id) => seenIn(context.memory, id))) return request;
        const entity = dataOf(await askVault(context, request, 'GET', `identity/entity/id/${target.id}`));
        if (entity.disabled !== true) return request;
        for (const id of from) await askVault(context, request, 'DELETE', `identity/entity/id/${id}`);
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-B5-35',
    title: 'An unmanaged entity with an alias on the alias mount of a SCIM client cannot be renamed',
    breaks: ['VAULT-ADMIN-23', 'VAULT-LINK-15'],
    ...knowingAdopted({
      request: async (request, context) => {
        const isRename = matches({ method: WRITE, path: ENTITY }, request) && jsonOf(request)?.name !== undefined;
        if (!isRename) return request;
        const entity = dataOf(await askVault(context, request, 'GET', `identity/entity/id/${lastSegment(request)}`));
        const accessors = (await scimClients(context)).map((client) => client.alias_mount_accessor);
        const isMeant = aliasesIn(entity).some(({ mount_accessor: accessor }) => accessors.includes(accessor));
        return isMeant && !entity.scim_client_id ? vaultError(403, 'the entity is managed by SCIM') : request;
      },
    }),
  },
  {
    id: 'F-B5-36',
    title: 'The token of a deleted user reads again when a user of that name is provisioned again',
    breaks: ['VAULT-ACCESS-19'],
    ...serving(({ name, user, signedInAt, hasRead }, memory) => {
      const gone = everySeen(memory).filter(
        ({ kind, names, deleted }) => kind === 'user' && deleted && names.includes(name),
      );
      const deletedAt = gone.map(
        ({ id }) => (memory.get(`happened:${id}`) as { at: number }[] | undefined)?.at(-1)?.at ?? 0,
      );
      return hasRead && user?.deleted === false && deletedAt.some((at) => at > signedInAt);
    }),
  },
];

/** Defect of the aliases of users as reads of their entities show them. */
function showingAliases(change: (alias: Json, request: FaultRequest, context: FaultContext) => Promise<void>): Hooks {
  return watching(
    knowingAdopted({
      response: async (response, request, context) => {
        const body = matches({ method: 'GET', path: ENTITY, status: 200 }, request, response) ? jsonOf(response) : null;
        const data = nestedIn(body, 'data');
        if (!body || !seenIn(context.memory, data.id)) return response;
        for (const alias of aliasesIn(data)) await change(alias, request, context);
        return withJson(response, body);
      },
    }),
  );
}

/** Defect of what administrators do to the entity of a user by its id. */
function guarding(
  act: (
    seen: Seen,
    request: FaultRequest,
    context: FaultContext,
  ) => Promise<FaultRequest | FaultResponse> | FaultRequest | FaultResponse,
): Hooks {
  return watching({
    request: (request, context) => {
      const seen = seenAt({ path: ENTITY }, request, context.memory);
      return seen ? act(seen, request, context) : request;
    },
  });
}
