import { pathStanza } from '../../vault/scim-policy.ts';
import type { VaultClient } from '../../vault/vault-client.ts';

/** Capabilities by path pattern, as the stanzas of one ACL policy (Vault documentation, Policies). */
export type Grants = Record<string, readonly string[]>;

/** The text of an ACL policy. */
export function policyText(grants: Grants): string {
  return Object.entries(grants)
    .map(([path, capabilities]) => pathStanza(path, capabilities))
    .join('');
}

/** Writes an ACL policy. @throws ArrangeError */
export async function createPolicy(vault: VaultClient, name: string, grants: Grants): Promise<void> {
  await vault.writeOrThrow('write an ACL policy', `sys/policies/acl/${name}`, { policy: policyText(grants) });
}
