import type { VaultClient } from '../vault/vault-client.ts';

/** What an entity or group is besides its id and the times of its changes, and which SCIM client owns it ('': none). */
export interface StoredObject {
  name: unknown;
  owner: unknown;
  disabled: unknown;
  policies: unknown[];
  metadata: unknown;
  entities: unknown[];
  groups: unknown[];
}

/** Reads entities and groups at paths of the identity API, to compare them before and after what is done to another. */
export function storedObjects(vault: VaultClient, paths: readonly string[]): Promise<StoredObject[]> {
  return Promise.all(paths.map((path) => storedObject(vault, path)));
}

/** Reads a group that SCIM made, as Vault stores it. */
export function storedGroupOf(vault: VaultClient): (group: { id: string }) => Promise<StoredObject> {
  return ({ id }) => storedObject(vault, `identity/group/id/${id}`);
}

async function storedObject(vault: VaultClient, path: string): Promise<StoredObject> {
  const { data } = await vault.read(path);
  return {
    name: data?.name,
    owner: data?.scim_client_id ?? '',
    disabled: data?.disabled,
    policies: [data?.policies ?? []].flat().sort(),
    metadata: data?.metadata ?? {},
    entities: [data?.member_entity_ids ?? []].flat().sort(),
    groups: [data?.member_group_ids ?? []].flat().sort(),
  };
}
