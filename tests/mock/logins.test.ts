import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { test } from 'node:test';
import { startVaultApi, type VaultApi } from './vault-api.ts';

const accessorOf = async (vault: VaultApi, path: string) =>
  (await vault.arrange('GET', 'sys/auth')).body.data[path].accessor as string;

async function withUserpass(): Promise<VaultApi> {
  const vault = await startVaultApi();
  await vault.arrange('POST', 'sys/auth/up', { type: 'userpass' });
  await vault.arrange('POST', 'auth/up/users/jane', { password: 'pw', token_policies: ['own'] });
  return vault;
}

test('auth methods are enabled, listed, tuned and disabled [S18h][S20]', async () => {
  await using vault = await startVaultApi();
  const body = { type: 'userpass', description: 'd', local: true, config: { token_type: 'batch' } };
  assert.equal((await vault.call('POST', 'sys/auth/team/up', body)).status, 204);
  const mount = (await vault.call('GET', 'sys/auth')).body.data['team/up/'];
  assert.match(mount.accessor, /^auth_userpass_[\da-f]{8}$/);
  assert.deepEqual([mount.local, mount.description, mount.config.token_type], [true, 'd', 'batch']);
  const again = await vault.call('POST', 'sys/auth/team/up', { type: 'userpass' });
  assert.deepEqual([again.status, again.body.errors], [400, ['path is already in use at team/up/']]);
  await vault.arrange('POST', 'sys/auth/team/up/tune', { default_lease_ttl: '1h' });
  assert.equal((await vault.call('GET', 'sys/auth/team/up/tune')).body.data.default_lease_ttl, 3600);
  assert.equal((await vault.call('POST', 'sys/auth/x', { type: 'magic' })).status, 400);
  assert.equal((await vault.call('DELETE', 'sys/auth/team/up')).status, 204);
  assert.equal((await vault.call('GET', 'sys/auth')).body.data['team/up/'], undefined);
});

test('a userpass login makes an entity once, and resolves the alias that exists [S18f]', async () => {
  await using vault = await withUserpass();
  const login = () => vault.call('POST', 'auth/up/login/Jane', { password: 'pw' }, { token: null });
  const { auth } = (await login()).body;
  assert.deepEqual(auth.token_policies, ['default', 'own']);
  assert.deepEqual(auth.metadata, { username: 'jane' });
  assert.equal(auth.orphan, true);
  assert.equal((await login()).body.auth.entity_id, auth.entity_id);
  const { aliases } = (await vault.call('GET', `identity/entity/id/${auth.entity_id}`)).body.data;
  assert.deepEqual(
    aliases.map((alias: { name: string; mount_path: string }) => [alias.name, alias.mount_path]),
    [['jane', 'auth/up/']],
  );
  const wrong = await vault.call('POST', 'auth/up/login/jane', { password: 'no' }, { token: null });
  assert.deepEqual([wrong.status, wrong.body.errors], [400, ['invalid username or password']]);
  await vault.arrange('DELETE', `identity/entity/id/${auth.entity_id}`);
  assert.notEqual((await login()).body.auth.entity_id, auth.entity_id);
});

test('a disabled entity cannot log in [S18a]', async () => {
  await using vault = await withUserpass();
  const login = () => vault.call('POST', 'auth/up/login/jane', { password: 'pw' }, { token: null });
  const id = (await login()).body.auth.entity_id;
  await vault.arrange('POST', `identity/entity/id/${id}`, { disabled: true });
  assert.deepEqual([(await login()).status, (await login()).body], [403, { errors: ['permission denied'] }]);
});

test('userpass refuses names that it does not know as such [S18f]', async () => {
  await using vault = await withUserpass();
  for (const name of ['-a', '.a', 'a.', 'a@b']) {
    assert.equal((await vault.call('POST', `auth/up/users/${name}`, { password: 'x' })).status, 400, name);
  }
  assert.equal((await vault.call('POST', 'auth/up/users/new', {})).status, 400);
  assert.deepEqual((await vault.call('LIST', 'auth/up/users')).body.data.keys, ['jane']);
  assert.deepEqual((await vault.call('GET', 'auth/up/users/jane')).body.data.token_policies, ['own']);
  assert.equal((await vault.call('GET', 'auth/up/users/other')).status, 404);
});

test('AppRole logs in by role and secret id; the alias is the role id [S18e][S20]', async () => {
  await using vault = await startVaultApi();
  await vault.arrange('POST', 'sys/auth/approle', { type: 'approle' });
  await vault.arrange('POST', 'auth/approle/role/scim', { token_policies: ['p'], secret_id_num_uses: 1 });
  const roleId = (await vault.call('GET', 'auth/approle/role/scim/role-id')).body.data.role_id;
  const entity = (await vault.arrange('POST', 'identity/entity', { name: 'e' })).body.data.id;
  const alias = { name: roleId, mount_accessor: await accessorOf(vault, 'approle/'), canonical_id: entity };
  await vault.arrange('POST', 'identity/entity-alias', alias);
  const secretId = (await vault.call('POST', 'auth/approle/role/scim/secret-id', {})).body.data.secret_id;
  const login = () =>
    vault.call('POST', 'auth/approle/login', { role_id: roleId, secret_id: secretId }, { token: null });
  assert.equal((await login()).body.auth.entity_id, entity);
  const used = await login();
  assert.deepEqual([used.status, used.body.errors], [400, ['invalid role or secret ID']]);
});

