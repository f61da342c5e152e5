import type { Behaviour } from '../behaviour.ts';
import type { Entity, EntityAlias, Group } from '../identity/records.ts';

/** A refusal of the identity API: `message` in Vault's error form. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

type Faults = ReadonlySet<string>;
type Metadata = Record<string, string> | null;

/** The fields that a request names; what it leaves out is undefined. */
export interface EntityRequest {
  readonly name?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly externalId?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly scimClientId?: string | undefined;
}

export interface GroupRequest {
  readonly name?: string | undefined;
  readonly memberEntityIds?: Iterable<string> | undefined;
  readonly memberGroupIds?: Iterable<string> | undefined;
  readonly metadata?: Metadata | undefined;
  readonly scimClientId?: string | undefined;
}

const NO_FAULTS: Faults = new Set();
const DELETE_MESSAGE = 'SCIM-managed resources must be modified through SCIM';

/**
 * Whether the identity API may write an entity. Policies are free; values that do not change are no change
 * (Vault API documentation, SCIM, "Limitations"; messages from S13).
 *
 * @param stored undefined for a create
 */
export function guardEntityWrite(
  stored: Entity | undefined,
  change: EntityRequest,
  behaviour: Behaviour,
  faults: Faults = NO_FAULTS,
): Refusal | null {
  const owner = guardOwner(stored?.scimClientId, change.scimClientId);
  if (owner) return owner;
  if (!stored?.scimClientId || faults.has('state-entity-guard-off')) return null;
  const { assume } = behaviour;
  const fields: string[] = [];
  if (change.name !== undefined && change.name !== stored.name) fields.push('name');
  if (assume['admin-entity-disabled'] === 'refused' && differs(change.disabled, stored.disabled)) {
    fields.push('disabled');
  }
  if (differs(change.externalId, stored.externalId)) fields.push('external_id');
  if (assume['admin-entity-metadata'] === 'refused' && metadataDiffers(change.metadata, stored.metadata)) {
    fields.push('metadata');
  }
  return managedFields(fields);
}

/** @param stored undefined for a create */
export function guardGroupWrite(
  stored: Group | undefined,
  change: GroupRequest,
  behaviour: Behaviour,
  faults: Faults = NO_FAULTS,
): Refusal | null {
  const owner = guardOwner(stored?.scimClientId, change.scimClientId);
  if (owner) return owner;
  if (!stored?.scimClientId || faults.has('state-group-guard-off')) return null;
  const { assume } = behaviour;
  const fields: string[] = [];
  if (differs(change.name, stored.name)) fields.push('name');
  if (assume['admin-group-metadata'] === 'refused' && metadataDiffers(change.metadata, stored.metadata)) {
    fields.push('metadata');
  }
  if (setDiffers(change.memberEntityIds, stored.memberEntityIds)) fields.push('member_entity_ids');
  const nesting = assume['admin-group-member-groups'] === 'refused';
  if (nesting && setDiffers(change.memberGroupIds, stored.memberGroupIds)) fields.push('member_group_ids');
  return managedFields(fields);
}

/** Only the SCIM client deletes what it owns (S1, S9). */
export function guardEntityDelete(stored: Entity, behaviour: Behaviour, faults: Faults = NO_FAULTS): Refusal | null {
  if (stored.scimClientId === '' || faults.has('state-entity-guard-off')) return null;
  return { status: Number(behaviour.assume['admin-delete-status']), message: DELETE_MESSAGE };
}

export function guardGroupDelete(stored: Group, behaviour: Behaviour, faults: Faults = NO_FAULTS): Refusal | null {
  if (stored.scimClientId === '' || faults.has('state-group-guard-off')) return null;
  return { status: Number(behaviour.assume['admin-delete-status']), message: DELETE_MESSAGE };
}

/**
 * Whether the identity API may write an alias: a SCIM-managed one is refused with 403 (S13).
 *
 * @param stored undefined for a create
 * @param change `canonicalId` names the entity that the alias is to belong to
 * @param owner that entity, when it exists
 */
export function guardAliasWrite(
  stored: EntityAlias | undefined,
  change: { readonly scimClientId?: string | undefined },
  owner: Entity | undefined,
  behaviour: Behaviour,
  faults: Faults = NO_FAULTS,
): Refusal | null {
  const ownership = guardOwner(stored?.scimClientId, change.scimClientId);
  if (ownership) return ownership;
  if (faults.has('state-alias-guard-off')) return null;
  if (stored?.scimClientId) return { status: 403, message: DELETE_MESSAGE };
  const foreignEntity = owner !== undefined && owner.scimClientId !== '' && stored?.canonicalId !== owner.id;
  if (foreignEntity && behaviour.assume['admin-alias-create'] === 'refused') {
    return { status: 403, message: DELETE_MESSAGE };
  }
  return null;
}

export function guardAliasDelete(stored: EntityAlias, faults: Faults = NO_FAULTS): Refusal | null {
  if (stored.scimClientId === '' || faults.has('state-alias-guard-off')) return null;
  return { status: 403, message: DELETE_MESSAGE };
}

/** From 2.0.4 on a merge of any SCIM-managed entity is refused; before it was a way around the guards (S15). */
export function guardMerge(
  entities: Iterable<Entity>,
  behaviour: Behaviour,
  faults: Faults = NO_FAULTS,
): Refusal | null {
  if (!behaviour.mergeGuard || faults.has('state-merge-guard-off')) return null;
  for (const entity of entities) {
    if (entity.scimClientId !== '') return { status: 400, message: 'SCIM-managed entities cannot be merged' };
  }
  return null;
}

/** A batch delete that names a SCIM-managed entity deletes nothing. */
export function guardBatchDelete(
  entities: Iterable<Entity>,
  behaviour: Behaviour,
  faults: Faults = NO_FAULTS,
): Refusal | null {
  for (const entity of entities) {
    const refusal = guardEntityDelete(entity, behaviour, faults);
    if (refusal) return refusal;
  }
  return null;
}

function guardOwner(stored: string | undefined, wanted: string | undefined): Refusal | null {
  if (wanted === undefined || wanted === (stored ?? '')) return null;
  return {
    status: 400,
    message: stored === undefined ? 'cannot set scim_client_id' : 'cannot update scim_client_id',
  };
}

function managedFields(fields: readonly string[]): Refusal | null {
  if (fields.length === 0) return null;
  const message = `cannot modify SCIM-managed field(s) "${fields.join(', ')}" through the API`;
  return { status: 400, message };
}

function differs<T>(wanted: T | undefined, stored: T): boolean {
  return wanted !== undefined && wanted !== stored;
}

function metadataDiffers(wanted: Metadata | undefined, stored: Metadata): boolean {
  if (wanted === undefined) return false;
  const before = new Map(Object.entries(stored ?? {}));
  const after = Object.entries(wanted ?? {});
  return before.size !== after.length || after.some(([key, value]) => before.get(key) !== value);
}

function setDiffers(wanted: Iterable<string> | undefined, stored: ReadonlySet<string>): boolean {
  if (wanted === undefined) return false;
  const after = new Set(wanted);
  return after.size !== stored.size || [...after].some((id) => !stored.has(id));
}
