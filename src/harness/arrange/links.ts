import type { VaultClient } from '../../vault/vault-client.ts';
import { scimClientPath } from './scim-clients.ts';

/** What an administrator does to an object of a SCIM client (Vault documentation, SCIM, set-up; from 2.2.0). */
export type LinkAction = 'link-entity' | 'unlink-entity' | 'link-group' | 'unlink-group';

export function linkPath(clientName: string, action: LinkAction): string {
  return `${scimClientPath(clientName)}/${action}`;
}

/**
 * Takes an entity or group away from a SCIM client, with its aliases and its memberships. Whether the server did so is for
 * the caller to see: its documentation shows the call for entities only.
 */
export async function unlinkFromClient(
  vault: VaultClient,
  clientName: string,
  object: { entity_id: string } | { group_id: string },
): Promise<void> {
  const isEntity = 'entity_id' in object;
  const action = isEntity ? 'unlink-entity' : 'unlink-group';
  const options = isEntity ? { unlink_aliases: true, remove_memberships: true } : {};
  await vault.write(linkPath(clientName, action), { ...object, ...options });
}

/** Hands an unmanaged entity or group to a SCIM client. @throws ArrangeError */
export async function linkToClient(
  vault: VaultClient,
  clientName: string,
  object: { entity_id: string } | { group_id: string },
): Promise<void> {
  const action = 'entity_id' in object ? 'link-entity' : 'link-group';
  await vault.writeOrThrow('link an object to a SCIM client', linkPath(clientName, action), object);
}
