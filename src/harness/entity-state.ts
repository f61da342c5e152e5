import type { VaultClient } from '../vault/vault-client.ts';

/** What an entity is besides its memberships and the times of its changes (Vault API documentation, Identity: entity). */
export interface EntityState {
  name: unknown;
  disabled: unknown;
  policies: unknown;
  metadata: unknown;
}

/** Reads an entity at a path of the identity API. All members are undefined when there is none. */
export function entityStateOf(vault: VaultClient): (path: string) => Promise<EntityState> {
  return async (path) => {
    const { name, disabled, policies, metadata } = (await vault.read(path)).data ?? {};
    return { name, disabled, policies, metadata };
  };
}
