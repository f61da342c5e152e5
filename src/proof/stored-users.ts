import type { Double } from '../mock/double.ts';

export interface UsersToStore {
  users: number;
  /** Start of every name; a number from 0 follows. */
  nameStart: string;
  scimClientId: string;
  mountAccessor: string;
}

/**
 * Puts users of a SCIM client into the root namespace of a double directly: as requests they would take minutes.
 *
 * @returns ids of the entities, in the order of their numbers
 */
export function storeUsers(
  { state }: Double,
  { users, nameStart, scimClientId, mountAccessor }: UsersToStore,
): string[] {
  const { identity } = state.root;
  return Array.from({ length: users }, (_, i) => {
    const name = `${nameStart}${i}`;
    const { id } = identity.createEntity({ name, externalId: name, scimClientId });
    identity.createAlias({ name, mountAccessor, canonicalId: id, scimClientId });
    return id;
  });
}
