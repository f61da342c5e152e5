import { randomUUID } from 'node:crypto';
import { AliasTable } from './alias-table.ts';
import { definedOnly } from './defined-only.ts';
import { MultiIndex } from './multi-index.ts';
import type { Group } from './records.ts';
import { StoreConflict } from './records.ts';

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
export class IdentityStore extends AliasTable {
  readonly #groups = new Map<string, Group>();
  readonly #groupByName = new Map<string, Group>();
  readonly #groupsByClient = new MultiIndex<Group>();
  readonly #groupsByMember = new MultiIndex<Group>();
  readonly #groupsByChild = new MultiIndex<Group>();

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
    const now = this.clock.now();
    const group: Group = {
      id: randomUUID(),
      namespaceId: this.namespaceId,
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

  /** Removes the entity, its aliases and its memberships. False when there is no such entity. */
  override deleteEntity(id: string): boolean {
    for (const group of [...this.#groupsByMember.get(id)]) {
      group.memberEntityIds.delete(id);
      this.#groupsByMember.remove(id, group);
      this.#touchGroup(group);
    }
    return super.deleteEntity(id);
  }

  #touchGroup(group: Group): void {
    group.modifyIndex += 1;
    group.lastUpdateTime = this.clock.now();
  }

  #refuseMembers(group: Group | undefined, entityIds: Set<string>, groupIds: Set<string>): void {
    for (const id of entityIds) {
      if (!this.entity(id)) throw new StoreConflict('member-not-found', `invalid entity ID "${id}"`);
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
}

/** The members of one set that another one lacks. */
function without(ids: Set<string>, others: Set<string>): Set<string> {
  return new Set([...ids].filter((id) => !others.has(id)));
}
