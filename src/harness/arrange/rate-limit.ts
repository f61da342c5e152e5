import { cleanUp, type Leftover } from '../../vault/clean-up.ts';
import type { Journal } from '../../vault/journal.ts';
import { type Fields, succeeded, type VaultClient } from '../../vault/vault-client.ts';

/**
 * Makes a rate-limit quota (Vault API documentation, /sys/quotas/rate-limit), which only the root namespace keeps.
 *
 * @param fields `path` is the namespace and path that it covers
 * @returns false when the administrator may not make one.
 */
export async function createRateLimit(root: VaultClient, journal: Journal, name: string, fields: Fields) {
  const key = journal.intend({ type: 'quota', name, namespace: root.namespace });
  const answer = await root.write(`sys/quotas/rate-limit/${name}`, fields);
  if (succeeded(answer)) journal.created(key, null);
  else journal.removed(key);
  return succeeded(answer);
}

/** @returns What could not be removed; empty when the quota is gone. */
export function removeRateLimit(root: VaultClient, journal: Journal, name: string): Promise<Leftover[]> {
  return cleanUp(root, journal, { only: (entry) => entry.type === 'quota' && entry.name === name });
}
