import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVaultApi, type VaultApi } from './vault-api.ts';

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

const create = async (vault: VaultApi, path: string, body: object, namespace = '') =>
  (await vault.arrange('POST', `identity/${path}`, body, { namespace })).body.data.id as string;

test('an entity is created, read, updated, listed and deleted [S18a][S13]', async () => {
  await using vault = await startVaultApi();
  const created = await vault.call('POST', 'identity/entity', { name: 'Jane', metadata: { a: 'b' }, policies: ['P'] });
  const { id } = created.body.data;
  assert.deepEqual(created.body.data, { aliases: null, id, name: 'Jane' });
  assert.match(id, UUID);
  const { creation_time, last_update_time, ...entity } = (await vault.call('GET', `identity/entity/id/${id}`)).body
    .data;
  assert.match(creation_time, TIME);
  assert.match(last_update_time, TIME);
  assert.deepEqual(entity, {
    aliases: [],
    direct_group_ids: [],
    disabled: false,
    external_id: '',
    group_ids: [],
    id,
    inherited_group_ids: [],
    merged_entity_ids: null,
    metadata: { a: 'b' },
    mfa_secrets: {},
    name: 'Jane',
    namespace_id: 'root',
    policies: ['p'],
    scim_client_id: '',
  });
  assert.equal((await vault.call('POST', `identity/entity/id/${id}`, { disabled: true })).status, 204);
  const updated = (await vault.call('GET', 'identity/entity/name/jane')).body.data;
  assert.deepEqual([updated.disabled, updated.metadata, updated.policies], [true, { a: 'b' }, ['p']]);
  assert.ok(updated.last_update_time > last_update_time);
  assert.deepEqual((await vault.call('LIST', 'identity/entity/id')).body.data.keys, [id]);
  assert.deepEqual((await vault.call('LIST', 'identity/entity/name')).body.data.keys, ['Jane']);
  assert.equal((await vault.call('DELETE', `identity/entity/id/${id}`)).status, 204);
  assert.equal((await vault.call('DELETE', `identity/entity/id/${id}`)).status, 204, 'already gone');
  assert.equal((await vault.call('GET', `identity/entity/id/${id}`)).status, 404);
});

test('entity errors have the known texts [S13]', async () => {
  await using vault = await startVaultApi();
  await create(vault, 'entity', { name: 'a' });
  const b = await create(vault, 'entity', { name: 'b' });
  const errors = async (path: string, body: object) => {
    const answer = await vault.call('POST', `identity/${path}`, body);
    return [answer.status, ...(answer.body.errors ?? [])];
  };
  assert.deepEqual(await errors(`entity/id/${b}`, { name: 'A' }), [400, 'entity name is already in use']);
  assert.deepEqual(await errors('entity/id/none', {}), [400, 'entity not found from id']);
  assert.deepEqual(await errors('entity', { id: 'none' }), [400, 'entity not found from id']);
  assert.deepEqual(await errors('entity', { policies: ['root'] }), [400, 'policies cannot contain root']);
  assert.deepEqual(await errors('entity', { scim_client_id: 'x' }), [400, 'cannot set scim_client_id']);
  assert.equal((await vault.call('POST', 'identity/entity', { metadata: 'x' })).status, 400);
  assert.equal((await vault.call('POST', 'identity/entity', [1])).status, 400);
});

