import type { Entity, EntityAlias } from '../identity/records.ts';
import { adoptableEntity, adoptEntity } from './adoption.ts';
import { isActive } from './representation.ts';
import { invalidValue, mutability, ScimError, uniqueness } from './scim-error.ts';
import type { ScimRequest } from './scim-request.ts';
import { shadowOf } from './shadow.ts';
import type { UserInput } from './user-input.ts';

/** The wanted state of a user; undefined leaves what is there. */
export interface UserChange {
  userName?: string;
  externalId?: string;
  active?: boolean;
  metadata?: Record<string, string>;
}

/**
 * Creates the entity, and its alias when the client has a mount (Vault API documentation, SCIM, "Create user"), or
 * adopts the entity that signs in under this name.
 *
 * @throws ScimError 400 without externalId, 409 `uniqueness` for a taken name
 */
export function createUser(request: ScimRequest, input: UserInput): Entity {
  const { store, client, faults } = request;
  const { userName, externalId } = input;
  if (externalId === undefined) throw invalidValue('externalId is required');
  checkExternalId(request, externalId, undefined);
  const adoptable = adoptableEntity(request, userName);
  if (adoptable) return adoptEntity(request, adoptable, { ...input, externalId });
  const accessor = client.aliasMountAccessor;
  const halfway = faults.has('state-create-half');
  if (store.entityByName(userName)) throw uniqueness(`userName ${userName} is already in use`);
  const aliasTaken = accessor !== '' && store.aliasByFactors(accessor, userName) !== undefined;
  if (aliasTaken && !halfway) throw uniqueness(`an alias named ${userName} already exists on the mount of this client`);
  const entity = store.createEntity({
    name: userName,
    externalId,
    disabled: input.active === false,
    metadata: orNull(input.metadata ?? {}),
    scimClientId: client.clientId,
  });
  if (aliasTaken) throw uniqueness(`an alias named ${userName} already exists on the mount of this client`);
  if (accessor !== '') {
    store.createAlias({
      name: userName,
      mountAccessor: accessor,
      canonicalId: entity.id,
      scimClientId: client.clientId,
    });
  }
  return entity;
}

/** @throws ScimError 400 `mutability` for another externalId, 409 for a taken name; nothing is changed then */
export function replaceUser(request: ScimRequest, entity: Entity, input: UserInput): void {
  const { assume } = request.behaviour;
  const change: UserChange = { userName: input.userName };
  if (input.externalId !== undefined) change.externalId = input.externalId;
  else if (assume['put-without-external-id'] === 'reject') throw invalidValue('externalId is required');
  if (input.active !== undefined) change.active = input.active;
  else if (assume['put-without-active'] === 'true') change.active = true;
  if (input.metadata !== undefined) change.metadata = input.metadata;
  else if (assume['put-without-extension'] === 'clear') change.metadata = {};
  changeUser(request, entity, change);
}

