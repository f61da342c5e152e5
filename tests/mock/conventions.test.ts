import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDouble } from '../../src/mock/double.ts';
import { startVaultApi } from './vault-api.ts';

test('every answer says that a double gave it', async () => {
  await using vault = await startVaultApi({ version: '2.0.4' });
  const banner = 'a double of Vault 2.0.4 by documentation, not a Vault';
  for (const [verb, path] of [
    ['GET', 'sys/health'],
    ['GET', 'none'],
    ['FOO', 'x'],
    ['GET', 'identity/scim/v2/ServiceProviderConfig'],
  ] as const) {
    assert.equal((await vault.call(verb, path)).headers.get('x-vault-double'), banner, path);
  }
});

test('errors have the documented texts [S20][S13h]', async () => {
  await using vault = await startVaultApi();
  const token = await vault.tokenFor('path "x" { capabilities = ["read"] }');
  const errors = async (...args: Parameters<typeof vault.call>) => {
    const answer = await vault.call(...args);
    assert.equal(answer.headers.get('content-type'), 'application/json');
    return [answer.status, answer.body.errors];
  };
  const invalid = ['2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n'];
  assert.deepEqual(await errors('GET', 'sys/auth', undefined, { token: 'hvs.no' }), [403, invalid]);
  assert.deepEqual(await errors('GET', 'identity/scim/v2/Users', undefined, { token: 'hvs.no' }), [403, invalid]);
  assert.deepEqual(await errors('GET', 'sys/auth', undefined, { token: null }), [403, ['permission denied']]);
  assert.deepEqual(await errors('GET', 'sys/auth', undefined, { token }), [
    403,
    ['1 error occurred:\n\t* permission denied\n\n'],
  ]);
  assert.deepEqual(await errors('GET', 'nothing/here'), [
    404,
    ['no handler for route "nothing/here". route entry not found.'],
  ]);
  assert.deepEqual(await errors('GET', 'sys/nothing'), [404, ['1 error occurred:\n\t* unsupported path\n\n']]);
  assert.deepEqual(await errors('DELETE', 'identity/entity'), [
    405,
    ['1 error occurred:\n\t* unsupported operation\n\n'],
  ]);
  assert.deepEqual(await errors('POST', 'identity/entity', '{"name":'), [400, ['error parsing JSON']]);
  assert.deepEqual(await errors('POST', 'identity/entity/', {}), [400, ["cannot write to a path ending in '/'"]]);
  assert.deepEqual(await errors('GET', 'identity/entity/id/nobody'), [404, []]);
  assert.deepEqual(await errors('LIST', 'identity/entity/id'), [404, []]);
  assert.deepEqual(await errors('PATCH', 'sys/namespaces/x', {}), [
    415,
    ['PATCH requires Content-Type of application/merge-patch+json, provided application/json'],
  ]);
  assert.equal((await vault.call('GET', 'sys/policies/acl?list=maybe')).status, 400);
});

test('a success with data has the envelope, one without is 204 and empty [S18n]', async () => {
  await using vault = await startVaultApi();
  const created = await vault.call('POST', 'identity/entity', { name: 'e' });
  const { request_id, data, ...rest } = created.body;
  assert.match(request_id, /^[\da-f-]{36}$/);
  assert.equal(data.name, 'e');
  assert.deepEqual(rest, {
    lease_id: '',
    renewable: false,
    lease_duration: 0,
    wrap_info: null,
    warnings: null,
    auth: null,
    mount_type: 'identity',
  });
  const updated = await vault.call('POST', 'identity/entity', { name: 'e', disabled: false });
  assert.deepEqual([updated.status, updated.text], [204, '']);
});

test('PUT and POST are synonyms; LIST and GET with list=true too [S18n]', async () => {
  await using vault = await startVaultApi();
  await vault.arrange('PUT', 'identity/group', { name: 'g' });
  await vault.arrange('POST', 'identity/group', { name: 'h' });
  const listed = await vault.call('LIST', 'identity/group/name');
  assert.deepEqual(listed.body.data.keys, ['g', 'h']);
  assert.deepEqual((await vault.call('GET', 'identity/group/name?list=true')).body.data, listed.body.data);
});

test('LIST works again and again on one connection, between other verbs', async () => {
  await using vault = await startVaultApi();
  for (let round = 0; round < 5; round += 1) {
    assert.equal((await vault.call('LIST', 'sys/policies/acl')).status, 200);
    assert.equal((await vault.call('POST', 'identity/entity', { name: `e${round}` })).status, 200);
    assert.equal((await vault.call('LIST', 'identity/entity/id')).body.data.keys.length, round + 1);
  }
});

