import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVaultApi } from './vault-api.ts';

const DENIED = { errors: ['1 error occurred:\n\t* permission denied\n\n'] };

test('a token may do what its policies grant and nothing else [S18i][S20]', async () => {
  await using vault = await startVaultApi();
  await vault.arrange('POST', 'sys/mounts/secret', { type: 'kv', options: { version: '2' } });
  await vault.arrange('POST', 'secret/data/a', { data: { x: 1 } });
  const token = await vault.tokenFor('path "secret/data/a" { capabilities = ["read"] }');
  assert.deepEqual((await vault.call('GET', 'secret/data/a', undefined, { token })).body.data.data, { x: 1 });
  for (const [verb, path] of [
    ['GET', 'secret/data/b'],
    ['POST', 'secret/data/a'],
    ['DELETE', 'secret/data/a'],
    ['GET', 'nothing/mounted'],
  ] as const) {
    const answer = await vault.call(verb, path, verb === 'POST' ? { data: {} } : undefined, { token });
    assert.equal(answer.status, 403);
    assert.deepEqual(answer.body, DENIED);
  }
});

test('deny wins over a union on the same pattern, and the most specific pattern wins over others [S18i]', async () => {
  await using vault = await startVaultApi();
  await vault.arrange('POST', 'sys/mounts/secret', { type: 'kv', options: { version: '2' } });
  await vault.arrange('POST', 'secret/data/a', { data: {} });
  await vault.arrange('POST', 'secret/data/b', { data: {} });
  await vault.arrange('PUT', 'sys/policies/acl/wide', { policy: 'path "secret/*" { capabilities = ["read"] }' });
  await vault.arrange('PUT', 'sys/policies/acl/none', { policy: 'path "secret/data/b" { capabilities = [] }' });
  await vault.arrange('PUT', 'sys/policies/acl/deny', { policy: 'path "secret/*" { capabilities = ["deny"] }' });
  const narrowed = await vault.tokenWith('wide', 'none');
  assert.equal((await vault.call('GET', 'secret/data/a', undefined, { token: narrowed })).status, 200);
  assert.equal((await vault.call('GET', 'secret/data/b', undefined, { token: narrowed })).status, 403);
  const denied = await vault.tokenWith('wide', 'deny');
  assert.equal((await vault.call('GET', 'secret/data/a', undefined, { token: denied })).status, 403);
});

test('a write to what does not exist needs create, to what exists update [S18i]', async () => {
  await using vault = await startVaultApi();
  await vault.arrange('POST', 'sys/mounts/secret', { type: 'kv', options: { version: '2' } });
  const creator = await vault.tokenFor('path "secret/data/*" { capabilities = ["create"] }');
  const updater = await vault.tokenFor('path "secret/data/*" { capabilities = ["update"] }');
  const write = (token: string) => vault.call('POST', 'secret/data/a', { data: {} }, { token });
  assert.equal((await write(updater)).status, 403);
  assert.equal((await write(creator)).status, 200);
  assert.equal((await write(creator)).status, 403);
  assert.equal((await write(updater)).status, 200);
});

test('SCIM PATCH needs the patch capability: the wildcard policy without it is refused [S11][S18i]', async () => {
  await using vault = await startVaultApi();
  const token = await vault.tokenFor(
    'path "identity/scim/v2/*" { capabilities = ["create", "read", "update", "delete", "list"] }',
  );
  const patch = await vault.call('PATCH', 'identity/scim/v2/Users/x', {}, { token });
  assert.equal(patch.status, 403);
  assert.deepEqual(patch.body, DENIED);
  const read = await vault.call('GET', 'identity/scim/v2/Users', undefined, { token });
  assert.match(read.text, /principal of a SCIM client/);
});

test('root-protected paths need sudo as well [S18h]', async () => {
  await using vault = await startVaultApi();
  const without = await vault.tokenFor('path "sys/auth/*" { capabilities = ["create", "update"] }');
  const withSudo = await vault.tokenFor('path "sys/auth/*" { capabilities = ["create", "update", "sudo"] }');
  const enable = (token: string) => vault.call('POST', 'sys/auth/up', { type: 'userpass' }, { token });
  assert.equal((await enable(without)).status, 403);
  assert.equal((await enable(withSudo)).status, 204);
});

test('LIST is covered by the pattern with and without the trailing slash [S18i]', async () => {
  await using vault = await startVaultApi();
  for (const pattern of ['sys/policies/acl', 'sys/policies/acl/']) {
    const token = await vault.tokenFor(`path "${pattern}" { capabilities = ["list"] }`);
    assert.equal((await vault.call('LIST', 'sys/policies/acl', undefined, { token })).status, 200, pattern);
    assert.equal((await vault.call('GET', 'sys/policies/acl?list=true', undefined, { token })).status, 200, pattern);
  }
});

test('parameter rules bind writes [S18i]', async () => {
  await using vault = await startVaultApi();
  const token = await vault.tokenFor(`path "identity/entity" {
    capabilities = ["create", "update"]
    required_parameters = ["name"]
    allowed_parameters = { "name" = ["team-*"], "metadata" = [] }
  }`);
  const create = async (body: object) => (await vault.call('POST', 'identity/entity', body, { token })).status;
  assert.equal(await create({ name: 'team-a', metadata: { k: 'v' } }), 200);
  assert.equal(await create({ name: 'other' }), 403);
  assert.equal(await create({ metadata: {} }), 403);
  assert.equal(await create({ name: 'team-b', policies: ['x'] }), 403);
});

test('capabilities-self tells what the token may do', async () => {
  await using vault = await startVaultApi();
  const token = await vault.tokenFor(
    'path "a/*" { capabilities = ["read", "list"] } path "sys/capabilities-self" { capabilities = ["update"] }',
  );
  const answer = await vault.call('POST', 'sys/capabilities-self', { paths: ['a/b', 'c'] }, { token });
  assert.deepEqual(answer.body.data, { 'a/b': ['list', 'read'], c: ['deny'] });
});

test('a policy is read back as written, accepted in base64, and gone after DELETE [S18i]', async () => {
  await using vault = await startVaultApi();
  const policy = 'path "a" { capabilities = ["read"] }';
  assert.equal((await vault.call('PUT', 'sys/policies/acl/P1', { policy })).status, 204);
  assert.deepEqual((await vault.call('GET', 'sys/policies/acl/p1')).body.data, { name: 'p1', policy });
  const base64 = Buffer.from(policy).toString('base64');
  assert.equal((await vault.call('POST', 'sys/policies/acl/p2', { policy: base64 })).status, 204);
  assert.deepEqual((await vault.call('LIST', 'sys/policies/acl')).body.data.keys, ['default', 'p1', 'p2', 'root']);
  assert.equal((await vault.call('DELETE', 'sys/policies/acl/p1')).status, 204);
  assert.equal((await vault.call('GET', 'sys/policies/acl/p1')).status, 404);
  const bad = await vault.call('PUT', 'sys/policies/acl/p3', { policy: 'path "a" { capabilities = ["fly"] }' });
  assert.deepEqual([bad.status, bad.body], [400, { errors: ['path "a": invalid capability "fly"'] }]);
});

test('duplicate attributes are accepted before 2.0.4 [S15]', async () => {
  const policy = 'path "a" { capabilities = ["read"] capabilities = ["list"] }';
  for (const [version, status] of [
    ['2.0.1', 204],
    ['2.0.4', 400],
  ] as const) {
    await using vault = await startVaultApi({ version });
    assert.equal((await vault.call('PUT', 'sys/policies/acl/p', { policy })).status, status, version);
  }
});
