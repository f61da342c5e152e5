import { randomUUID } from 'node:crypto';
import { ArrangeError } from '../../vault/arrange-error.ts';
import { poll } from '../../vault/poll.ts';
import { succeeded, type VaultClient } from '../../vault/vault-client.ts';

/** A new KV store refuses writes for a moment. */
const READY_WITHIN_MS = 5_000;

/** Enables a KV store, version 2 (Vault API documentation, KV). @returns its path @throws ArrangeError */
export async function createSecretStore(vault: VaultClient, path: string): Promise<string> {
  await vault.writeOrThrow('enable a KV store', `sys/mounts/${path}`, { type: 'kv', options: { version: '2' } });
  return path;
}

/** Writes a random value. @param path with `data/` @throws ArrangeError */
export async function writeSecret(vault: VaultClient, path: string): Promise<void> {
  const body = { data: { value: randomUUID() } };
  let last = await vault.write(path, body);
  const written = await poll(READY_WITHIN_MS, async () => {
    if (succeeded(last)) return true;
    last = await vault.write(path, body);
    return undefined;
  });
  if (!written) throw new ArrangeError('write a secret', last.exchange);
}
