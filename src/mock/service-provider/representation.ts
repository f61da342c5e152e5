import { SchemaUrn } from '../../protocol/scim.ts';
import { formatInstant, type Instant } from '../clock.ts';
import type { Entity, Group } from '../identity/records.ts';
import { acceptedExtensionUrns, extensionUrn } from './extension.ts';
import { type Projection, readProjection } from './projection.ts';
import type { ScimRequest } from './scim-request.ts';
import { shadowOf } from './shadow.ts';

type Json = Record<string, unknown>;

export function projectionOf(request: ScimRequest): Projection {
  const { ctx, behaviour, client } = request;
  return readProjection(ctx.query, behaviour, acceptedExtensionUrns(client, behaviour));
}

/** A user as this client sees it (Vault API documentation, SCIM; RFC 7643 section 4.1). */
export function userResource(request: ScimRequest, entity: Entity, projection = projectionOf(request)): Json {
  const { behaviour, client } = request;
  const metadata = Object.entries(entity.metadata ?? {});
  const urn = extensionUrn(client, behaviour);
  const extended = metadata.length > 0 || behaviour.assume['empty-extension'] === 'present';
  const resource: Json = {
    schemas: extended ? [SchemaUrn.user, urn] : [SchemaUrn.user],
    id: entity.id,
    ...(entity.externalId ? { externalId: entity.externalId } : {}),
    userName: entity.name,
    active: isActive(request, entity),
  };
  if (behaviour.userGroups && projection.wants('groups')) {
    assignList(resource, 'groups', groupsOf(request, entity), request);
  }
  if (extended) resource[urn] = { items: metadata.map(([key, value]) => ({ key, value })) };
  resource.meta = meta(request, 'User', entity);
  return projection.apply(resource);
}

/** A group as this client sees it: members that are not its own users stay hidden (S1b). */
export function groupResource(request: ScimRequest, group: Group, projection = projectionOf(request)): Json {
  const resource: Json = { schemas: [SchemaUrn.group], id: group.id, displayName: group.name };
  if (projection.wants('members')) assignList(resource, 'members', membersOf(request, group), request);
  resource.meta = meta(request, 'Group', group);
  return projection.apply(resource);
}

export function isActive(request: ScimRequest, entity: Entity): boolean {
  return shadowOf(request.namespace).active.get(entity.id) ?? !entity.disabled;
}

/** The instant that `meta.lastModified` shows and filters compare. */
export function lastModified(request: ScimRequest, record: Entity | Group): Instant {
  return request.faults.has('state-last-modified-frozen') ? record.creationTime : record.lastUpdateTime;
}

export function locationOf(request: ScimRequest, type: 'User' | 'Group', id: string): string | undefined {
  return request.behaviour.assume.location === 'absent' ? undefined : `${request.base}${type}s/${id}`;
}

function meta(request: ScimRequest, resourceType: 'User' | 'Group', record: Entity | Group): Json {
  const location = locationOf(request, resourceType, record.id);
  return {
    resourceType,
    created: formatInstant(record.creationTime),
    lastModified: formatInstant(lastModified(request, record)),
    ...(location === undefined ? {} : { location }),
  };
}

function assignList(resource: Json, name: string, values: readonly object[], request: ScimRequest): void {
  const empty = request.behaviour.assume['empty-members'];
  if (values.length > 0 || empty === 'empty-list') resource[name] = values;
  else if (empty === 'null') resource[name] = null;
}

function membersOf(request: ScimRequest, group: Group): object[] {
  const { store, client, namespace, faults } = request;
  const shadow = shadowOf(namespace);
  const hidden = shadow.hiddenMembers.get(group.id);
  const members: object[] = [];
  const ids = new Set([...group.memberEntityIds, ...(shadow.claimedMembers.get(group.id) ?? [])]);
  for (const id of ids) {
    if (hidden?.has(id)) continue;
    const entity = store.entity(id);
    const dangling = entity === undefined && faults.has('state-user-delete-keeps-memberships');
    const shown = entity?.scimClientId === client.clientId || faults.has('state-cross-client-members');
    if (dangling || (entity && shown)) members.push(reference(request, 'User', id, entity?.name, 'User'));
  }
  return members;
}

function groupsOf(request: ScimRequest, entity: Entity): object[] {
  const { store, client, namespace, faults } = request;
  const shadow = shadowOf(namespace);
  const groups = store
    .groupsOf(entity.id)
    .direct.filter((group) => group.scimClientId === client.clientId)
    .filter((group) => !shadow.hiddenMembers.get(group.id)?.has(entity.id))
    .map((group) => reference(request, 'Group', group.id, group.name, 'direct'));
  if (!faults.has('state-user-groups-stale')) return groups;
  const first = shadow.firstGroups.get(entity.id);
  if (first) return first;
  if (groups.length > 0) shadow.firstGroups.set(entity.id, groups);
  return groups;
}

function reference(request: ScimRequest, target: 'User' | 'Group', id: string, display = '', type = ''): object {
  const shown = request.behaviour.assume['member-sub-attributes'];
  if (shown === 'value') return { value: id };
  const location = locationOf(request, target, id);
  return {
    value: id,
    ...(location === undefined ? {} : { $ref: location }),
    ...(display === '' ? {} : { display }),
    ...(shown === 'value-ref-display-type' ? { type } : {}),
  };
}