test('the token comes in X-Vault-Token or as Bearer, and the former is preferred [S18n]', async () => {
  await using vault = await startVaultApi();
  const authorization = `Bearer ${vault.double.rootToken}`;
  const bearer = (headers: Record<string, string>) =>
    vault.call('GET', 'sys/auth', undefined, { token: null, headers: { authorization, ...headers } });
  assert.equal((await bearer({})).status, 200);
  assert.equal((await bearer({ 'x-vault-token': 'hvs.no' })).status, 403);
});

test('answers to requests that modify storage carry X-Vault-Index, and it grows [Vault documentation, Eventual consistency]', async () => {
  await using vault = await startVaultApi();
  const indexOf = async (...args: Parameters<typeof vault.call>) => {
    const { headers } = await vault.call(...args);
    const text = Buffer.from(headers.get('x-vault-index') ?? '', 'base64').toString();
    return Number(/^v1:[\da-f-]{36}:(\d+):\1:[\da-f]{64}$/.exec(text)?.[1] ?? 0);
  };
  assert.equal(await indexOf('POST', 'identity/entity', { name: 'e' }), 1);
  assert.equal(await indexOf('GET', 'identity/entity/name/e'), 0);
  assert.equal(await indexOf('POST', 'identity/entity/name/e', { disabled: true }), 2);
  assert.equal(await indexOf('POST', 'identity/entity', '{'), 0);
  assert.equal(await indexOf('POST', 'sys/capabilities-self', { paths: ['x'] }), 0);
  assert.equal(await indexOf('POST', 'identity/lookup/entity', { name: 'e' }), 0);
  assert.equal(await indexOf('POST', 'auth/token/create', {}), 3);
  assert.equal(await indexOf('DELETE', 'identity/entity/name/e'), 4);
  await using community = await startVaultApi({ edition: 'community' });
  assert.equal((await community.call('POST', 'identity/entity', { name: 'e' })).headers.get('x-vault-index'), null);
});

test('health tells the role by its status, and the version [S18j]', async () => {
  for (const [options, status] of [
    [{}, 200],
    [{ role: 'standby' }, 429],
    [{ role: 'performance-standby' }, 473],
    [{ role: 'dr-secondary' }, 472],
    [{ start: 'sealed' }, 503],
    [{ start: 'uninitialised' }, 501],
  ] as const) {
    await using vault = await startVaultApi(options);
    const answer = await vault.call('GET', 'sys/health', undefined, { token: null });
    assert.equal(answer.status, status);
    assert.equal(answer.body.version, '2.2.0+ent');
    assert.equal(answer.body.enterprise, true);
    assert.equal((await vault.call('HEAD', 'sys/health', undefined, { token: null })).status, status);
  }
  await using vault = await startVaultApi({ role: 'standby' });
  assert.equal((await vault.call('GET', 'sys/health?standbyok=true')).status, 200);
  assert.equal((await vault.call('GET', 'sys/health?standbycode=299')).status, 299);
  assert.match((await vault.call('GET', 'sys/health')).body.cluster_name, /^vault-double-by-documentation/);
});

test('a sealed double answers 503 until it is unsealed [S13h][S18j]', async () => {
  await using vault = await startVaultApi({ start: 'sealed' });
  const sealed = await vault.call('GET', 'sys/auth');
  assert.deepEqual([sealed.status, sealed.body], [503, { errors: ['Vault is sealed'] }]);
  assert.equal((await vault.call('GET', 'sys/seal-status', undefined, { token: null })).body.sealed, true);
  assert.equal((await vault.call('PUT', 'sys/unseal', { key: 'ff' }, { token: null })).status, 400);
  const key = vault.double.state.unsealKey;
  assert.equal((await vault.call('PUT', 'sys/unseal', { key }, { token: null })).body.sealed, false);
  assert.equal((await vault.call('GET', 'sys/auth')).status, 200);
});

test('an uninitialised double is initialised once [S18j]', async () => {
  await using vault = await startVaultApi({ start: 'uninitialised' });
  assert.deepEqual((await vault.call('GET', 'sys/init', undefined, { token: null })).body, { initialized: false });
  const init = await vault.call('POST', 'sys/init', { secret_shares: 1, secret_threshold: 1 }, { token: null });
  await vault.arrange('PUT', 'sys/unseal', { key: init.body.keys_base64[0] }, { token: null });
  assert.equal((await vault.call('GET', 'sys/auth', undefined, { token: init.body.root_token })).status, 200);
  assert.equal((await vault.call('POST', 'sys/init', {}, { token: null })).status, 400);
});

