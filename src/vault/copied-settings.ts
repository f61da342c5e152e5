import { SetupError } from '../targets/setup-error.ts';
import { type Fields, succeeded, type VaultClient } from './vault-client.ts';

const COPIED = [
  'default_schema_version',
  'allow_user_adoption',
  'allow_group_adoption',
  'max_active_tokens',
  'max_token_ttl',
];

/** The settings of a SCIM client that another one can share; none before 2.2 (`vault_scim_client`). */
export function copiedSettings(client: Fields): Fields {
  return Object.fromEntries(COPIED.flatMap((name) => (client[name] === undefined ? [] : [[name, client[name]]])));
}

/**
 * Reads the settings of a client of production, so that the tenants of a run can be like it.
 *
 * @throws SetupError when it cannot be read
 */
export async function readSettingsToCopy(vault: VaultClient, name: string): Promise<Fields> {
  const answer = await vault.read(`identity/scim/client/${name}`);
  if (succeeded(answer) && answer.data !== null) return copiedSettings(answer.data);
  throw new SetupError(
    `SCIM_COPY_CLIENT: the SCIM client ${name} in the namespace "${vault.namespace || 'root'}" could not be read (status ${answer.status}): correct the name, or give VAULT_TOKEN read on identity/scim/client/${name}.`,
  );
}
