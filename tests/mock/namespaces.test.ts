import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVaultApi, type VaultApi } from './vault-api.ts';

async function withNamespaces(): Promise<VaultApi> {
  const vault = await startVaultApi();
  await vault.arrange('POST', 'sys/namespaces/a');
  await vault.arrange('POST', 'a/sys/namespaces/b', { custom_metadata: { k: 'v' } });
  return vault;
}

test('namespaces are created, read, listed, patched and deleted [S18k]', async () => {
  await using vault = await withNamespaces();
  const created = (await vault.call('GET', 'sys/namespaces/a')).body.data;
  assert.match(created.id, /^\w{5}$/);
  assert.equal(created.path, 'a/');
  const { keys, key_info } = (await vault.call('LIST', 'sys/namespaces')).body.data;
  assert.deepEqual(keys, ['a/']);
  assert.equal(key_info['a/'].id, created.id);
  assert.deepEqual((await vault.call('GET', 'a/sys/namespaces/b')).body.data.custom_metadata, { k: 'v' });
  const merge = { headers: { 'content-type': 'application/merge-patch+json' } };
  await vault.arrange('PATCH', 'a/sys/namespaces/b', { custom_metadata: { l: 'w' } }, merge);
  assert.deepEqual((await vault.call('GET', 'a/sys/namespaces/b')).body.data.custom_metadata, { k: 'v', l: 'w' });
  assert.equal((await vault.call('DELETE', 'sys/namespaces/a')).status, 400, 'it has a child');
  assert.equal((await vault.call('DELETE', 'a/sys/namespaces/b')).status, 204);
  assert.equal((await vault.call('LIST', 'a/sys/namespaces')).status, 404);
  for (const name of ['sys', 'root', 'identity', 'a%20b']) {
    assert.equal((await vault.call('POST', `sys/namespaces/${name}`)).status, 400, name);
  }
});

test('a namespace is named by path, by header, or by both together [S2][S18n]', async () => {
  await using vault = await withNamespaces();
  await vault.arrange('POST', 'a/b/identity/entity', { name: 'inside' });
  const read = async (path: string, namespace?: string) =>
    (
      await vault.call(
        'GET',
        `${path}identity/entity/name/inside`,
        undefined,
        namespace === undefined ? {} : { namespace },
      )
    ).status;
  assert.deepEqual(
    [await read('a/b/'), await read('', 'a/b'), await read('', 'a/b/'), await read('b/', 'a'), await read('b/', '/a/')],
    [200, 200, 200, 200, 200],
  );
  assert.deepEqual([await read(''), await read('a/'), await read('', 'none')], [404, 404, 404]);
});

test('each namespace has its own mounts, policies and identities [S18k]', async () => {
  await using vault = await withNamespaces();
  const mounts = (await vault.call('GET', 'a/sys/auth')).body.data;
  assert.equal(mounts['token/'].type, 'ns_token');
  assert.match(mounts['token/'].accessor, /^auth_ns_token_[\da-f]{8}$/);
  await vault.arrange('PUT', 'a/sys/policies/acl/p', { policy: 'path "x" { capabilities = ["read"] }' });
  assert.equal((await vault.call('GET', 'sys/policies/acl/p')).status, 404);
  const entity = (await vault.arrange('POST', 'a/identity/entity', { name: 'e' })).body.data.id;
  assert.equal((await vault.call('GET', `identity/entity/id/${entity}`)).status, 404);
  const rootAccessor = (await vault.call('GET', 'sys/auth')).body.data['token/'].accessor;
  const foreign = await vault.call('POST', 'a/identity/entity-alias', { name: 'x', mount_accessor: rootAccessor });
  assert.deepEqual([foreign.status, foreign.body.errors], [400, [`invalid mount accessor "${rootAccessor}"`]]);
  assert.equal((await vault.call('GET', 'a/sys/health')).status, 404);
});

test('a token works in the namespaces below its own by policy paths, not above or beside [S18k]', async () => {
  await using vault = await withNamespaces();
  await vault.arrange('POST', 'sys/namespaces/c');
  await vault.arrange('PUT', 'a/sys/policies/acl/p', {
    policy: 'path "b/sys/policies/acl" { capabilities = ["list"] } path "sys/policies/acl" { capabilities = ["list"] }',
  });
  const { client_token: token } = (await vault.arrange('POST', 'a/auth/token/create', { policies: ['p'] })).body.auth;
  assert.match(token, /^hvs\.\w{24}\.\w{5}$/);
  const list = async (path: string) =>
    (await vault.call('LIST', `${path}sys/policies/acl`, undefined, { token })).status;
  assert.deepEqual([await list('a/'), await list('a/b/'), await list(''), await list('c/')], [200, 200, 403, 403]);
  const self = await vault.call('GET', 'auth/token/lookup-self', undefined, { token });
  assert.deepEqual([self.status, self.body.data.namespace_path], [200, 'a/']);
});