test('SCIM is activated by its flag, one way and in the root namespace alone [S1][S18m]', async () => {
  await using vault = await startVaultApi({ start: 'not-activated' });
  const flags = async () => (await vault.call('GET', 'sys/activation-flags', undefined, { token: null })).body.data;
  assert.deepEqual(await flags(), { activated: [], unactivated: ['enable-scim', 'secrets-sync'] });
  assert.equal((await vault.call('GET', 'identity/scim/v2/ServiceProviderConfig')).status, 403);
  assert.equal((await vault.call('LIST', 'identity/scim/client')).status, 400);
  await vault.arrange('POST', 'sys/namespaces/ns');
  assert.equal((await vault.call('PUT', 'ns/sys/activation-flags/enable-scim/activate')).status, 404);
  assert.equal((await vault.call('PUT', 'sys/activation-flags/nonsense/activate')).status, 400);
  const activated = await vault.call('PUT', 'sys/activation-flags/enable-scim/activate');
  assert.deepEqual(activated.body.data.activated, ['enable-scim']);
  assert.equal((await vault.call('PUT', 'sys/activation-flags/enable-scim/activate')).status, 200);
  assert.deepEqual(await flags(), { activated: ['enable-scim'], unactivated: ['secrets-sync'] });
  const config = await vault.call('GET', 'identity/scim/v2/ServiceProviderConfig', undefined, { token: null });
  assert.equal(config.status, 200);
});

test('the community edition has no SCIM and no namespaces [S13][S13h]', async () => {
  await using vault = await startVaultApi({ edition: 'community' });
  const scim = await vault.call('GET', 'identity/scim/v2/ServiceProviderConfig');
  assert.deepEqual([scim.status, scim.body], [404, { errors: ['1 error occurred:\n\t* unsupported path\n\n'] }]);
  const named = await vault.call('GET', 'sys/auth', undefined, { namespace: 'ns' });
  assert.deepEqual([named.status, named.body], [403, { errors: ['namespaces feature not enabled'] }]);
  assert.equal((await vault.call('GET', 'sys/health')).body.version, '2.2.0');
});

test('a rate-limit quota answers 429 [S13h][S18n]', async () => {
  await using vault = await startVaultApi();
  const quota = { rate: 2, interval: '1h', path: 'identity/scim/' };
  await vault.arrange('POST', 'sys/quotas/rate-limit/scim', quota);
  const read = () => vault.call('GET', 'identity/scim/v2/ServiceProviderConfig');
  assert.deepEqual([(await read()).status, (await read()).status], [200, 200]);
  const refused = await read();
  assert.equal(refused.status, 429);
  assert.deepEqual(refused.body.errors, [
    'request path "identity/scim/v2/ServiceProviderConfig": rate limit quota exceeded',
  ]);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  assert.equal((await vault.call('GET', 'sys/auth')).status, 200);
  vault.double.state.clock.advance(3600);
  assert.equal((await read()).status, 200);
});

test('KV v2 keeps versions: write, read, list, delete', async () => {
  await using vault = await startVaultApi();
  await vault.arrange('POST', 'sys/mounts/team/kv', { type: 'kv-v2' });
  assert.equal((await vault.call('POST', 'team/kv/data/app/db', { data: { password: 'one' } })).body.data.version, 1);
  assert.equal((await vault.call('PUT', 'team/kv/data/app/db', { data: { password: 'two' } })).body.data.version, 2);
  assert.deepEqual((await vault.call('GET', 'team/kv/data/app/db')).body.data.data, { password: 'two' });
  assert.deepEqual((await vault.call('GET', 'team/kv/data/app/db?version=1')).body.data.data, { password: 'one' });
  assert.deepEqual((await vault.call('LIST', 'team/kv/metadata')).body.data.keys, ['app/']);
  assert.deepEqual((await vault.call('LIST', 'team/kv/metadata/app')).body.data.keys, ['db']);
  assert.equal((await vault.call('DELETE', 'team/kv/data/app/db')).status, 204);
  assert.equal((await vault.call('GET', 'team/kv/data/app/db')).status, 404);
  assert.equal((await vault.call('DELETE', 'team/kv/metadata/app/db')).status, 204);
  assert.equal((await vault.call('LIST', 'team/kv/metadata')).status, 404);
});

test('many doubles live in one process without knowing of each other, and are made in a few milliseconds', async () => {
  await using one = await startVaultApi();
  await using two = await startVaultApi();
  await one.arrange('POST', 'identity/entity', { name: 'only-here' });
  assert.equal((await two.call('GET', 'identity/entity/name/only-here')).status, 404);
  assert.equal((await two.call('GET', 'sys/auth', undefined, { token: one.double.rootToken })).status, 403);
  const start = performance.now();
  for (let count = 0; count < 20; count += 1) await createDouble({ version: '2.2.0' });
  assert.ok((performance.now() - start) / 20 < 15, 'generous, because the machine is shared');
});
