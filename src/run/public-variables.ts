/** Variables of the harness whose values may be shown. */
const PUBLIC = [
  'SCIM_TARGET',
  'VAULT_ADDR',
  'VAULT_NAMESPACE',
  'VAULT_CACERT',
  'VAULT_CAPATH',
  'VAULT_CLIENT_CERT',
  'VAULT_TLS_SERVER_NAME',
  'VAULT_SKIP_VERIFY',
  'VAULT_IMAGE',
  'VAULT_CONTAINER_STORAGE',
  'VAULT_CONTAINER_TLS',
  'VAULT_MOCK_IMAGE',
  'VAULT_MOCK_VERSION',
  'VAULT_MOCK_ASSUME',
  'SCIM_BASE_URL',
  'SCIM_CONTRACT',
  'SCIM_EXPECTATIONS',
  'SCIM_ALLOW_SIDE_EFFECTS',
  'SCIM_ISOLATE',
  'SCIM_COPY_CLIENT',
  'SCIM_SEQUENCES',
  'SCIM_SEQUENCES_SEED',
];

/** Those variables of the harness that are set and hold no secret, for whoever repeats the run. */
export function publicVariables(environment: NodeJS.ProcessEnv): Record<string, string> {
  const set: Record<string, string> = {};
  for (const name of PUBLIC) {
    const value = environment[name];
    // An address may carry credentials of a proxy.
    if (value !== undefined && value !== '') set[name] = value.replace(/\/\/[^/@\s]*@/, '//');
  }
  return set;
}
