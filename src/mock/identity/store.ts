import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { MultiIndex } from './multi-index.ts';
import type { Entity, EntityAlias, Group } from './records.ts';
import { StoreConflict } from './records.ts';

export interface NewEntity {
  /** Given only where the API lets the caller name it. */
  id?: string;
  name?: string;
  metadata?: Record<string, string> | null;
  policies?: string[];
  disabled?: boolean;
  externalId?: string;
  scimClientId?: string;
}
export type EntityChange = Partial<
  Pick<Entity, 'name' | 'metadata' | 'policies' | 'disabled' | 'externalId' | 'scimClientId' | 'mergedEntityIds'>
>;

export interface NewAlias {
  name: string;
  mountAccessor: string;
  canonicalId: string;
  metadata?: Record<string, string> | null;
  customMetadata?: Record<string, string> | null;
  externalId?: string;
  issuer?: string;
  scimClientId?: string;
}
export type AliasChange = Partial<Omit<EntityAlias, 'id' | 'creationTime' | 'lastUpdateTime'>>;

export interface NewGroup {
  name?: string;
  type?: Group['type'];
  metadata?: Record<string, string> | null;
  policies?: string[];
  memberEntityIds?: Iterable<string>;
  memberGroupIds?: Iterable<string>;
  scimClientId?: string;
}
export interface GroupChange {
  name?: string;
  metadata?: Record<string, string> | null;
  policies?: string[];
  memberEntityIds?: Iterable<string>;
  memberGroupIds?: Iterable<string>;
  scimClientId?: string;
}

/**
 * The identity store of one namespace. Every look-up goes through an index, so none slows down with size. Names are
 * unique without regard to case, and keep their spelling. A method that throws `StoreConflict` has changed nothing.
 * Records are the live objects: read them freely, change them only through the methods here.
 */
export class IdentityStore {
  readonly #clock: Clock;
  readonly #namespaceId: string;
  readonly #entities = new Map<string, Entity>();
  readonly #entityByName = new Map<string, Entity>();
  readonly #entitiesByExternalId = new MultiIndex<Entity>();
  readonly #entitiesByClient = new MultiIndex<Entity>();
  readonly #mergedInto = new Map<string, string>();
  readonly #aliases = new Map<string, EntityAlias>();
  readonly #aliasByFactors = new Map<string, EntityAlias>();
  readonly #aliasesByEntity = new MultiIndex<EntityAlias>();
  readonly #aliasesByAccessor = new MultiIndex<EntityAlias>();
  readonly #groups = new Map<string, Group>();
  readonly #groupByName = new Map<string, Group>();
  readonly #groupsByClient = new MultiIndex<Group>();
  readonly #groupsByMember = new MultiIndex<Group>();
  readonly #groupsByChild = new MultiIndex<Group>();

  constructor(clock: Clock, namespaceId: string) {
    this.#clock = clock;
    this.#namespaceId = namespaceId;
  }

  // Entities

  entity(id: string): Entity | undefined {
    return this.#entities.get(id);
  }

  /** The entity of an id, also when that one was merged into another. */
  entityOrSuccessor(id: string): Entity | undefined {
    const seen = new Set<string>();
    let current: string | undefined = id;
    while (current !== undefined && !seen.has(current)) {
      const entity = this.#entities.get(current);
      if (entity) return entity;
      seen.add(current);
      current = this.#mergedInto.get(current);
    }
    return undefined;
  }

  entityByName(name: string): Entity | undefined {
    return this.#entityByName.get(name.toLowerCase());
  }

  entitiesByExternalId(externalId: string): Iterable<Entity> {
    return this.#entitiesByExternalId.get(externalId);
  }

  /** The entities that a SCIM client owns, in the order in which they came to it. */
  entitiesOfClient(scimClientId: string): Iterable<Entity> {
    return this.#entitiesByClient.get(scimClientId);
  }

  countEntitiesOfClient(scimClientId: string): number {
    return this.#entitiesByClient.count(scimClientId);
  }

  entities(): Iterable<Entity> {
    return this.#entities.values();
  }

  get entityCount(): number {
    return this.#entities.size;
  }