test('an alias is created, repeated, moved and deleted [S18b][S13]', async () => {
  await using vault = await startVaultApi();
  await vault.arrange('POST', 'sys/auth/up', { type: 'userpass' });
  const accessor = (await vault.arrange('GET', 'sys/auth')).body.data['up/'].accessor;
  const one = await create(vault, 'entity', { name: 'one' });
  const two = await create(vault, 'entity', { name: 'two' });
  const alias = { name: 'jane', mount_accessor: accessor, canonical_id: one };
  const first = await vault.call('POST', 'identity/entity-alias', alias);
  const { id } = first.body.data;
  assert.deepEqual(first.body.data, { canonical_id: one, id });
  assert.equal((await vault.call('POST', 'identity/entity-alias', alias)).status, 204);
  const second = await vault.call('POST', 'identity/entity-alias', { ...alias, name: 'other' });
  assert.deepEqual(second.body, { errors: ['Alias already exists for requested entity and mount accessor'] });
  await vault.arrange('POST', `identity/entity-alias/id/${id}`, { canonical_id: two });
  const read = (await vault.call('GET', `identity/entity-alias/id/${id}`)).body.data;
  assert.deepEqual(
    [read.canonical_id, read.mount_path, read.mount_type, read.scim_client_id],
    [two, 'auth/up/', 'userpass', ''],
  );
  assert.equal((await vault.call('LIST', 'identity/entity-alias/id')).body.data.key_info[id].name, 'jane');
  const errors = async (body: object) => (await vault.call('POST', 'identity/entity-alias', body)).body.errors;
  assert.deepEqual(await errors({ name: 'x' }), ["'id' or 'mount_accessor' and 'name' must be provided"]);
  assert.deepEqual(await errors({ ...alias, mount_accessor: 'x' }), ['invalid mount accessor "x"']);
  assert.deepEqual(await errors({ ...alias, name: 'y', canonical_id: 'z' }), ['invalid canonical ID']);
  assert.equal((await vault.call('DELETE', `identity/entity-alias/id/${id}`)).status, 204);
  assert.equal((await vault.call('GET', `identity/entity-alias/id/${id}`)).status, 404);
});

test('a group has members, direct and through groups, and keeps out unknown ones and cycles [S18c]', async () => {
  await using vault = await startVaultApi();
  const entity = await create(vault, 'entity', { name: 'e' });
  const inner = await create(vault, 'group', { name: 'Inner', member_entity_ids: [entity], policies: ['p'] });
  const outer = await create(vault, 'group', { name: 'outer', member_group_ids: [inner] });
  const read = (await vault.call('GET', 'identity/group/name/inner')).body.data;
  assert.deepEqual(
    [read.name, read.type, read.member_entity_ids, read.parent_group_ids, read.policies, read.scim_client_id],
    ['Inner', 'internal', [entity], [outer], ['p'], ''],
  );
  const seen = (await vault.call('GET', `identity/entity/id/${entity}`)).body.data;
  assert.deepEqual([seen.direct_group_ids, seen.inherited_group_ids], [[inner], [outer]]);
  const cycle = await vault.call('POST', `identity/group/id/${inner}`, { member_group_ids: [outer] });
  assert.equal(cycle.status, 400);
  const unknown = await vault.call('POST', 'identity/group', { name: 'x', member_entity_ids: ['none'] });
  assert.equal(unknown.status, 400);
  assert.equal((await vault.call('GET', 'identity/group/name/x')).status, 404, 'nothing was made');
  const external = await vault.call('POST', `identity/group/id/${inner}`, { type: 'external' });
  assert.deepEqual(external.body, { errors: ['group type cannot be changed'] });
  const taken = await vault.call('POST', `identity/group/id/${outer}`, { name: 'inner' });
  assert.deepEqual(taken.body, { errors: ['group name is already in use'] });
  assert.deepEqual((await vault.call('POST', 'identity/group', { id: 'x' })).body, { errors: ['invalid group ID'] });
  await vault.arrange('DELETE', `identity/entity/id/${entity}`);
  assert.deepEqual((await vault.call('GET', `identity/group/id/${inner}`)).body.data.member_entity_ids, []);
  assert.equal((await vault.call('DELETE', `identity/group/id/${inner}`)).status, 204);
  assert.deepEqual((await vault.call('GET', `identity/group/id/${outer}`)).body.data.member_group_ids, []);
});

test('entities and groups are looked up by each of their keys [S18c]', async () => {
  await using vault = await startVaultApi();
  await vault.arrange('POST', 'sys/auth/up', { type: 'userpass' });
  const accessor = (await vault.arrange('GET', 'sys/auth')).body.data['up/'].accessor;
  const id = await create(vault, 'entity', { name: 'e' });
  const alias = await create(vault, 'entity-alias', { name: 'a', mount_accessor: accessor, canonical_id: id });
  const group = await create(vault, 'group', { name: 'g' });
  for (const body of [
    { id },
    { name: 'E' },
    { alias_id: alias },
    { alias_name: 'a', alias_mount_accessor: accessor },
  ]) {
    assert.equal((await vault.call('POST', 'identity/lookup/entity', body)).body.data.id, id);
  }
  assert.equal((await vault.call('POST', 'identity/lookup/group', { name: 'g' })).body.data.id, group);
  assert.equal((await vault.call('POST', 'identity/lookup/entity', { name: 'none' })).status, 204);
  assert.equal((await vault.call('POST', 'identity/lookup/entity', {})).status, 400);
});

