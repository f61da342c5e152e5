import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { Secret } from '../../src/evidence/secret.ts';
import { VAULT_VERSIONS } from '../../src/protocol/vault.ts';
import { closeDispatchers } from '../../src/scim/dispatcher.ts';
import { ScimClient } from '../../src/scim/scim-client.ts';
import type { TenantFacts } from '../../src/targets/run-context.ts';
import { ArrangeError } from '../../src/vault/arrange-error.ts';
import { createEntity, provisionTenant, removeTenant } from '../../src/vault/provisioning.ts';
import { inventory, PREFIX, startVault, type VaultOfTest } from './vault-of-test.ts';

after(closeDispatchers);

function scimOf(tenant: TenantFacts, { vault }: VaultOfTest): ScimClient {
  return new ScimClient({
    baseUrl: tenant.scimBaseUrl,
    actor: 'tenant',
    token: new Secret(tenant.token),
    recorder: vault.recorder,
    tls: {},
  });
}

const user = (name: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: name,
  externalId: name,
  active: true,
});

for (const version of VAULT_VERSIONS) {
  test(`On ${version} a tenant can provision a user, and removing the tenant leaves the lists as they were.`, async () => {
    await using on = await startVault(version);
    const before = await inventory(on.vault);
    const tenant = await provisionTenant(on.vault, on.journal, { name: `${PREFIX}t`, aliasMount: 'userpass' });
    assert.match(tenant.aliasMount?.accessor ?? '', /^auth_userpass_/);
    assert.equal(tenant.aliasMount?.path, `auth/${PREFIX}t`);
    const created = await scimOf(tenant, on).post('/Users', user(`${PREFIX}jane`));
    assert.equal(created.status, 201, created.text);
    assert.deepEqual(await removeTenant(on.vault, on.journal, `${PREFIX}t`), []);
    assert.deepEqual(await inventory(on.vault), before);
  });
}

test('A tenant without an alias mount, in a namespace, is reached by the path form of the namespace.', async () => {
  await using on = await startVault('2.2.0', 'team');
  const tenant = await provisionTenant(on.vault, on.journal, { name: `${PREFIX}t`, aliasMount: false });
  assert.equal(tenant.aliasMount, null);
  assert.equal(tenant.scimBaseUrl, `${on.address}/v1/team/identity/scim/v2`);
  assert.equal((await scimOf(tenant, on).get('/Users')).status, 200);
});

test('The token of a tenant lives an hour at most and has no default policy.', async () => {
  await using on = await startVault();
  const tenant = await provisionTenant(on.vault, on.journal, { name: `${PREFIX}t`, aliasMount: false });
  const looked = await on.vault.writeData('look up the token', 'auth/token/lookup', { token: tenant.token });
  assert.deepEqual(looked.policies, [`${PREFIX}t`]);
  assert.equal(looked.orphan, true);
  assert.equal(looked.entity_id, tenant.principalId);
  assert.ok(Number(looked.ttl) > 3_500 && Number(looked.ttl) <= 3_600, String(looked.ttl));
});

test('The policy of a tenant lets PATCH through.', async () => {
  await using on = await startVault();
  const tenant = await provisionTenant(on.vault, on.journal, { name: `${PREFIX}t`, aliasMount: false });
  const scim = scimOf(tenant, on);
  const { body } = await scim.post('/Users', user(`${PREFIX}jane`));
  const { id } = body as { id: string };
  assert.equal((await scim.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }])).status, 200);
});

test('The journal holds no token.', async () => {
  await using on = await startVault();
  const tenant = await provisionTenant(on.vault, on.journal, { name: `${PREFIX}t`, aliasMount: 'userpass' });
  const text = readFileSync(on.journal.path, 'utf8');
  assert.ok(!text.includes(tenant.token) && !text.includes(on.rootToken.reveal()));
  assert.equal(on.journal.read()?.entries.length, 7);
});

test('What cannot be prepared is an ArrangeError that names the exchange without the token.', async () => {
  await using on = await startVault();
  const powerless = on.vault.with({ token: new Secret('hvs.nobody-knows-this-token') });
  await assert.rejects(createEntity(powerless, on.journal, { name: `${PREFIX}x` }), (error) => {
    assert.ok(error instanceof ArrangeError);
    assert.match(error.message, /^Could not create the entity .*: POST http:.*\/v1\/identity\/entity answered 403: /);
    assert.equal(error.exchange.status, 403);
    assert.ok(!error.message.includes('nobody-knows'));
    return true;
  });
});