  /** @throws StoreConflict `entity-name-in-use`, `id-in-use` */
  createEntity(fields: NewEntity): Entity {
    const id = fields.id ?? randomUUID();
    const name = fields.name || `entity_${randomUUID().slice(0, 8)}`;
    if (this.#entities.has(id)) throw new StoreConflict('id-in-use', 'entity ID is already in use');
    if (this.entityByName(name)) throw new StoreConflict('entity-name-in-use', 'entity name is already in use');
    const now = this.#clock.now();
    const entity: Entity = {
      id,
      namespaceId: this.#namespaceId,
      name,
      metadata: fields.metadata ?? null,
      policies: fields.policies ?? [],
      disabled: fields.disabled ?? false,
      externalId: fields.externalId ?? '',
      scimClientId: fields.scimClientId ?? '',
      mergedEntityIds: [],
      creationTime: now,
      lastUpdateTime: now,
    };
    this.#entities.set(id, entity);
    this.#entityByName.set(name.toLowerCase(), entity);
    if (entity.externalId) this.#entitiesByExternalId.add(entity.externalId, entity);
    if (entity.scimClientId) this.#entitiesByClient.add(entity.scimClientId, entity);
    return entity;
  }

  /** @throws StoreConflict `entity-not-found`, `entity-name-in-use` */
  updateEntity(id: string, change: EntityChange): Entity {
    const entity = this.#entities.get(id);
    if (!entity) throw new StoreConflict('entity-not-found', 'entity not found from id');
    if (change.name !== undefined) {
      const holder = this.entityByName(change.name);
      if (holder && holder !== entity) {
        throw new StoreConflict('entity-name-in-use', 'entity name is already in use');
      }
      this.#entityByName.delete(entity.name.toLowerCase());
      this.#entityByName.set(change.name.toLowerCase(), entity);
    }
    if (change.externalId !== undefined && change.externalId !== entity.externalId) {
      if (entity.externalId) this.#entitiesByExternalId.remove(entity.externalId, entity);
      if (change.externalId) this.#entitiesByExternalId.add(change.externalId, entity);
    }
    if (change.scimClientId !== undefined && change.scimClientId !== entity.scimClientId) {
      if (entity.scimClientId) this.#entitiesByClient.remove(entity.scimClientId, entity);
      if (change.scimClientId) this.#entitiesByClient.add(change.scimClientId, entity);
    }
    for (const merged of change.mergedEntityIds ?? []) this.#mergedInto.set(merged, id);
    Object.assign(entity, definedOnly(change));
    entity.lastUpdateTime = this.#clock.now();
    return entity;
  }

  /** Removes the entity, its aliases and its memberships. False when there is no such entity. */
  deleteEntity(id: string): boolean {
    const entity = this.#entities.get(id);
    if (!entity) return false;
    for (const alias of [...this.aliasesOf(id)]) this.#forgetAlias(alias);
    for (const group of [...this.#groupsByMember.get(id)]) {
      group.memberEntityIds.delete(id);
      this.#groupsByMember.remove(id, group);
      this.#touchGroup(group);
    }
    if (entity.externalId) this.#entitiesByExternalId.remove(entity.externalId, entity);
    if (entity.scimClientId) this.#entitiesByClient.remove(entity.scimClientId, entity);
    this.#entityByName.delete(entity.name.toLowerCase());
    this.#entities.delete(id);
    return true;
  }

  // Aliases

  alias(id: string): EntityAlias | undefined {
    return this.#aliases.get(id);
  }

  aliasByFactors(mountAccessor: string, name: string): EntityAlias | undefined {
    return this.#aliasByFactors.get(factors(mountAccessor, name));
  }

  aliasesOf(entityId: string): Iterable<EntityAlias> {
    return this.#aliasesByEntity.get(entityId);
  }

  aliases(): Iterable<EntityAlias> {
    return this.#aliases.values();
  }

  /**
   * Alias names, like all names here, are the same in any letter case.
   * @throws StoreConflict `entity-not-found`, `alias-in-use` (factors taken), `alias-mount-in-use` (the entity has one there)
   */
  createAlias(fields: NewAlias): EntityAlias {
    this.#refuseAlias(fields, undefined);
    const now = this.#clock.now();
    const alias: EntityAlias = {
      id: randomUUID(),
      canonicalId: fields.canonicalId,
      name: fields.name,
      mountAccessor: fields.mountAccessor,
      metadata: fields.metadata ?? null,
      customMetadata: fields.customMetadata ?? null,
      externalId: fields.externalId ?? '',
      issuer: fields.issuer ?? '',
      scimClientId: fields.scimClientId ?? '',
      mergedFromCanonicalIds: [],
      creationTime: now,
      lastUpdateTime: now,
    };
    this.#indexAlias(alias);
    return alias;
  }

  /** @throws StoreConflict `alias-not-found`, `entity-not-found`, `alias-in-use`, `alias-mount-in-use` */
  updateAlias(id: string, change: AliasChange): EntityAlias {
    const alias = this.#aliases.get(id);
    if (!alias) throw new StoreConflict('alias-not-found', 'entity alias not found from id');
    const wanted = definedOnly(change);
    this.#refuseAlias({ ...alias, ...wanted }, alias);
    const { canonicalId, name, mountAccessor } = { ...alias, ...wanted };
    const moves = canonicalId !== alias.canonicalId || name !== alias.name || mountAccessor !== alias.mountAccessor;
    if (moves) this.#forgetAlias(alias);
    Object.assign(alias, wanted);
    alias.lastUpdateTime = this.#clock.now();
    if (moves) this.#indexAlias(alias);
    return alias;
  }

  deleteAlias(id: string): boolean {
    const alias = this.#aliases.get(id);
    if (!alias) return false;
    this.#forgetAlias(alias);
    return true;
  }

  /** Removes each alias of a mount, as disabling that mount does. */
  deleteAliasesOfMount(mountAccessor: string): void {
    for (const alias of [...this.#aliasesByAccessor.get(mountAccessor)]) this.#forgetAlias(alias);
  }

  // Groups

  group(id: string): Group | undefined {
    return this.#groups.get(id);
  }

  groupByName(name: string): Group | undefined {
    return this.#groupByName.get(name.toLowerCase());
  }

  groups(): Iterable<Group> {
    return this.#groups.values();
  }

  /** The groups that a SCIM client owns, in the order in which they came to it. */
  groupsOfClient(scimClientId: string): Iterable<Group> {
    return this.#groupsByClient.get(scimClientId);
  }

  countGroupsOfClient(scimClientId: string): number {
    return this.#groupsByClient.count(scimClientId);
  }

  /** The groups that have the group as a member. */
  parentsOf(groupId: string): Iterable<Group> {
    return this.#groupsByChild.get(groupId);
  }

  /** The groups of an entity: those that name it, and those that it is in through other groups. */
  groupsOf(entityId: string): { direct: Group[]; inherited: Group[] } {
    const direct = [...this.#groupsByMember.get(entityId)];
    const seen = new Set(direct);
    const inherited: Group[] = [];
    const queue = [...direct];
    for (let group = queue.pop(); group; group = queue.pop()) {
      for (const parent of this.#groupsByChild.get(group.id)) {
        if (seen.has(parent)) continue;
        seen.add(parent);
        inherited.push(parent);
        queue.push(parent);
      }
    }
    return { direct, inherited };
  }

  /** @throws StoreConflict `group-name-in-use`, `member-not-found`, `group-cycle` */
  createGroup(fields: NewGroup): Group {
    const name = fields.name || `group_${randomUUID().slice(0, 8)}`;
    if (this.groupByName(name)) throw new StoreConflict('group-name-in-use', 'group name is already in use');
    const memberEntityIds = new Set(fields.memberEntityIds);
    const memberGroupIds = new Set(fields.memberGroupIds);
    this.#refuseMembers(undefined, memberEntityIds, memberGroupIds);
    const now = this.#clock.now();
    const group: Group = {
      id: randomUUID(),
      namespaceId: this.#namespaceId,
      name,
      type: fields.type ?? 'internal',
      policies: fields.policies ?? [],
      metadata: fields.metadata ?? null,
      memberEntityIds,
      memberGroupIds,
      scimClientId: fields.scimClientId ?? '',
      modifyIndex: 1,
      creationTime: now,
      lastUpdateTime: now,
    };
    this.#groups.set(group.id, group);
    this.#groupByName.set(name.toLowerCase(), group);
    if (group.scimClientId) this.#groupsByClient.add(group.scimClientId, group);
    for (const id of memberEntityIds) this.#groupsByMember.add(id, group);
    for (const id of memberGroupIds) this.#groupsByChild.add(id, group);
    return group;
  }

  /** Members given replace those that the group has. @throws StoreConflict as `createGroup`, and `group-not-found` */
  updateGroup(id: string, change: GroupChange): Group {
    const group = this.#groups.get(id);
    if (!group) throw new StoreConflict('group-not-found', 'group not found from id');
    const { memberEntityIds, memberGroupIds, ...fields } = change;
    const entityIds = memberEntityIds && new Set(memberEntityIds);
    const groupIds = memberGroupIds && new Set(memberGroupIds);
    if (fields.name !== undefined) {
      const holder = this.groupByName(fields.name);
      if (holder && holder !== group) throw new StoreConflict('group-name-in-use', 'group name is already in use');
    }
    const added = entityIds ? without(entityIds, group.memberEntityIds) : new Set<string>();
    this.#refuseMembers(group, added, groupIds ?? new Set());
    if (fields.name !== undefined) {
      this.#groupByName.delete(group.name.toLowerCase());
      this.#groupByName.set(fields.name.toLowerCase(), group);
    }
    if (fields.scimClientId !== undefined && fields.scimClientId !== group.scimClientId) {
      if (group.scimClientId) this.#groupsByClient.remove(group.scimClientId, group);
      if (fields.scimClientId) this.#groupsByClient.add(fields.scimClientId, group);
    }
    if (entityIds) {
      for (const gone of without(group.memberEntityIds, entityIds)) this.#groupsByMember.remove(gone, group);
      for (const member of added) this.#groupsByMember.add(member, group);
      group.memberEntityIds = entityIds;
    }
    if (groupIds) {
      for (const gone of without(group.memberGroupIds, groupIds)) this.#groupsByChild.remove(gone, group);
      for (const member of groupIds) this.#groupsByChild.add(member, group);
      group.memberGroupIds = groupIds;
    }
    Object.assign(group, definedOnly(fields));
    this.#touchGroup(group);
    return group;
  }

  /** Adds and removes single members, at a cost that does not grow with the group. @throws StoreConflict `member-not-found` */
  changeMembers(id: string, change: { add?: Iterable<string>; remove?: Iterable<string> }): Group {
    const group = this.#groups.get(id);
    if (!group) throw new StoreConflict('group-not-found', 'group not found from id');
    const add = new Set(change.add);
    this.#refuseMembers(group, add, new Set());
    for (const member of change.remove ?? []) {
      if (group.memberEntityIds.delete(member)) this.#groupsByMember.remove(member, group);
    }
    for (const member of add) {
      group.memberEntityIds.add(member);
      this.#groupsByMember.add(member, group);
    }
    this.#touchGroup(group);
    return group;
  }

  /** Removes the group alone; its members stay. */
  deleteGroup(id: string): boolean {
    const group = this.#groups.get(id);
    if (!group) return false;
    for (const member of group.memberEntityIds) this.#groupsByMember.remove(member, group);
    for (const member of group.memberGroupIds) this.#groupsByChild.remove(member, group);
    for (const parent of [...this.#groupsByChild.get(id)]) {
      parent.memberGroupIds.delete(id);
      this.#groupsByChild.remove(id, parent);
      this.#touchGroup(parent);
    }
    if (group.scimClientId) this.#groupsByClient.remove(group.scimClientId, group);
    this.#groupByName.delete(group.name.toLowerCase());
    this.#groups.delete(id);
    return true;
  }

  #touchGroup(group: Group): void {
    group.modifyIndex += 1;
    group.lastUpdateTime = this.#clock.now();
  }

  #refuseMembers(group: Group | undefined, entityIds: Set<string>, groupIds: Set<string>): void {
    for (const id of entityIds) {
      if (!this.#entities.has(id)) throw new StoreConflict('member-not-found', `invalid entity ID "${id}"`);
    }
    for (const id of groupIds) {
      if (!this.#groups.has(id)) throw new StoreConflict('member-not-found', `invalid group ID "${id}"`);
      if (group && this.#reaches(id, group.id)) {
        throw new StoreConflict('group-cycle', `cyclic relationship detected for member group ID "${id}"`);
      }
    }
  }

  /** Whether the group `from` is, or has somewhere below it, the group `to`. */
  #reaches(from: string, to: string): boolean {
    const seen = new Set<string>();
    const queue = [from];
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      if (id === to) return true;
      if (seen.has(id)) continue;
      seen.add(id);
      queue.push(...(this.#groups.get(id)?.memberGroupIds ?? []));
    }
    return false;
  }

  #refuseAlias(fields: NewAlias, self: EntityAlias | undefined): void {
    if (!this.#entities.has(fields.canonicalId)) {
      throw new StoreConflict('entity-not-found', 'invalid canonical ID');
    }
    const holder = this.aliasByFactors(fields.mountAccessor, fields.name);
    if (holder && holder !== self) {
      throw new StoreConflict('alias-in-use', 'alias with the same name and mount accessor already exists');
    }
    for (const other of this.aliasesOf(fields.canonicalId)) {
      if (other !== self && other.mountAccessor === fields.mountAccessor) {
        throw new StoreConflict('alias-mount-in-use', 'Alias already exists for requested entity and mount accessor');
      }
    }
  }

  #indexAlias(alias: EntityAlias): void {
    this.#aliases.set(alias.id, alias);
    this.#aliasByFactors.set(factors(alias.mountAccessor, alias.name), alias);
    this.#aliasesByEntity.add(alias.canonicalId, alias);
    this.#aliasesByAccessor.add(alias.mountAccessor, alias);
  }

  #forgetAlias(alias: EntityAlias): void {
    this.#aliases.delete(alias.id);
    this.#aliasByFactors.delete(factors(alias.mountAccessor, alias.name));
    this.#aliasesByEntity.remove(alias.canonicalId, alias);
    this.#aliasesByAccessor.remove(alias.mountAccessor, alias);
  }
}

function factors(mountAccessor: string, name: string): string {
  return `${mountAccessor}\u0000${name.toLowerCase()}`;
}

/** The members of one set that another one lacks. */
function without(ids: Set<string>, others: Set<string>): Set<string> {
  return new Set([...ids].filter((id) => !others.has(id)));
}

function definedOnly<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
}