/** Applies all of a change or nothing. @throws ScimError as `replaceUser` */
export function changeUser(request: ScimRequest, entity: Entity, change: UserChange): void {
  const { store, faults } = request;
  const externalId = acceptedExternalId(request, entity, change.externalId);
  const renamed = change.userName !== undefined && change.userName !== entity.name ? change.userName : undefined;
  const oldName = entity.name;
  let alias: EntityAlias | undefined;
  if (renamed !== undefined) {
    const holder = store.entityByName(renamed);
    if (holder && holder !== entity) throw uniqueness(`userName ${renamed} is already in use`);
    if (faults.has('state-put-half-applied') && change.active !== undefined) {
      store.updateEntity(entity.id, { disabled: !change.active });
    }
    alias = aliasToRename(request, entity, renamed);
  }
  const disabled = disabledAfter(request, entity, change.active);
  const metadata = changedMetadata(entity, change.metadata);
  if (renamed === undefined && externalId === undefined && disabled === undefined && metadata === undefined) return;
  store.updateEntity(entity.id, {
    ...(renamed === undefined ? {} : { name: renamed }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(disabled === undefined ? {} : { disabled }),
    ...(metadata === undefined ? {} : { metadata: orNull(metadata) }),
    ...(faults.has('state-update-clears-policies') ? { policies: [] } : {}),
  });
  if (alias && renamed !== undefined && !faults.has('state-rename-keeps-alias')) {
    store.updateAlias(alias.id, { name: renamed });
  }
  if (renamed !== undefined && faults.has('state-filter-finds-old-name')) {
    shadowOf(request.namespace).oldNames.set(oldName.toLowerCase(), entity.id);
  }
  if (disabled === true && faults.has('state-disable-drops-memberships')) {
    for (const group of store.groupsOf(entity.id).direct) store.changeMembers(group.id, { remove: [entity.id] });
  }
}

/** Removes the entity, its aliases and its memberships (Vault API documentation, SCIM, "Delete user"). */
export function deleteUser(request: ScimRequest, entity: Entity): void {
  const { store, faults } = request;
  if (faults.has('state-user-delete-keeps-entity')) {
    store.updateEntity(entity.id, { scimClientId: '' });
    return;
  }
  if (faults.has('state-user-delete-only-disables')) {
    store.updateEntity(entity.id, { scimClientId: '', disabled: true });
    return;
  }
  const groups = store.groupsOf(entity.id).direct;
  store.deleteEntity(entity.id);
  if (faults.has('state-user-delete-keeps-memberships')) {
    for (const group of groups) group.memberEntityIds.add(entity.id);
  }
}

function acceptedExternalId(request: ScimRequest, entity: Entity, wanted: string | undefined): string | undefined {
  if (wanted === undefined || wanted === entity.externalId) return undefined;
  if (entity.externalId === '' || request.faults.has('state-external-id-mutable')) {
    checkExternalId(request, wanted, entity);
    return wanted;
  }
  if (request.behaviour.assume['external-id-change'] === 'ignore') return undefined;
  throw mutability('externalId cannot be changed');
}

function checkExternalId(request: ScimRequest, externalId: string, self: Entity | undefined): void {
  if (request.behaviour.assume['duplicate-external-id'] === 'accept') return;
  for (const entity of request.store.entitiesByExternalId(externalId)) {
    if (entity !== self && entity.scimClientId === request.client.clientId) {
      throw uniqueness(`externalId ${externalId} is already in use`);
    }
  }
}

/** The user's alias on the client's mount, which keeps the name of the user (S2). */
function aliasToRename(request: ScimRequest, entity: Entity, name: string): EntityAlias | undefined {
  const { store, client, behaviour } = request;
  const accessor = client.aliasMountAccessor;
  if (accessor === '') return undefined;
  for (const alias of store.aliasesOf(entity.id)) {
    if (alias.mountAccessor !== accessor || alias.scimClientId !== client.clientId) continue;
    const holder = store.aliasByFactors(accessor, name);
    if (!holder || holder === alias) return alias;
    const detail = `an alias named ${name} already exists on the mount of this client`;
    throw new ScimError(Number(behaviour.assume['rename-alias-taken']), detail, 'uniqueness');
  }
  return undefined;
}

/** The new `disabled`, or undefined when it stays as it is. */
function disabledAfter(request: ScimRequest, entity: Entity, active: boolean | undefined): boolean | undefined {
  if (active === undefined || active === isActive(request, entity)) return undefined;
  const { faults, namespace } = request;
  const shown = active ? 'state-enable-shows-only' : 'state-disable-shows-only';
  if (faults.has(shown)) {
    shadowOf(namespace).active.set(entity.id, active);
    return undefined;
  }
  shadowOf(namespace).active.delete(entity.id);
  return !active;
}

function changedMetadata(entity: Entity, wanted: Record<string, string> | undefined) {
  if (wanted === undefined) return undefined;
  const before = Object.entries(entity.metadata ?? {});
  const same = before.length === Object.keys(wanted).length && before.every(([key, value]) => wanted[key] === value);
  return same ? undefined : wanted;
}

function orNull(metadata: Record<string, string>): Record<string, string> | null {
  return Object.keys(metadata).length === 0 ? null : metadata;
}
