import type { Fields, VaultAnswer, VaultClient } from '../../vault/vault-client.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';
import type { Credential } from './credentials.ts';
import { scimClientPath } from './scim-clients.ts';
import { createVaultGroup } from './vault-groups.ts';

interface Given {
  arrange: Arrange;
  vault: VaultClient;
  tenant: Tenant;
}

/** What happens in ordinary operation, and to whom a token belongs does not change by it. */
export interface OrdinaryChange<Needed = Given> {
  /** Ends the words `a request after …`. */
  change: string;
  make: (given: Needed) => Promise<unknown>;
}

const principalOf = ({ principalId }: Tenant) => `identity/entity/id/${principalId}`;

/** What an administrator does to the entity of a principal besides disabling and deleting it. */
export const PRINCIPAL_CHANGES: readonly OrdinaryChange[] = [
  {
    change: 'a change of its name',
    make: ({ arrange, vault, tenant }) =>
      administer(arrange, vault, principalOf(tenant), { name: arrange.unique('renamed') }),
  },
  {
    change: 'a change of its policies',
    make: ({ arrange, vault, tenant }) =>
      administer(arrange, vault, principalOf(tenant), { policies: ['vsc-first', 'vsc-second'] }),
  },
  {
    change: 'a change of its metadata',
    make: ({ arrange, vault, tenant }) =>
      administer(arrange, vault, principalOf(tenant), { metadata: { team: 'identity' } }),
  },
  {
    change: 'a further alias of it',
    make: async ({ arrange, tenant }) =>
      arrange.alias(tenant.principalId ?? '', { aliasMount: await arrange.authMount() }, arrange.unique('alias')),
  },
  {
    change: 'its entry into a group with policies',
    make: ({ arrange, vault, tenant }) => {
      const fields = { policies: ['vsc-first'], member_entity_ids: [tenant.principalId] };
      return arrange.during(() => createVaultGroup(vault, arrange.unique('group'), fields));
    },
  },
  {
    change: 'the merge of another entity into it',
    make: async ({ arrange, vault, tenant }) => {
      const merge = { from_entity_ids: [await arrange.entity()], to_entity_id: tenant.principalId };
      return administer(arrange, vault, 'identity/entity/merge', merge);
    },
  },
];

/** What an administrator does to the SCIM client of a principal, and beside it. */
export const CLIENT_CHANGES: readonly OrdinaryChange[] = [
  {
    change: 'an update of its SCIM client',
    make: ({ arrange, vault, tenant }) => {
      const fields = { access_grant_principal: tenant.principalId, max_active_tokens: 3, allow_user_adoption: true };
      return administer(arrange, vault, scimClientPath(tenant.clientName), fields);
    },
  },
  {
    change: 'a refused update of its SCIM client',
    make: ({ vault, tenant }) => vault.write(scimClientPath(tenant.clientName), { access_grant_principal: '' }),
  },
  {
    change: 'the creation and the deletion of another SCIM client',
    make: async ({ arrange, vault }) => vault.remove((await arrange.scimClient()).path),
  },
];

/** What happens to tokens: to the one that is in use, and to another one of the same principal. */
export const TOKEN_CHANGES: readonly OrdinaryChange<Given & { credential: Credential }>[] = [
  {
    change: 'a look-up of the token',
    make: ({ arrange, vault, credential: { accessor } }) =>
      administer(arrange, vault, 'auth/token/lookup-accessor', { accessor }),
  },
  {
    change: 'the issue and the revocation of another token of it',
    make: async ({ arrange, vault, tenant }) => {
      const { accessor } = await arrange.credential(tenant);
      return administer(arrange, vault, 'auth/token/revoke-accessor', { accessor });
    },
  },
];

/** A token is the same after its renewal (Vault API documentation, Token auth). */
export const RENEWAL: OrdinaryChange<Given & { credential: Credential }> = {
  change: 'a renewal of the token',
  make: ({ arrange, vault, credential: { token } }) =>
    administer(arrange, vault, 'auth/token/renew', { token: token.reveal() }),
};

/** @throws ArrangeError when it is refused: then nothing has changed that a request could come after */
function administer(arrange: Arrange, vault: VaultClient, path: string, fields: Fields): Promise<VaultAnswer> {
  return arrange.during(() => vault.writeOrThrow('change something around a principal', path, fields));
}
