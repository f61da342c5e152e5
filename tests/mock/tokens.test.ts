import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVaultApi, type VaultApi } from './vault-api.ts';

const status = async (vault: VaultApi, token: string) =>
  (await vault.call('GET', 'auth/token/lookup-self', undefined, { token })).status;

async function create(vault: VaultApi, body: object = {}, path = 'create', token?: string) {
  const answer = await vault.arrange('POST', `auth/token/${path}`, body, token === undefined ? {} : { token });
  return answer.body.auth;
}

test('a token is created with the documented answer, and looked up [S18d]', async () => {
  await using vault = await startVaultApi();
  const answer = await vault.call('POST', 'auth/token/create', {
    policies: ['none-such'],
    ttl: '1h',
    meta: { user: 'a' },
    display_name: 'x',
    num_uses: 5,
  });
  const { client_token, accessor, ...auth } = answer.body.auth;
  assert.match(client_token, /^hvs\.\w{24}$/);
  assert.deepEqual(answer.body.warnings, ['Policy "none-such" does not exist']);
  assert.deepEqual(auth, {
    policies: ['default', 'none-such'],
    token_policies: ['default', 'none-such'],
    metadata: { user: 'a' },
    lease_duration: 3600,
    renewable: true,
    entity_id: '',
    token_type: 'service',
    orphan: false,
    mfa_requirement: null,
    num_uses: 5,
  });
  const { data } = (await vault.call('POST', 'auth/token/lookup', { token: client_token })).body;
  assert.equal(data.accessor, accessor);
  assert.equal(data.display_name, 'token-x');
  assert.equal(data.type, 'service');
  assert.equal(data.path, 'auth/token/create');
  assert.ok(data.ttl > 3590 && data.ttl <= 3600);
  const byAccessor = await vault.call('POST', 'auth/token/lookup-accessor', { accessor });
  assert.equal(byAccessor.body.data.id, '');
});

test('a token ends when its time is over, and its children with it', async () => {
  await using vault = await startVaultApi();
  const parent = (await create(vault, { ttl: '60s', policies: ['default'] })).client_token;
  await vault.arrange('PUT', 'sys/policies/acl/maker', {
    policy: 'path "auth/token/create" { capabilities = ["create", "update"] }',
  });
  const maker = (await create(vault, { ttl: '60s', policies: ['maker'] })).client_token;
  const child = (await create(vault, { ttl: '2h' }, 'create', maker)).client_token;
  assert.deepEqual([await status(vault, parent), await status(vault, child)], [200, 200]);
  vault.double.state.clock.advance(61);
  assert.deepEqual(
    [await status(vault, parent), await status(vault, maker), await status(vault, child)],
    [403, 403, 403],
  );
});

test('renewal prolongs a token, never beyond its explicit maximum [S18d]', async () => {
  await using vault = await startVaultApi();
  const token = (await create(vault, { ttl: '60s', explicit_max_ttl: '100s' })).client_token;
  vault.double.state.clock.advance(50);
  const renewed = await vault.call('POST', 'auth/token/renew-self', { increment: '10m' }, { token });
  assert.ok(renewed.body.auth.lease_duration <= 50);
  vault.double.state.clock.advance(40);
  assert.equal(await status(vault, token), 200);
  vault.double.state.clock.advance(20);
  assert.equal(await status(vault, token), 403);
  const fixed = (await create(vault, { renewable: false })).client_token;
  const refused = await vault.call('POST', 'auth/token/renew-self', {}, { token: fixed });
  assert.deepEqual([refused.status, refused.body.errors], [400, ['lease is not renewable']]);
});

test('a token with limited uses works so many times [S18d]', async () => {
  await using vault = await startVaultApi();
  const token = (await create(vault, { num_uses: 2 })).client_token;
  assert.deepEqual(
    [await status(vault, token), await status(vault, token), await status(vault, token)],
    [200, 200, 403],
  );
  const last = (await create(vault, { num_uses: 1, policies: ['root'] })).client_token;
  assert.equal((await vault.call('POST', 'auth/token/create', {}, { token: last })).status, 400);
});

test('revocation takes the children along, revoke-orphan does not, orphans stay [S18d]', async () => {
  await using vault = await startVaultApi();
  const family = async () => {
    const parent = (await create(vault, { policies: ['root'], ttl: '1h' })).client_token;
    const child = (await create(vault, {}, 'create', parent)).client_token;
    const grandchild = (await create(vault, {}, 'create', child)).client_token;
    const batch = (await create(vault, { type: 'batch', policies: ['default'] }, 'create', parent)).client_token;
    const orphan = (await create(vault, {}, 'create-orphan', parent)).client_token;
    return { parent, child, grandchild, batch, orphan };
  };
  const first = await family();
  assert.match(first.batch, /^hvb\./);
  assert.equal((await vault.call('POST', 'auth/token/revoke', { token: first.parent })).status, 204);
  for (const name of ['parent', 'child', 'grandchild', 'batch'] as const) {
    assert.equal(await status(vault, first[name]), 403, name);
  }
  assert.equal(await status(vault, first.orphan), 200);

  const second = await family();
  await vault.arrange('POST', 'auth/token/revoke-orphan', { token: second.parent });
  assert.equal(await status(vault, second.parent), 403);
  assert.equal(await status(vault, second.child), 200);
  await vault.arrange('POST', 'auth/token/revoke-self', undefined, { token: second.child });
  assert.deepEqual([await status(vault, second.child), await status(vault, second.grandchild)], [403, 403]);
  const third = await create(vault);
  await vault.arrange('POST', 'auth/token/revoke-accessor', { accessor: third.accessor });
  assert.equal(await status(vault, third.client_token), 403);
});

