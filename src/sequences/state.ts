import type { Party } from './operation.ts';

/** A user as the documentation lets a client know it. */
export interface ModelUser {
  id: string;
  owner: Party;
  userName: string;
  externalId: string;
  active: boolean;
  department: string;
}

export interface ModelGroup {
  id: string;
  owner: Party;
  displayName: string;
  members: ReadonlySet<string>;
}

/**
 * Everything that two SCIM clients of one namespace have, as the reference model sees it. Never changed in place:
 * the search for an order of simultaneous operations goes back to earlier states.
 */
export interface ModelState {
  readonly users: ReadonlyMap<string, ModelUser>;
  readonly groups: ReadonlyMap<string, ModelGroup>;
  /** Ids of users that were deleted: whether a group still shows them is not documented. */
  readonly deletedUsers: ReadonlySet<string>;
  readonly deletedGroups: ReadonlySet<string>;
}

export const EMPTY_STATE: ModelState = {
  users: new Map(),
  groups: new Map(),
  deletedUsers: new Set(),
  deletedGroups: new Set(),
};

export function withUser(state: ModelState, user: ModelUser): ModelState {
  return { ...state, users: new Map(state.users).set(user.id, user) };
}

export function withGroup(state: ModelState, group: ModelGroup): ModelState {
  return { ...state, groups: new Map(state.groups).set(group.id, group) };
}

/** The user goes, and with it its memberships. */
export function withoutUser(state: ModelState, id: string): ModelState {
  const users = new Map(state.users);
  users.delete(id);
  const groups = new Map(
    [...state.groups].map(([key, group]) => [
      key,
      { ...group, members: new Set([...group.members].filter((member) => member !== id)) },
    ]),
  );
  return { ...state, users, groups, deletedUsers: new Set(state.deletedUsers).add(id) };
}

/** The group goes; its users stay. */
export function withoutGroup(state: ModelState, id: string): ModelState {
  const groups = new Map(state.groups);
  groups.delete(id);
  return { ...state, groups, deletedGroups: new Set(state.deletedGroups).add(id) };
}

export function usersOf(state: ModelState, owner: Party): ModelUser[] {
  return [...state.users.values()].filter((user) => user.owner === owner);
}

export function groupsOf(state: ModelState, owner: Party): ModelGroup[] {
  return [...state.groups.values()].filter((group) => group.owner === owner);
}

/** Ids of the groups of the same client that have the user as a member, sorted. */
export function groupIdsOf(state: ModelState, user: ModelUser): string[] {
  return groupsOf(state, user.owner)
    .filter(({ members }) => members.has(user.id))
    .map(({ id }) => id)
    .sort();
}

/** Equal for equal states. */
export function keyOf(state: ModelState): string {
  const users = [...state.users.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const groups = [...state.groups.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((group) => ({ ...group, members: [...group.members].sort() }));
  return JSON.stringify([users, groups]);
}
