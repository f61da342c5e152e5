import { poll } from '../vault/poll.ts';
import type { VaultClient } from '../vault/vault-client.ts';
import { expect } from './expect.ts';

/** Vault removes the resources of a SCIM client in the background; those of a test are few. */
const GONE_WITHIN_MS = 10_000;

/** Asserts that what stands at `path` is answered 404 within the deadline. @param what Stable words for it. */
export async function expectGone(vault: VaultClient, path: string, what: string): Promise<void> {
  const options = { message: `status of ${what}`, timeout: GONE_WITHIN_MS, intervals: [5, 10, 20, 50, 100, 250] };
  await expect.poll(async () => (await vault.read(path)).status, options).toBe(404);
}

/** Asserts that there is no SCIM client at this path, neither to be read nor in the list of its namespace. */
export async function expectNoClient(vault: VaultClient, path: string): Promise<void> {
  expect(await vault.read(path), 'the client').toHaveStatus(404);
  const list = await vault.list('identity/scim/client');
  expect(list.keys, 'names of the clients').not.toContain(path.split('/').at(-1));
}

/** Waits until a deletion is over, without judging how it ended. */
export async function waitUntilGone(vault: VaultClient, path: string): Promise<void> {
  await poll(GONE_WITHIN_MS, async () => ((await vault.read(path)).status === 404 ? true : undefined));
}

/** Asks for `scim_client_id` of an entity, alias or group: '' when no SCIM client owns it, as the read of it says. */
export function ownerOf(vault: VaultClient, path: string): () => Promise<string> {
  return async () => String((await vault.read(path)).data?.scim_client_id ?? '');
}
