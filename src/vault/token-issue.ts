import type { Journal } from './journal.ts';
import { findAuthMount, type Mount } from './mounts.ts';
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

/**
 * What all SCIM clients of a run can share: the documented policy, and a role that issues tokens for every alias with
 * the prefix of the run (Vault API documentation, /auth/token/roles: `allowed_entity_aliases` supports globbing).
 *
 * @throws ArrangeError
 */
export async function prepareTokenIssue(vault: VaultClient, journal: Journal, prefix: string): Promise<TokenIssue> {
  const name = `${prefix}connector`;
  const [mount] = await Promise.all([
    findAuthMount(vault, 'token'),
    writePolicy(vault, journal, name, scimClientPolicy()),
    writeTokenRole(vault, journal, name, `${prefix}*`),
  ]);
  return { mount, role: name, policy: name };
}

/** @throws ArrangeError */
export async function writePolicy(vault: VaultClient, journal: Journal, name: string, policy: string): Promise<void> {
  const key = journal.intend({ type: 'policy', name, namespace: vault.namespace });
  await vault.writeOrThrow(`write the policy ${name}`, `sys/policies/acl/${name}`, { policy });
  journal.created(key, null);
}

/**
 * A role that gives orphan tokens for these aliases and the policy of the same name. Its own
 * `allowed_policies` let a caller issue a policy that its token does not have itself.
 *
 * @throws ArrangeError
 */
export async function writeTokenRole(
  vault: VaultClient,
  journal: Journal,
  name: string,
  aliases: string,
): Promise<void> {
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