function jwt(key: KeyObject, alg: 'RS256' | 'ES256', claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const data = `${part({ alg, typ: 'JWT' })}.${part(claims)}`;
  return `${data}.${sign('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

for (const alg of ['RS256', 'ES256'] as const) {
  test(`JWT logs in by a token that a configured key signed with ${alg} [S18g]`, async () => {
    await using vault = await startVaultApi();
    const pair = () =>
      alg === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { publicKey, privateKey } = pair();
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    await vault.arrange('POST', 'sys/auth/jwt', { type: 'jwt' });
    await vault.arrange('POST', 'auth/jwt/config', { jwt_validation_pubkeys: [pem] });
    await vault.arrange('POST', 'auth/jwt/role/scim', {
      role_type: 'jwt',
      user_claim: 'sub',
      bound_audiences: ['vault'],
      token_policies: ['p'],
    });
    const login = (token: string) =>
      vault.call('POST', 'auth/jwt/login', { role: 'scim', jwt: token }, { token: null });
    const exp = Math.floor(Date.now() / 1000) + 60;
    const good = { sub: 'idp', aud: 'vault', exp };
    const { auth } = (await login(jwt(privateKey, alg, good))).body;
    assert.deepEqual(auth.token_policies, ['default', 'p']);
    const entity = (await vault.call('GET', `identity/entity/id/${auth.entity_id}`)).body.data;
    assert.equal(entity.aliases[0].name, 'idp');
    const refused = [
      jwt(privateKey, alg, { ...good, aud: 'other' }),
      jwt(privateKey, alg, { ...good, exp: exp - 600 }),
      jwt(privateKey, alg, { sub: 'idp', aud: 'vault' }),
      jwt(pair().privateKey, alg, good),
      `${jwt(privateKey, alg, good)}x`,
      'not.a.jwt',
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(good)).toString('base64url')}.`,
    ];
    for (const token of refused) assert.equal((await login(token)).status, 400, token);
  });
}

test('the policy of a group gives and takes access at once, also for tokens issued before [S18o]', async () => {
  await using vault = await withUserpass();
  await vault.arrange('POST', 'sys/mounts/secret', { type: 'kv-v2' });
  await vault.arrange('POST', 'secret/data/team', { data: { key: 'v' } });
  await vault.arrange('PUT', 'sys/policies/acl/team', {
    policy: 'path "secret/data/team" { capabilities = ["read"] }',
  });
  const { client_token: token, entity_id: id } = (await vault.arrange('POST', 'auth/up/login/jane', { password: 'pw' }))
    .body.auth;
  const read = async () => (await vault.call('GET', 'secret/data/team', undefined, { token })).status;
  assert.equal(await read(), 403);
  const inner = (await vault.arrange('POST', 'identity/group', { name: 'inner', member_entity_ids: [id] })).body.data
    .id;
  await vault.arrange('POST', 'identity/group', { name: 'outer', member_group_ids: [inner], policies: ['team'] });
  assert.equal(await read(), 200, 'inherited from the outer group');
  await vault.arrange('POST', 'identity/group/name/inner', { member_entity_ids: [] });
  assert.equal(await read(), 403);
  await vault.arrange('POST', `identity/entity/id/${id}`, { policies: ['team'] });
  assert.equal(await read(), 200, "by the entity's own policies");
});

test('identity templates are filled in, and what they bring in acts as written [S18i]', async () => {
  await using vault = await withUserpass();
  await vault.arrange('POST', 'sys/mounts/secret', { type: 'kv-v2' });
  for (const path of ['jane', 'bob', 'blue']) await vault.arrange('POST', `secret/data/${path}`, { data: {} });
  const { client_token: token, entity_id: id } = (await vault.arrange('POST', 'auth/up/login/jane', { password: 'pw' }))
    .body.auth;
  await vault.arrange('PUT', 'sys/policies/acl/own', {
    policy: `path "secret/data/{{identity.entity.name}}" { capabilities = ["read"] }
             path "secret/data/{{identity.entity.metadata.team}}" { capabilities = ["read"] }
             path "x/{{identity.entity.aliases.${await accessorOf(vault, 'up/')}.name}}/{{identity.entity.id}}" { capabilities = ["read"] }
             path "sys/capabilities-self" { capabilities = ["update"] }`,
  });
  const read = async (path: string) => (await vault.call('GET', `secret/data/${path}`, undefined, { token })).status;
  await vault.arrange('POST', `identity/entity/id/${id}`, { name: 'jane' });
  assert.deepEqual([await read('jane'), await read('bob'), await read('blue')], [200, 403, 403]);
  await vault.arrange('POST', `identity/entity/id/${id}`, { metadata: { team: 'blue' } });
  assert.deepEqual([await read('bob'), await read('blue')], [403, 200]);
  const granted = await vault.call('POST', 'sys/capabilities-self', { path: `x/jane/${id}` }, { token });
  assert.deepEqual(granted.body.data.capabilities, ['read']);
  await vault.arrange('POST', `identity/entity/id/${id}`, { name: '*' });
  assert.equal(await read('bob'), 200, 'a star in a name opens every path');
});
