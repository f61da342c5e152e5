import type { Exchange } from '../evidence/exchange.ts';
import type { Journal } from './journal.ts';
import { findTokenMount, type Mount } from './mounts.ts';
import { scimClientPolicy } from './scim-policy.ts';
import type { VaultClient } from './vault-client.ts';

/** Every credential that the harness makes expires within this. */
export const TOKEN_TTL = '1h';

/** What the tokens of SCIM clients are issued with, in one namespace. */
export interface TokenIssue {
  /** Token auth method, where the aliases of the principals stand. */
  mount: Mount;
  role: string;
  policy: string;
}

/** One that several tests share, with the requests that made its policy and role: each of them builds on these. */
export interface SharedTokenIssue extends TokenIssue {
  exchanges: Exchange[];
}

export interface TokenIssueOptions {
  /** Of the policy and of the role. */
  name: string;
  /**
   * Aliases of the principals that the role issues tokens for; `prefix*` stands for all with that prefix (Vault API
   * documentation, /auth/token/roles: `allowed_entity_aliases` supports globbing).
   */
  aliases: string;
  /** HCL; the documented policy unless told. */
  policy?: string | undefined;
  /** The token auth method, where it is known already. */
  mount?: Mount | undefined;
}

/**
 * Makes a policy, and a role of the same name that issues tokens with it.
 *
 * @throws ArrangeError
 */
export async function prepareTokenIssue(
  vault: VaultClient,
  journal: Journal,
  { name, aliases, policy = scimClientPolicy(), mount: known }: TokenIssueOptions,
): Promise<TokenIssue> {
  const [mount] = await Promise.all([
    known ?? findTokenMount(vault),
    writePolicy(vault, journal, name, policy),
    writeTokenRole(vault, journal, name, aliases),
  ]);
  return { mount, role: name, policy: name };
}

async function writePolicy(vault: VaultClient, journal: Journal, name: string, policy: string): Promise<void> {
  const key = journal.intend({ type: 'policy', name, namespace: vault.namespace });
  await vault.writeOrThrow(`write the policy ${name}`, `sys/policies/acl/${name}`, { policy });
  journal.created(key, null);
}

/**
 * A role that gives orphan tokens for these aliases and the policy of the same name. Its own
 * `allowed_policies` let a caller issue a policy that its token does not have itself.
 */
async function writeTokenRole(vault: VaultClient, journal: Journal, name: string, aliases: string): Promise<void> {
  const key = journal.intend({ type: 'token-role', name, namespace: vault.namespace });
  await vault.writeOrThrow(`write the token role ${name}`, `auth/token/roles/${name}`, {
    allowed_entity_aliases: [aliases],
    allowed_policies: [name],
    orphan: true,
    renewable: false,
    token_no_default_policy: true,
    token_explicit_max_ttl: TOKEN_TTL,
  });
  journal.created(key, null);
}
