import type { VaultClient } from '../../vault/vault-client.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';
import { scimClientPath } from './scim-clients.ts';

type Loss = (arrange: Arrange, vault: VaultClient, tenant: Tenant) => Promise<unknown>;

/** What an administrator does to the principal of a SCIM client so that its tokens must serve no more. */
export const LOSE_PRINCIPAL = {
  disabled: (_arrange, vault, { principalId }) => vault.write(`identity/entity/id/${principalId}`, { disabled: true }),
  deleted: (_arrange, vault, { principalId }) => vault.remove(`identity/entity/id/${principalId}`),
  former: async (arrange, vault, { clientName }) => {
    const { principalId } = await arrange.freePrincipal();
    return vault.write(scimClientPath(clientName), { access_grant_principal: principalId });
  },
} as const satisfies Record<string, Loss>;
