import { ArrangeError } from '../../vault/arrange-error.ts';
import { isFields, textIn, type VaultClient } from '../../vault/vault-client.ts';

/** @returns Id of the first alias of an entity. @throws ArrangeError when it has none */
export async function aliasIdOf(vault: VaultClient, entityId: string): Promise<string> {
  const answer = await vault.read(`identity/entity/id/${entityId}`);
  const [alias] = [answer.data?.aliases].flat();
  const id = isFields(alias) ? textIn(alias, 'id') : null;
  if (id === null) throw new ArrangeError('find the alias of an entity', answer.exchange);
  return id;
}
