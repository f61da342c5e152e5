import { ArrangeError } from './arrange-error.ts';
import type { Journal } from './journal.ts';
import { poll } from './poll.ts';
import { isFields, textIn, type VaultClient } from './vault-client.ts';

/** Long enough for a standby to see what the active node wrote. */
const VISIBLE_WITHIN_MS = 5_000;

/** An auth method or secrets engine. */
export interface Mount {
  accessor: string;
  /** Path without `auth/` and without a slash at its end. */
  path: string;
  type: string;
}

/**
 * Accessor of an auth mount of the namespace, waiting until it is visible.
 *
 * @param path Without `auth/` and slashes: `token`, `userpass`.
 * @throws ArrangeError when the mounts cannot be read or it does not appear.
 */
export async function findAuthMount(vault: VaultClient, path: string): Promise<Mount> {
  const intent = `find the auth mount ${path}/`;
  let last = await vault.read('sys/auth');
  const mount = await poll(VISIBLE_WITHIN_MS, async () => {
    const found = mountIn(last.data ?? {}, path);
    if (found === undefined) last = await vault.read('sys/auth');
    return found;
  });
  if (mount === undefined) throw new ArrangeError(intent, last.exchange);
  return mount;
}

/** Enables an auth method under `path`, journalled. @throws ArrangeError when that fails. */
export async function enableAuthMount(
  vault: VaultClient,
  journal: Journal,
  mount: { path: string; type: string; config?: Record<string, unknown>; local?: boolean },
): Promise<Mount> {
  const { path, ...body } = mount;
  const key = journal.intend({ type: 'auth-mount', name: path, namespace: vault.namespace });
  await vault.writeOrThrow(`enable the auth method ${path}/`, `sys/auth/${path}`, body);
  const found = await findAuthMount(vault, path);
  journal.created(key, found.accessor);
  return found;
}

/** The mount at `path` in the `data` of `sys/auth` or `sys/mounts`. */
export function mountIn(data: Record<string, unknown>, path: string): Mount | undefined {
  const entry = data[`${path}/`];
  const accessor = isFields(entry) ? textIn(entry, 'accessor') : null;
  return isFields(entry) && accessor !== null ? { accessor, path, type: textIn(entry, 'type') ?? '' } : undefined;
}
