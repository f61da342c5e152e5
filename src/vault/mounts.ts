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
 * The token auth method of the namespace, waiting until it is visible.
 *
 * @throws ArrangeError when the mounts cannot be read or it does not appear.
 */
export function findTokenMount(vault: VaultClient): Promise<Mount> {
  return visible(vault, 'token', 'sys/auth', (data) => mountIn(data, 'token'));
}

/**
 * An auth mount that was just made, waiting until it is visible: read by its path, since a list holds all others too
 * (Vault API documentation, /sys/auth/:path).
 *
 * @param path Without `auth/` and slashes.
 * @throws ArrangeError when it does not appear.
 */
export function readAuthMount(vault: VaultClient, path: string): Promise<Mount> {
  return visible(vault, path, `sys/auth/${path}`, (data) => mountOf(data, path));
}

async function visible(
  vault: VaultClient,
  path: string,
  place: string,
  mountOfData: (data: Record<string, unknown>) => Mount | undefined,
): Promise<Mount> {
  let last = await vault.read(place);
  const mount = await poll(VISIBLE_WITHIN_MS, async () => {
    const found = mountOfData(last.data ?? {});
    if (found === undefined) last = await vault.read(place);
    return found;
  });
  if (mount === undefined) throw new ArrangeError(`find the auth mount ${path}/`, last.exchange);
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
  const found = await readAuthMount(vault, path);
  journal.created(key, found.accessor);
  return found;
}

/** The mount at `path` in the `data` of `sys/auth` or `sys/mounts`. */
export function mountIn(data: Record<string, unknown>, path: string): Mount | undefined {
  return mountOf(data[`${path}/`], path);
}

function mountOf(entry: unknown, path: string): Mount | undefined {
  const accessor = isFields(entry) ? textIn(entry, 'accessor') : null;
  return isFields(entry) && accessor !== null ? { accessor, path, type: textIn(entry, 'type') ?? '' } : undefined;
}
