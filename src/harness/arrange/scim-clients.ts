import { ArrangeError } from '../../vault/arrange-error.ts';
import { findAuthMount, type Mount } from '../../vault/mounts.ts';
import { poll } from '../../vault/poll.ts';
import { type Fields, textIn, type VaultClient } from '../../vault/vault-client.ts';

/** The deletion goes on in the background. */
const GONE_WITHIN_MS = 10_000;

/** A SCIM client that exists on the server. */
export interface ArrangedClient {
  name: string;
  /** `identity/scim/client/{name}` */
  path: string;
  principalId: string;
  /** What a read of it gave. */
  data: Fields;
}

export function scimClientPath(name: string): string {
  return `identity/scim/client/${name}`;
}

/** @throws ArrangeError when the server does not create or show it. */
export async function createScimClient(
  vault: VaultClient,
  name: string,
  fields: Fields & { access_grant_principal: unknown },
): Promise<ArrangedClient> {
  const path = scimClientPath(name);
  await vault.writeOrThrow('create a SCIM client', path, fields);
  const data = await vault.readData('read a SCIM client', path);
  return { name, path, principalId: String(fields.access_grant_principal), data };
}

/** Deletes a client that owns nothing and waits until it is gone. @throws ArrangeError */
export async function removeScimClient(vault: VaultClient, name: string): Promise<void> {
  const path = scimClientPath(name);
  let last = await vault.remove(path);
  const gone = await poll(GONE_WITHIN_MS, async () => {
    last = await vault.read(path);
    return last.status === 404 ? true : undefined;
  });
  if (!gone) throw new ArrangeError('delete a SCIM client', last.exchange);
}

/** @returns Id of a new entity. @throws ArrangeError */
export async function createPrincipal(vault: VaultClient, name: string): Promise<string> {
  const intent = 'create the entity of a principal';
  const answer = await vault.writeOrThrow(intent, 'identity/entity', { name });
  const id = textIn(answer.data ?? {}, 'id');
  if (id === null) throw new ArrangeError(intent, answer.exchange);
  return id;
}

/** Enables an auth method under `name`. @throws ArrangeError */
export async function createAuthMount(
  vault: VaultClient,
  name: string,
  { type = 'userpass', local }: { type?: string; local?: boolean },
): Promise<Mount> {
  const body = local === undefined ? { type } : { type, local };
  await vault.writeOrThrow('enable an auth method', `sys/auth/${name}`, body);
  return findAuthMount(vault, name);
}
