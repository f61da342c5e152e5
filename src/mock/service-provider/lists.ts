import type { Entity, Group } from '../identity/records.ts';
import { type Comparison, comparesTime, parseFilter } from './filter.ts';
import { listResponse, readPage, takePage } from './list-response.ts';
import { isReadableUnmanaged } from './ownership.ts';
import { groupResource, isActive, lastModified, projectionOf, userResource } from './representation.ts';
import { ScimError } from './scim-error.ts';
import type { ScimRequest } from './scim-request.ts';
import { shadowOf } from './shadow.ts';

/** The users of this client, filtered and paged (RFC 7644 section 3.4.2). @throws ScimError 400 */
export function listUsers(request: ScimRequest): object {
  const { ctx, behaviour, store, client, faults, namespace } = request;
  checkSort(request);
  const page = readPage(ctx.query, behaviour);
  const filter = ctx.query.get('filter');
  const everybody = faults.has('state-list-shows-foreign');
  const { taken, total } =
    filter === null && !everybody
      ? {
          taken: store.someEntitiesOfClient(client.clientId, page.startIndex - 1, page.count),
          total: store.countEntitiesOfClient(client.clientId),
        }
      : takePage(
          filter === null ? usersOf(request) : matchingUsers(request, parseFilter(filter, 'User', behaviour)),
          page,
        );
  const projection = projectionOf(request);
  const resources = taken.map((entity) => userResource(request, entity, projection));
  if (!faults.has('state-total-never-shrinks') || filter !== null) {
    return listResponse(resources, total, page.startIndex);
  }
  const { totals } = shadowOf(namespace);
  totals.set(client.clientId, Math.max(total, totals.get(client.clientId) ?? 0));
  return listResponse(resources, totals.get(client.clientId) ?? total, page.startIndex);
}

/** The groups of this client, and the unmanaged ones that it may adopt. @throws ScimError 400 */
export function listGroups(request: ScimRequest): object {
  const { ctx, behaviour, faults, namespace, client } = request;
  checkSort(request);
  const page = readPage(ctx.query, behaviour);
  const filter = ctx.query.get('filter');
  const records =
    filter === null ? visibleGroups(request) : matchingGroups(request, parseFilter(filter, 'Group', behaviour));
  const { taken, total } = takePage(records, page);
  const projection = projectionOf(request);
  const resources = taken.map((group) => groupResource(request, group, projection));
  const stale = faults.has('state-group-list-stale') && filter === null;
  const deleted = stale ? (shadowOf(namespace).deletedGroups.get(client.clientId) ?? []) : [];
  return listResponse([...resources, ...deleted], total + deleted.length, page.startIndex);
}

function usersOf(request: ScimRequest): Iterable<Entity> {
  const { store, client, faults } = request;
  if (!faults.has('state-list-shows-foreign')) return store.entitiesOfClient(client.clientId);
  return Iterator.from(store.entities()).filter((entity) => entity.scimClientId !== '');
}

function matchingUsers(request: ScimRequest, comparison: Comparison): Iterable<Entity> {
  const { store, client } = request;
  const { attribute, value } = comparison;
  if (attribute === 'userName') return userByName(request, String(value));
  if (attribute === 'externalId') {
    return Iterator.from(store.entitiesByExternalId(String(value))).filter(
      (entity) => entity.scimClientId === client.clientId,
    );
  }
  const users = Iterator.from(usersOf(request));
  if (attribute === 'active') return users.filter((entity) => isActive(request, entity) === value);
  return users.filter((entity) => comparesTime(comparison, lastModified(request, entity)));
}

function userByName(request: ScimRequest, name: string): Entity[] {
  const { store, client, behaviour, namespace, faults } = request;
  const stale = faults.has('state-filter-finds-old-name')
    ? shadowOf(namespace).oldNames.get(name.toLowerCase())
    : undefined;
  const entity = stale === undefined ? store.entityByName(name) : store.entity(stale);
  if (entity?.scimClientId !== client.clientId) return [];
  if (stale === undefined && behaviour.assume['userName-filter-case'] === 'sensitive' && entity.name !== name)
    return [];
  return [entity];
}

function* visibleGroups(request: ScimRequest): Generator<Group> {
  const { store, client, behaviour } = request;
  yield* store.groupsOfClient(client.clientId);
  if (!behaviour.clientSettings || !client.allowGroupAdoption) return;
  for (const group of store.groups()) if (isReadableUnmanaged(request, group)) yield group;
}

function matchingGroups(request: ScimRequest, comparison: Comparison): Iterable<Group> {
  const { store, client, behaviour } = request;
  if (comparison.attribute !== 'displayName') {
    return visibleGroups(request).filter((group) => comparesTime(comparison, lastModified(request, group)));
  }
  const name = String(comparison.value);
  const group = store.groupByName(name);
  if (!group) return [];
  if (group.scimClientId !== client.clientId && !isReadableUnmanaged(request, group)) return [];
  if (behaviour.assume['displayName-filter-case'] === 'sensitive' && group.name !== name) return [];
  return [group];
}

function checkSort(request: ScimRequest): void {
  const { query } = request.ctx;
  if (request.behaviour.assume['sort-given'] === 'ignore' || !query.has('sortBy')) return;
  throw new ScimError(400, 'sorting is not supported', 'invalidValue');
}
