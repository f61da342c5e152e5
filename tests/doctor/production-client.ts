import type { StartedDouble } from '../end-to-end/started-double.ts';

const BASE = 'identity/scim/v2';
const RESOURCES = ['Users', 'Users/*', 'Groups', 'Groups/*'];
const DISCOVERY = ['ResourceTypes', 'ResourceTypes/*', 'Schemas', 'Schemas/*', 'ServiceProviderConfig'];

/** How the set-up of a SCIM client may differ from a sound one. */
export interface SetUp {
  withoutPatch?: boolean;
  userClaim?: string;
  client?: Record<string, unknown>;
  token?: Record<string, unknown>;
}

/** Sets up the SCIM client `prod` as an operator would for Okta, with a JWT method for sign-in. */
export async function setUpProduction(double: StartedDouble, setUp: SetUp = {}) {
  const { ask } = double;
  const all = ['create', 'read', 'update', 'delete', 'list', ...(setUp.withoutPatch ? [] : ['patch'])];
  const stanza = (path: string, capabilities: string[]) =>
    `path "${BASE}/${path}" { capabilities = ${JSON.stringify(capabilities)} }`;
  const policy = [...RESOURCES.map((path) => stanza(path, all)), ...DISCOVERY.map((path) => stanza(path, ['read']))];
  await ask('POST', 'sys/policies/acl/scim-client', { policy: policy.join('\n') });
  const principal = await dataOf(ask('POST', 'identity/entity', { name: 'okta' }));
  await ask('POST', 'sys/auth/oidc', { type: 'jwt' });
  const role = { role_type: 'jwt', user_claim: setUp.userClaim ?? 'email', bound_audiences: ['vault'] };
  await ask('POST', 'auth/oidc/role/people', role);
  const mounts = (await dataOf(ask('GET', 'sys/auth'))) as Record<string, { accessor: string }>;
  await ask('POST', 'identity/entity-alias', {
    name: 'okta',
    mount_accessor: mounts['token/']?.accessor,
    canonical_id: principal.id,
  });
  await ask('POST', 'identity/scim/client/prod', {
    access_grant_principal: principal.id,
    alias_mount_accessor: mounts['oidc/']?.accessor,
    max_token_ttl: 2_592_000,
    ...setUp.client,
  });
  await ask('POST', 'auth/token/roles/scim', {
    allowed_entity_aliases: ['okta'],
    allowed_policies: ['scim-client'],
    orphan: true,
    renewable: false,
    token_no_default_policy: true,
  });
  const { body } = await ask('POST', 'auth/token/create/scim', {
    type: 'scim',
    entity_alias: 'okta',
    policies: ['scim-client'],
    no_default_policy: true,
    ttl: '720h',
    ...setUp.token,
  });
  const auth = body?.auth as { client_token: string; accessor: string };
  return { token: auth.client_token, accessor: auth.accessor };
}

async function dataOf(answer: ReturnType<StartedDouble['ask']>): Promise<Record<string, unknown>> {
  return ((await answer).body?.data ?? {}) as Record<string, unknown>;
}
