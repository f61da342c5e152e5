import type { Entity, Group } from '../identity/records.ts';
import { scimClientsOf } from './client-registry.ts';
import { foreignResource, invalidValue, resourceNotFound, ScimError } from './scim-error.ts';
import type { ScimRequest } from './scim-request.ts';

export type Access = 'read' | 'write' | 'delete';

/** The user of an id, if this client owns it. @throws ScimError 404, or 403 for another client's, by assumption */
export function ownedUser(request: ScimRequest, id: string, access: Access): Entity {
  const entity = request.store.entity(id);
  if (!entity) throw resourceNotFound(id);
  refuseForeign(request, id, entity.scimClientId, access);
  return entity;
}

/** @throws ScimError as `ownedUser`; 403 for a change of an unmanaged group that the client may only read */
export function ownedGroup(request: ScimRequest, id: string, access: Access): Group {
  const group = request.store.group(id);
  if (!group) throw resourceNotFound(id);
  if (access === 'read' && isReadableUnmanaged(request, group)) return group;
  if (isReadableUnmanaged(request, group)) throw new ScimError(403, 'resource is not managed by this SCIM client');
  refuseForeign(request, id, group.scimClientId, access);
  return group;
}

/** With `allow_group_adoption` a client also reads the unmanaged groups of its namespace (S1b). */
export function isReadableUnmanaged(request: ScimRequest, group: Group): boolean {
  const { behaviour, client } = request;
  if (group.scimClientId !== '' || group.type !== 'internal') return false;
  return behaviour.clientSettings && client.allowGroupAdoption;
}

/**
 * Refuses members that are not users of this client (Vault API documentation, SCIM, "Groups").
 *
 * @throws ScimError by assumption 400, 403 or 404
 */
export function checkMembers(request: ScimRequest, ids: Iterable<string>): void {
  const { store, client, behaviour, faults } = request;
  const status = Number(behaviour.assume['foreign-member-status']);
  for (const id of ids) {
    const owner = store.entity(id)?.scimClientId;
    if (owner === client.clientId) continue;
    if (owner !== undefined && faults.has('state-cross-client-members')) continue;
    const detail = `member ${id} is not a user of this SCIM client`;
    throw status === 400 ? invalidValue(detail) : new ScimError(status, detail);
  }
}

/** Whether the entity speaks for some SCIM client of the namespace. */
export function isPrincipal(request: Pick<ScimRequest, 'namespace'>, entityId: string): boolean {
  return scimClientsOf(request.namespace).byPrincipal(entityId) !== undefined;
}

function refuseForeign(request: ScimRequest, id: string, owner: string, access: Access): void {
  const { client, faults } = request;
  if (owner === client.clientId) return;
  if (owner === '') throw resourceNotFound(id);
  if (access === 'read' && faults.has('state-read-foreign')) return;
  if (access !== 'read' && faults.has('state-write-foreign')) return;
  const { assume } = request.behaviour;
  const status = { read: assume['read-foreign'], write: assume['write-foreign'], delete: assume['delete-foreign'] };
  throw status[access] === '403' ? foreignResource() : resourceNotFound(id);
}
