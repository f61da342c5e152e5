import { ArrangeError } from '../../vault/arrange-error.ts';
import { type Fields, textIn, type VaultClient } from '../../vault/vault-client.ts';

/** Makes an entity through the identity API, which no SCIM client manages. @returns its id @throws ArrangeError */
export async function createVaultEntity(vault: VaultClient, name: string, fields: Fields = {}): Promise<string> {
  const intent = 'create an entity of the administrator';
  const answer = await vault.writeOrThrow(intent, 'identity/entity', { name, ...fields });
  const id = textIn(answer.data ?? {}, 'id');
  if (id === null) throw new ArrangeError(intent, answer.exchange);
  return id;
}