test('a batch token cannot make tokens, be renewed or be revoked', async () => {
  await using vault = await startVaultApi();
  const token = (await create(vault, { type: 'batch', policies: ['root'] })).client_token;
  assert.equal((await vault.call('POST', 'auth/token/create', {}, { token })).status, 400);
  assert.equal((await vault.call('POST', 'auth/token/renew-self', {}, { token })).status, 400);
  assert.equal((await vault.call('POST', 'auth/token/revoke', { token })).status, 400);
});

test('policies must be a subset of the parent unless the caller is root or has sudo [S18d]', async () => {
  await using vault = await startVaultApi();
  const maker = await vault.tokenFor('path "auth/token/create" { capabilities = ["create", "update"] }');
  const refused = await vault.call('POST', 'auth/token/create', { policies: ['other'] }, { token: maker });
  assert.deepEqual([refused.status, refused.body.errors], [400, ['child policies must be subset of parent']]);
  const root = await vault.call('POST', 'auth/token/create', { policies: ['root'] }, { token: maker });
  assert.equal(root.status, 400);
  const sudo = await vault.tokenFor('path "auth/token/create" { capabilities = ["create", "update", "sudo"] }');
  assert.equal((await vault.call('POST', 'auth/token/create', { policies: ['other'] }, { token: sudo })).status, 200);
});

test('a role with an entity alias gives the token the entity of that alias [S18d][S2]', async () => {
  await using vault = await startVaultApi();
  const entity = (await vault.arrange('POST', 'identity/entity', { name: 'scim-client' })).body.data.id;
  const accessor = (await vault.arrange('GET', 'sys/auth')).body.data['token/'].accessor;
  assert.match(accessor, /^auth_token_[\da-f]{8}$/);
  await vault.arrange('POST', 'identity/entity-alias', {
    name: 'example-client',
    mount_accessor: accessor,
    canonical_id: entity,
  });
  const role = { allowed_entity_aliases: 'example-*', orphan: true, token_no_default_policy: true, renewable: false };
  assert.equal((await vault.call('POST', 'auth/token/roles/r', role)).status, 204);
  const auth = await create(vault, { entity_alias: 'Example-Client', policies: ['p'] }, 'create/r');
  assert.equal(auth.entity_id, entity);
  assert.deepEqual(auth.policies, ['p']);
  assert.equal(auth.orphan, true);
  assert.equal(auth.renewable, false);
  const refused = await vault.call('POST', 'auth/token/create/r', { entity_alias: 'someone' });
  assert.deepEqual([refused.status, refused.body.errors], [400, ["invalid 'entity_alias' value"]]);
  const roleless = await vault.call('POST', 'auth/token/create', { entity_alias: 'example-client' });
  assert.equal(roleless.status, 400);
  const fresh = await create(vault, { entity_alias: 'example-new' }, 'create/r');
  const made = (await vault.call('GET', `identity/entity/id/${fresh.entity_id}`)).body.data;
  assert.equal(made.aliases[0].name, 'example-new');
  assert.equal((await vault.call('POST', 'auth/token/create/none', {})).status, 400);
});

test('a role limits policies, and can be read, listed and deleted [S18d]', async () => {
  await using vault = await startVaultApi();
  const role = { allowed_policies: ['a', 'b'], allowed_policies_glob: ['team-*'], disallowed_policies: 'team-x' };
  await vault.arrange('POST', 'auth/token/roles/r', role);
  assert.deepEqual((await create(vault, {}, 'create/r')).token_policies, ['a', 'b', 'default']);
  assert.deepEqual((await create(vault, { policies: ['team-1'] }, 'create/r')).token_policies, ['default', 'team-1']);
  assert.equal((await vault.call('POST', 'auth/token/create/r', { policies: ['c'] })).status, 400);
  assert.equal((await vault.call('POST', 'auth/token/create/r', { policies: ['team-x'] })).status, 400);
  assert.deepEqual((await vault.call('GET', 'auth/token/roles/r')).body.data.allowed_policies, ['a', 'b']);
  assert.deepEqual((await vault.call('LIST', 'auth/token/roles')).body.data.keys, ['r']);
  assert.equal((await vault.call('DELETE', 'auth/token/roles/r')).status, 204);
  assert.equal((await vault.call('GET', 'auth/token/roles/r')).status, 404);
});

test('a disabled entity blocks its tokens without revoking them; a deleted one blocks them for good [S18a]', async () => {
  await using vault = await startVaultApi();
  await vault.arrange('POST', 'auth/token/roles/r', { allowed_entity_aliases: 'x' });
  const { client_token: token, entity_id: id } = await create(vault, { entity_alias: 'x' }, 'create/r');
  const child = (await create(vault, {}, 'create', undefined)).client_token;
  assert.equal(await status(vault, token), 200);
  await vault.arrange('POST', `identity/entity/id/${id}`, { disabled: true });
  const refused = await vault.call('GET', 'auth/token/lookup-self', undefined, { token });
  assert.deepEqual([refused.status, refused.body], [403, { errors: ['permission denied'] }]);
  await vault.arrange('POST', `identity/entity/id/${id}`, { disabled: false });
  assert.equal(await status(vault, token), 200);
  await vault.arrange('DELETE', `identity/entity/id/${id}`);
  assert.equal(await status(vault, token), 403);
  assert.equal(await status(vault, child), 200);
});

test('a duration that is longer than any of Go is refused with 400', async () => {
  await using vault = await startVaultApi();

  for (const ttl of [1e308, 9_223_372_037, '9223372037s']) {
    assert.equal((await vault.call('POST', 'auth/token/create', { ttl })).status, 400, String(ttl));
  }
});
