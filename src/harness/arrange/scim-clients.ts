import { ArrangeError } from '../../vault/arrange-error.ts';
import { type Mount, readAuthMount } from '../../vault/mounts.ts';
import { type Fields, textIn, type VaultAnswer, type VaultClient } from '../../vault/vault-client.ts';

/** A SCIM client that exists on the server. */
export interface ArrangedClient {
  name: string;
  /** `identity/scim/client/{name}` */
  path: string;
  principalId: string;
}

export function scimClientPath(name: string): string {
  return `identity/scim/client/${name}`;
}

/** The ways in which an administrator deletes a SCIM client, with the words for them (Terraform, `vault_scim_client`). */
export const DELETIONS = [
  { how: 'a plain deletion', flags: {} },
  { how: 'a deletion with delete-linked-resources', flags: { 'delete-linked-resources': 'true' } },
  { how: 'a deletion with unlink-resources', flags: { 'unlink-resources': 'true' } },
];

/** Settings of a SCIM client, each with another value than its default one (Vault 2.2). */
export const OTHER_SETTINGS = {
  max_active_tokens: 7,
  max_token_ttl: 3_600,
  default_schema_version: '2.0',
  allow_user_adoption: true,
  allow_group_adoption: true,
};

/** Creates or updates a SCIM client by PUT, which does what POST does (HTTP API overview). */
export function putClient(vault: VaultClient, path: string, body: Fields): Promise<VaultAnswer> {
  return vault.send({ method: 'PUT', path: `/v1/${path}`, body });
}

/** @throws ArrangeError when the server does not create it. */
export async function createScimClient(
  vault: VaultClient,
  name: string,
  fields: Fields & { access_grant_principal: unknown },
): Promise<ArrangedClient> {
  const path = scimClientPath(name);
  await vault.writeOrThrow('create a SCIM client', path, fields);
  return { name, path, principalId: String(fields.access_grant_principal) };
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
  return readAuthMount(vault, name);
}
