import type { VaultClient } from '../../vault/vault-client.ts';
import { scimClientPath } from './scim-clients.ts';

/** What an administrator does to an object of a SCIM client (Vault documentation, SCIM, set-up; from 2.2.0). */
export type LinkAction = 'link-entity' | 'unlink-entity' | 'link-group' | 'unlink-group';

export function linkPath(clientName: string, action: LinkAction): string {
  return `${scimClientPath(clientName)}/${action}`;
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