test('a merge moves aliases, policies and memberships, and the old id leads to the new entity [S18a]', async () => {
  await using vault = await startVaultApi();
  await vault.arrange('POST', 'sys/auth/up', { type: 'userpass' });
  const accessor = (await vault.arrange('GET', 'sys/auth')).body.data['up/'].accessor;
  const from = await create(vault, 'entity', { name: 'from', policies: ['p'] });
  const to = await create(vault, 'entity', { name: 'to', policies: ['q'] });
  const alias = await create(vault, 'entity-alias', { name: 'a', mount_accessor: accessor, canonical_id: from });
  const group = await create(vault, 'group', { name: 'g', member_entity_ids: [from] });
  const merge = await vault.call('POST', 'identity/entity/merge', { from_entity_ids: [from], to_entity_id: to });
  assert.equal(merge.status, 204);
  const merged = (await vault.call('GET', `identity/entity/id/${from}`)).body.data;
  assert.deepEqual(
    [merged.id, merged.policies, merged.merged_entity_ids, merged.direct_group_ids, merged.aliases[0].id],
    [to, ['p', 'q'], [from], [group], alias],
  );
});

for (const [version, crosses] of [
  ['2.0.0', true],
  ['2.0.1', true],
  ['2.0.4', false],
  ['2.2.0', false],
] as const) {
  test(`batch-delete ${crosses ? 'reaches other namespaces' : 'stays in its namespace'} in ${version} [S15]`, async () => {
    await using vault = await startVaultApi({ version });
    await vault.arrange('POST', 'sys/namespaces/ns');
    const own = await create(vault, 'entity', { name: 'own' });
    const foreign = await create(vault, 'entity', { name: 'foreign' }, 'ns');
    const body = { entity_ids: [own, foreign] };
    assert.equal((await vault.call('POST', 'identity/entity/batch-delete', body)).status, 204);
    assert.equal((await vault.call('GET', `identity/entity/id/${own}`)).status, 404);
    assert.equal((await vault.call('GET', `ns/identity/entity/id/${foreign}`)).status, crosses ? 404 : 200);
  });

  test(`an id in the body of a write by name ${crosses ? 'selects another entity' : 'is refused when it mismatches'} in ${version} [S15]`, async () => {
    await using vault = await startVaultApi({ version });
    await create(vault, 'entity', { name: 'a' });
    const b = await create(vault, 'entity', { name: 'b', external_id: 'ext' });
    for (const selector of [{ id: b }, { external_id: 'ext' }]) {
      const policies = [Object.keys(selector)[0]];
      const answer = await vault.call('POST', 'identity/entity/name/a', { ...selector, policies });
      assert.equal(answer.status, crosses ? 204 : 400);
      const after = (await vault.call('GET', `identity/entity/id/${b}`)).body.data.policies;
      assert.deepEqual(after, crosses ? policies : []);
    }
    const matching = await vault.call('POST', 'identity/entity/name/b', { id: b, policies: ['ok'] });
    assert.equal(matching.status, 204);
  });
}

test('keys such as __proto__ are keys like any other', async () => {
  await using vault = await startVaultApi();
  const body = '{"name":"__proto__","metadata":{"__proto__":"x","constructor":"y"}}';
  const id = (await vault.arrange('POST', 'identity/entity', body)).body.data.id;
  const text = (await vault.call('GET', `identity/entity/id/${id}`)).text;
  assert.match(text, /"metadata":\{"__proto__":"x","constructor":"y"\}/);
  const listed = (await vault.call('LIST', 'identity/entity/name')).body.data.keys;
  assert.deepEqual(listed, ['__proto__']);
});
