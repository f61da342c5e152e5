import { randomBytes } from 'node:crypto';
import { Secret } from '../../evidence/secret.ts';
import type { VaultAuth } from '../../protocol/vault.ts';
import { TOKEN_TTL } from '../../vault/token-issue.ts';
import type { Fields, VaultAnswer, VaultClient } from '../../vault/vault-client.ts';
import type { Tenant } from '../tenant.ts';
import type { Grants } from './policies.ts';

/** What a further credential may do, and how it is issued. */
export interface CredentialOptions {
  /** Policies to be made for it, one an entry; the documented policy of the tenant when neither is given. */
  grants?: Grants | Grants[];
  /** Names of policies that exist. */
  policies?: string[];
  /** Alias on the token mount that the token is for: the tenant's own unless told; null for a token without an entity. */
  alias?: string | null;
  /** More fields of the request that issues it: `type`, `ttl`. */
  fields?: Fields;
}

/** Another token that acts on the same SCIM endpoints as its tenant; what it creates, the tenant removes. */
export interface Credential extends Tenant {
  token: Secret;
  accessor: string;
  /** Entity of the token; '' when it has none. */
  entityId: string;
}

/** The ways in which an administrator revokes a token, with the words for them. */
export const REVOCATIONS = [
  {
    by: 'its accessor',
    revoke: (vault: VaultClient, { accessor }: Credential) => vault.write('auth/token/revoke-accessor', { accessor }),
  },
  {
    by: 'its value',
    revoke: (vault: VaultClient, { token }: Credential) => vault.write('auth/token/revoke', { token: token.reveal() }),
  },
];

/** Fields of a role that issues orphan tokens with exactly the policies asked for. */
export function roleFields(alias: string | null, policies: readonly string[]): Fields {
  return {
    ...(alias === null ? {} : { allowed_entity_aliases: [alias] }),
    // A role's own list lets a caller issue policies that its token does not have itself.
    allowed_policies: policies,
    orphan: true,
    renewable: false,
    token_no_default_policy: true,
    token_explicit_max_ttl: TOKEN_TTL,
  };
}

/** Fields of a request for a token through such a role. */
export function tokenFields(alias: string | null, policies: readonly string[], fields: Fields = {}): Fields {
  return {
    ...(alias === null ? {} : { entity_alias: alias }),
    policies,
    no_default_policy: true,
    renewable: false,
    ttl: TOKEN_TTL,
    ...fields,
  };
}

/** A role that issues such tokens. @throws ArrangeError */
export async function writeTokenRole(
  vault: VaultClient,
  role: string,
  alias: string | null,
  policies: readonly string[],
): Promise<void> {
  await vault.writeOrThrow('write a token role', `auth/token/roles/${role}`, roleFields(alias, policies));
}

/** A token through a role that is there. @throws ArrangeError */
export async function issueThroughRole(
  vault: VaultClient,
  role: string,
  alias: string | null,
  policies: readonly string[],
  fields: Fields = {},
): Promise<VaultAuth> {
  const body = tokenFields(alias, policies, fields);
  return vault.writeAuth('issue a token through a role', `auth/token/create/${role}`, body);
}

/** The token in an answer; null when it holds none, so that requests go without a credential. */
export function issuedToken(answer: VaultAnswer): Secret | null {
  const token = answer.auth?.client_token;
  return typeof token === 'string' && token !== '' ? new Secret(token) : null;
}

/** A token in the form of Vault's service tokens that nobody has issued. */
export function unknownToken(): Secret {
  return new Secret(`hvs.${randomBytes(18).toString('hex')}`);
}
