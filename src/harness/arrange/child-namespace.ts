import { cleanUp, type Leftover } from '../../vault/clean-up.ts';
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

/**
 * Removes a namespace that this process made, with all that is in it.
 *
 * @returns What could not be removed; empty when the namespace is gone.
 */
export function removeChildNamespace(vault: VaultClient, journal: Journal, name: string): Promise<Leftover[]> {
  return cleanUp(vault, journal, {
    only: (entry) => entry.type === 'namespace' && entry.namespace === vault.namespace && entry.name === name,
    madeHere: true,
  });
}
