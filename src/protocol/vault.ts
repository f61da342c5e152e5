/** Names that Vault's HTTP API fixes. Types and constants only. */

/** Vault releases whose SCIM behaviour differs; the double plays each of them. */
export const VAULT_VERSIONS = ['2.0.0', '2.0.1', '2.0.4', '2.2.0'] as const;
export type VaultVersion = (typeof VAULT_VERSIONS)[number];
export const DEFAULT_VAULT_VERSION: VaultVersion = '2.2.0';

export const SCIM_BASE_PATH = '/v1/identity/scim/v2';
export const SCIM_ACTIVATION_FLAG = 'enable-scim';

/** Header by which the double says what it is; a real Vault never sends it. */
export const DOUBLE_HEADER = 'x-vault-double';
/** Start of `cluster_name` in the double's `sys/health`. */
export const DOUBLE_CLUSTER_NAME = 'vault-double-by-documentation';

/** `auth` of the answer to a login or to the creation of a token. */
export interface VaultAuth {
  client_token: string;
  accessor: string;
  policies: string[];
  token_policies: string[];
  identity_policies?: string[];
  metadata: Record<string, string> | null;
  lease_duration: number;
  renewable: boolean;
  entity_id: string;
  token_type: string;
  orphan: boolean;
  num_uses: number;
  mfa_requirement: null;
}
