import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { group, UNKNOWN_ID, user } from './messages.ts';
import { type ScimDouble, startScimDouble } from './scim-double.ts';

describe('SCIM client configuration in 2.2', () => {
  let double: ScimDouble;
  let principal: string;
  let accessor: string;
  let local: string;

  before(async () => {
    double = await startScimDouble();
    principal = (await double.principal('someone')).entityId;
    accessor = await double.authMount('people');
    local = await double.authMount('local', { local: true });
  });
  after(() => double.close());

  const write = (name: string, body: object) => double.api('POST', `identity/scim/client/${name}`, body);
  const read = (name: string) => double.api('GET', `identity/scim/client/${name}`);

  test('create answers 200 with every field and its default; update 204 (S8)', async () => {
    const { entityId } = await double.principal('defaults');
    const created = await write('Defaults', { access_grant_principal: entityId });
    assert.equal(created.status, 200);
    const data = created.body.data;
    assert.match(data.client_id, /^[0-9a-f-]{36}$/);
    assert.deepEqual(data, {
      client_name: 'defaults',
      client_id: data.client_id,
      access_grant_principal: entityId,
      alias_mount_accessor: '',
      allowed_extra_alias_mount_accessors: [],
      default_schema_version: '2.2',
      allow_user_adoption: false,
      allow_group_adoption: false,
      max_active_tokens: 2,
      max_token_ttl: 0,
      deleting: false,
    });
    const change = { access_grant_principal: entityId, allow_user_adoption: true, max_token_ttl: '720h' };
    const updated = await write('defaults', change);
    assert.equal(updated.status, 204);
    await write('defaults', { access_grant_principal: entityId, max_active_tokens: 3 });
    const after = (await read('defaults')).body.data;
    assert.deepEqual(after, { ...data, allow_user_adoption: true, max_token_ttl: 2_592_000, max_active_tokens: 3 });
    const list = await double.api('LIST', 'identity/scim/client');
    assert.ok(list.body.data.keys.includes('defaults'));
  });

  test('a client that does not exist is 404 (S8)', async () => {
    const answer = await read('nobody');
    assert.equal(answer.status, 404);
    assert.deepEqual(answer.body, { errors: [] });
  });

  for (const [what, body] of [
    ['without a principal', {}],
    ['with an unknown principal', { access_grant_principal: UNKNOWN_ID }],
    ['with an unknown mount', { alias_mount_accessor: 'auth_userpass_00000000' }],
    ['with a local mount', { alias_mount_accessor: 'LOCAL' }],
    ['with an extra mount that is local', { allowed_extra_alias_mount_accessors: ['LOCAL'] }],
    [
      'with the main mount as an extra one',
      { alias_mount_accessor: 'PEOPLE', allowed_extra_alias_mount_accessors: ['PEOPLE'] },
    ],
    ['with another schema version', { default_schema_version: '2.1' }],
    ['with no tokens at all', { max_active_tokens: 0 }],
    ['with a negative time to live', { max_token_ttl: -1 }],
    ['with a text for a number', { max_active_tokens: 'many' }],
  ] as const) {
    test(`a client ${what} is refused with 400 and not made (S1, S8)`, async () => {
      const text = JSON.stringify({ access_grant_principal: principal, ...body });
      const filled = JSON.parse(text.replaceAll('LOCAL', local).replaceAll('PEOPLE', accessor));
      const answer = await write('refused', what === 'without a principal' ? {} : filled);
      assert.equal(answer.status, 400);
      assert.equal((await read('refused')).status, 404);
    });
  }

  test('an entity is the principal of one client only (S8, S13)', async () => {
    const { entityId } = await double.principal('unique');
    await write('unique', { access_grant_principal: entityId });
    const answer = await write('second', { access_grant_principal: entityId });
    assert.equal(answer.status, 400);
    assert.match(answer.body.errors[0], /access_grant_principal/);
  });

  test('alias_mount_accessor can be set later, then neither changed nor left out (S1, S8)', async () => {
    const { entityId } = await double.principal('fixed');
    const other = await double.authMount('others');
    await write('fixed', { access_grant_principal: entityId });
    const set = { access_grant_principal: entityId, alias_mount_accessor: accessor };
    assert.equal((await write('fixed', set)).status, 204);
    assert.equal((await write('fixed', { ...set, alias_mount_accessor: other })).status, 400);
    assert.equal((await write('fixed', { access_grant_principal: entityId })).status, 400);
    assert.equal((await write('fixed', set)).status, 204);
    assert.equal((await read('fixed')).body.data.alias_mount_accessor, accessor);
  });

  test('DELETE of a client that owns something is 400 and changes nothing (S8, S9)', async () => {
    const owner = await double.tenant('owner');
    const { body } = await owner.scim('POST', 'Users', user('owned'));
    const answer = await double.api('DELETE', 'identity/scim/client/owner');
    assert.equal(answer.status, 400);
    assert.match(answer.body.errors[0], /SCIM client has linked resources/);
    assert.deepEqual((await owner.scim('GET', `Users/${body.id}`)).body, body);
    const both = '?delete-linked-resources=true&unlink-resources=true';
    assert.equal((await double.api('DELETE', `identity/scim/client/owner${both}`)).status, 400);
    assert.deepEqual((await owner.scim('GET', `Users/${body.id}`)).body, body);
  });

  test('DELETE of a client that owns nothing succeeds at once (S8)', async () => {
    await double.tenant('empty');
    assert.equal((await double.api('DELETE', 'identity/scim/client/empty')).status, 204);
    assert.equal((await read('empty')).status, 404);
    assert.equal((await double.api('DELETE', 'identity/scim/client/empty')).status, 204);
  });

  test('delete-linked-resources removes all in the background (S8, S9)', async () => {
    const cascade = await double.tenant('cascade');
    const { body } = await cascade.scim('POST', 'Users', user('cascaded'));
    const { body: team } = await cascade.scim('POST', 'Groups', group('cascaded', body.id));
    const answer = await double.api('DELETE', 'identity/scim/client/cascade?delete-linked-resources=true');
    assert.equal(answer.status, 204);
    assert.equal((await read('cascade')).body.data.deleting, true);
    await double.until(async () => (await read('cascade')).status === 404);
    assert.equal((await double.api('GET', `identity/entity/id/${body.id}`)).status, 404);
    assert.equal((await double.api('GET', `identity/group/id/${team.id}`)).status, 404);
    assert.equal((await double.api('GET', `identity/entity/id/${cascade.principalId}`)).status, 200);
  });

  test('unlink-resources keeps all as unmanaged objects (S8)', async () => {
    const keeper = await double.tenant('keeper', { aliases: true });
    const { body } = await keeper.scim('POST', 'Users', user('kept'));
    const { body: team } = await keeper.scim('POST', 'Groups', group('kept', body.id));
    await double.api('DELETE', 'identity/scim/client/keeper?unlink-resources=true');
    await double.until(async () => (await read('keeper')).status === 404);
    const entity = (await double.api('GET', `identity/entity/id/${body.id}`)).body.data;
    assert.deepEqual([entity.scim_client_id, entity.aliases[0].scim_client_id], ['', '']);
    const kept = (await double.api('GET', `identity/group/id/${team.id}`)).body.data;
    assert.deepEqual([kept.scim_client_id, kept.member_entity_ids], ['', [body.id]]);
  });

  test('link-entity and link-group hand existing objects over (S4, S8)', async () => {
    const linker = await double.tenant('linker');
    const entity = (await double.api('POST', 'identity/entity', { name: 'linked' })).body.data.id;
    const team = (await double.api('POST', 'identity/group', { name: 'linked-group' })).body.data.id;
    assert.equal((await linker.scim('GET', `Users/${entity}`)).status, 404);
    await write('linker/link-entity', { entity_id: entity });
    await write('linker/link-group', { group_id: team });
    assert.equal((await linker.scim('GET', `Users/${entity}`)).body.userName, 'linked');
    assert.equal((await linker.scim('GET', `Groups/${team}`)).body.displayName, 'linked-group');
    const stealer = await double.tenant('stealer');
    const stolen = await write('stealer/link-entity', { entity_id: entity });
    assert.equal(stolen.status, 400);
    assert.equal((await stealer.scim('GET', `Users/${entity}`)).status, 404);
  });

  test('unlink-entity asks for remove_memberships while the entity is in SCIM-managed groups (S10)', async () => {
    const loser = await double.tenant('loser', { aliases: true });
    const { body } = await loser.scim('POST', 'Users', user('lost'));
    const { body: team } = await loser.scim('POST', 'Groups', group('losing', body.id));
    const refused = await write('loser/unlink-entity', { entity_id: body.id, unlink_aliases: true });
    assert.equal(refused.status, 400);
    assert.deepEqual(refused.body.errors, [
      'entity is a member of 1 SCIM-managed group(s); pass remove_memberships=true to proceed with removing group memberships',
    ]);
    const before = (await double.api('GET', `identity/entity/id/${body.id}`)).body.data;
    const done = await write('loser/unlink-entity', {
      entity_id: body.id,
      unlink_aliases: true,
      remove_memberships: true,
    });
    assert.equal(done.status, 200);
    assert.deepEqual(done.body.data, { unlinked_alias_ids: [before.aliases[0].id], unlinked_group_ids: [team.id] });
    const after = (await double.api('GET', `identity/entity/id/${body.id}`)).body.data;
    assert.deepEqual([after.scim_client_id, after.aliases[0].scim_client_id], ['', '']);
    assert.equal((await loser.scim('GET', `Users/${body.id}`)).status, 404);
  });
});

