import { createDouble } from '../mock/double.ts';
import { DEFAULT_VAULT_VERSION } from '../protocol/vault.ts';
import { storeUsers } from './stored-users.ts';

/** A double in this process that holds users of others. */
export interface CrowdedDouble extends AsyncDisposable {
  address: string;
  rootToken: string;
}

/** In every group of others so many of their users are members. */
const IN_A_GROUP = 100;

/**
 * A double whose root namespace holds users, groups and aliases of a SCIM client that is not the
 * run's. They are put into its store directly.
 */
export async function crowdedDouble(users: number): Promise<CrowdedDouble> {
  const double = await createDouble({ version: DEFAULT_VAULT_VERSION });
  const address = await double.listen(0);
  const { rootToken } = double;
  const ask = async (path: string, body: object) => {
    const headers = { 'X-Vault-Token': rootToken, 'Content-Type': 'application/json' };
    const response = await fetch(`${address}/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`The double answered ${response.status} to POST ${path}.`);
    return text === '' ? {} : ((JSON.parse(text) as { data?: Record<string, string> }).data ?? {});
  };
  await ask('sys/auth/others', { type: 'userpass' });
  const principal = await ask('identity/entity', { name: 'others-principal' });
  const client = await ask('identity/scim/client/others', { access_grant_principal: principal.id });
  const { identity } = double.state.root;
  const mounts = await fetch(`${address}/v1/sys/auth`, { headers: { 'X-Vault-Token': rootToken } });
  const { data } = (await mounts.json()) as { data: Record<string, { accessor: string }> };
  const mountAccessor = data['others/']?.accessor ?? '';
  const scimClientId = client.client_id ?? '';
  const ids = storeUsers(double, { users, nameStart: 'others-', scimClientId, mountAccessor });
  for (let end = IN_A_GROUP; end <= users; end += IN_A_GROUP) {
    const memberEntityIds = new Set(ids.slice(end - IN_A_GROUP, end));
    identity.createGroup({ name: `others-group-${end - 1}`, memberEntityIds, scimClientId });
  }
  return { address, rootToken, [Symbol.asyncDispose]: () => double.close() };
}
