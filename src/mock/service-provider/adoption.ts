import type { Entity, EntityAlias, Group } from '../identity/records.ts';
import type { ScimClient } from './client-registry.ts';
import type { GroupInput } from './group-input.ts';
import { checkMembers, isPrincipal, isReadableUnmanaged } from './ownership.ts';
import { uniqueness } from './scim-error.ts';
import type { ScimRequest } from './scim-request.ts';

interface AdoptedUser {
  readonly userName: string;
  readonly externalId: string;
  readonly active: boolean | undefined;
  readonly metadata: Record<string, string> | undefined;
}

/**
 * The unmanaged entity that a POST takes over: the one whose unmanaged alias on the client's mount has this name.
 * Its own name may differ (S9). Undefined when adoption is off or nothing matches.
 */
export function adoptableEntity(request: ScimRequest, userName: string): Entity | undefined {
  const { store, client, behaviour, faults } = request;
  const allowed = client.allowUserAdoption || faults.has('state-adoption-ignores-switch');
  if (!behaviour.clientSettings || !allowed || client.aliasMountAccessor === '') return undefined;
  const alias = store.aliasByFactors(client.aliasMountAccessor, userName);
  if (alias?.scimClientId !== '') return undefined;
  const entity = store.entity(alias.canonicalId);
  return entity?.scimClientId === '' ? entity : undefined;
}

/** Makes the entity a user of this client, under the same id. @throws ScimError 409 when it cannot be one */
export function adoptEntity(request: ScimRequest, entity: Entity, input: AdoptedUser): Entity {
  const { store, client, behaviour, faults } = request;
  const { assume } = behaviour;
  if (assume['own-principal'] === 'refused' && isPrincipal(request, entity.id)) {
    throw uniqueness(`userName ${input.userName} is already in use`);
  }
  if (entity.disabled && assume['adopt-disabled'] === '409') {
    throw uniqueness(`userName ${input.userName} belongs to a disabled entity`);
  }
  const holder = store.entityByName(input.userName);
  if (holder && holder !== entity) throw uniqueness(`userName ${input.userName} is already in use`);
  store.updateEntity(entity.id, {
    name: input.userName,
    externalId: input.externalId,
    disabled: input.active === false,
    ...(input.metadata ? { metadata: input.metadata } : {}),
    ...(faults.has('state-adoption-clears-policies') ? { policies: [] } : {}),
    scimClientId: client.clientId,
  });
  if (!faults.has('state-adoption-skips-alias')) claimAliases(request, entity.id);
  return entity;
}

/** Marks the aliases of an entity as managed by the client. */
export function claimAliases(request: Pick<ScimRequest, 'store' | 'client' | 'behaviour'>, entityId: string): void {
  const { store, client, behaviour } = request;
  for (const alias of [...store.aliasesOf(entityId)]) {
    const all = behaviour.assume['adopted-aliases'] === 'all';
    if (alias.scimClientId === '' && (all || isOnClientMount(alias, client))) {
      store.updateAlias(alias.id, { scimClientId: client.clientId });
    }
  }
}

/**
 * Takes over an unmanaged group by PUT, when `displayName` equals its name exactly (S9, S10).
 *
 * @throws ScimError 409 for another name, 400 for a member of somebody else
 */
export function adoptGroup(request: ScimRequest, group: Group, input: GroupInput): Group {
  const { store, client, behaviour } = request;
  if (input.displayName !== group.name) throw uniqueness('displayName has to equal the name of the group to adopt');
  const clears = behaviour.assume['adoption-members'] === 'clear';
  const memberIds = input.memberIds ?? (clears ? [] : undefined);
  checkMembers(request, memberIds ?? []);
  return store.updateGroup(group.id, {
    scimClientId: client.clientId,
    ...(memberIds === undefined ? {} : { memberEntityIds: memberIds }),
  });
}

/** The unmanaged group that a PUT may take over; undefined when the id is another one. */
export function adoptableGroup(request: ScimRequest, id: string): Group | undefined {
  const group = request.store.group(id);
  return group && isReadableUnmanaged(request, group) ? group : undefined;
}

function isOnClientMount(alias: EntityAlias, client: ScimClient): boolean {
  const accessor = alias.mountAccessor;
  return accessor === client.aliasMountAccessor || client.allowedExtraAliasMountAccessors.includes(accessor);
}