describe('SCIM client configuration in 2.0.4', () => {
  let double: ScimDouble;

  before(async () => {
    double = await startScimDouble({ version: '2.0.4' });
  });
  after(() => double.close());

  test('a client has the two fields of 2.0 and ignores those of 2.2 (S1)', async () => {
    const { entityId } = await double.principal('older');
    const body = { access_grant_principal: entityId, allow_group_adoption: true, max_active_tokens: 0 };
    const { data } = (await double.api('POST', 'identity/scim/client/older', body)).body;
    assert.deepEqual(data, {
      client_name: 'older',
      client_id: data.client_id,
      access_grant_principal: entityId,
      alias_mount_accessor: '',
      deleting: false,
    });
  });

  test('DELETE blocks the client at once and removes everything in the background (S1, S2)', async () => {
    const okta = await double.tenant('okta', { aliases: true });
    const { body } = await okta.scim('POST', 'Users', user('cascaded'));
    const { body: team } = await okta.scim('POST', 'Groups', group('cascaded', body.id));
    assert.equal((await double.api('DELETE', 'identity/scim/client/okta')).status, 204);
    assert.equal((await double.api('GET', 'identity/scim/client/okta')).body.data.deleting, true);
    assert.equal((await okta.scim('GET', 'Users')).status, 403);
    assert.equal((await double.api('GET', `identity/entity/id/${body.id}`)).status, 200);
    await double.until(async () => (await double.api('GET', 'identity/scim/client/okta')).status === 404);
    assert.equal((await double.api('GET', `identity/entity/id/${body.id}`)).status, 404);
    assert.equal((await double.api('GET', `identity/group/id/${team.id}`)).status, 404);
  });

  test('link and unlink do not exist yet', async () => {
    await double.tenant('linkless');
    const answer = await double.api('POST', 'identity/scim/client/linkless/link-entity', { entity_id: UNKNOWN_ID });
    assert.equal(answer.status, 404);
  });
});
