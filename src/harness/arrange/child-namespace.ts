import type { Journal } from '../../vault/journal.ts';
import { createNamespace } from '../../vault/namespaces.ts';
import type { VaultClient } from '../../vault/vault-client.ts';

/**
 * Makes a child of the client's namespace.
 *
 * @returns The same administrator in the child. @throws ArrangeError
 */
export async function createChildNamespace(vault: VaultClient, journal: Journal, name: string): Promise<VaultClient> {
  return vault.with({ namespace: await createNamespace(vault, journal, name) });
}
