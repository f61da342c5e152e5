import { pathStanza } from '../../vault/scim-policy.ts';
import type { VaultClient } from '../../vault/vault-client.ts';

/** Capabilities by path pattern, as the stanzas of one ACL policy (Vault documentation, Policies). */
export type Grants = Record<string, readonly string[]>;

/** Writes an ACL policy. @throws ArrangeError */
export async function createPolicy(vault: VaultClient, name: string, grants: Grants): Promise<void> {
  const policy = Object.entries(grants)
    .map(([path, capabilities]) => pathStanza(path, capabilities))
    .join('');
  await vault.writeOrThrow('write an ACL policy', `sys/policies/acl/${name}`, { policy });
}
