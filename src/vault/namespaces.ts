import { ArrangeError } from './arrange-error.ts';
import type { Journal } from './journal.ts';
import { poll } from './poll.ts';
import { succeeded, textIn, type VaultClient } from './vault-client.ts';

const USABLE_WITHIN_MS = 10_000;

/**
 * Creates a child of the client's namespace, journalled, and waits until it can be used.
 *
 * @param name One segment.
 * @returns Path of the child from the root, without slashes at its ends.
 * @throws ArrangeError
 */
export async function createNamespace(vault: VaultClient, journal: Journal, name: string): Promise<string> {
  const key = journal.intend({ type: 'namespace', name, namespace: vault.namespace });
  const answer = await vault.writeOrThrow(`create the namespace ${name}`, `sys/namespaces/${name}`, {});
  const stored = answer.data ?? (await vault.readData(`read the namespace ${name}`, `sys/namespaces/${name}`));
  journal.created(key, textIn(stored, 'id'));
  const path = vault.namespace === '' ? name : `${vault.namespace}/${name}`;
  const child = vault.with({ namespace: path });
  let last = answer;
  const usable = await poll(USABLE_WITHIN_MS, async () => {
    last = await child.read('sys/auth');
    return succeeded(last) ? true : undefined;
  });
  if (!usable) throw new ArrangeError(`use the new namespace ${name}`, last.exchange);
  return path;
}
