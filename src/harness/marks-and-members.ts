import type { VaultClient } from '../vault/vault-client.ts';
import { memberIdsOf } from './answers.ts';

/** Reads which SCIM client entities and groups at paths of the identity API belong to ('' to none), and what groups hold. */
export function marksAndMembers(vault: VaultClient, paths: readonly string[]) {
  const read = async (path: string) => {
    const { data } = await vault.read(path);
    return {
      owner: data?.scim_client_id ?? '',
      entities: [data?.member_entity_ids ?? []].flat().sort(),
      groups: [data?.member_group_ids ?? []].flat().sort(),
    };
  };
  return Promise.all(paths.map(read));
}

/** Reads the members of a group that SCIM made, as Vault stores them; sorted ids. */
export function storedMembersOf(vault: VaultClient): (group: { id: string }) => Promise<string[]> {
  return async ({ id }) => memberIdsOf(await vault.read(`identity/group/id/${id}`));
}
