import type { Namespace } from '../namespace.ts';

/** What seeded defects of the state remember beside the true state. Empty in a double without defects. */
export interface Shadow {
  /** `active` as SCIM shows it, where the entity says something else. */
  readonly active: Map<string, boolean>;
  /** Members that SCIM no longer shows though the group has them, by group. */
  readonly hiddenMembers: Map<string, Set<string>>;
  /** Members that SCIM shows though the group does not have them, by group. */
  readonly claimedMembers: Map<string, Set<string>>;
  /** Old user names, lower case, that still find the user. */
  readonly oldNames: Map<string, string>;
  /** `User.groups` as first read. */
  readonly firstGroups: Map<string, object[]>;
  /** Representations of deleted groups, by client. */
  readonly deletedGroups: Map<string, Record<string, unknown>[]>;
  /** Largest number of users ever listed, by client. */
  readonly totals: Map<string, number>;
}

export function shadowOf(namespace: Namespace): Shadow {
  return namespace.slot('scim-shadow', () => ({
    active: new Map(),
    hiddenMembers: new Map(),
    claimedMembers: new Map(),
    oldNames: new Map(),
    firstGroups: new Map(),
    deletedGroups: new Map(),
    totals: new Map(),
  }));
}

export function addTo(map: Map<string, Set<string>>, key: string, values: Iterable<string>): void {
  const set = map.get(key) ?? new Set<string>();
  for (const value of values) set.add(value);
  map.set(key, set);
}
