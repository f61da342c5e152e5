import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { group, user } from './messages.ts';
import { type ScimDouble, startScimDouble, type Tenant } from './scim-double.ts';

describe('administrators and SCIM-managed objects', () => {
  let double: ScimDouble;
  let okta: Tenant;
  let ada: string;
  let team: string;

  before(async () => {
    double = await startScimDouble();
    okta = await double.tenant('okta', { aliases: true });
    ada = (await okta.scim('POST', 'Users', user('ada'))).body.id;
    team = (await okta.scim('POST', 'Groups', group('team', ada))).body.id;
  });
  after(() => double.close());

  test('policies are free on entities and groups (S1)', async () => {
    await double.api('POST', `identity/entity/id/${ada}`, { policies: ['a'] });
    await double.api('POST', `identity/group/id/${team}`, { policies: ['b'] });
    assert.deepEqual((await double.api('GET', `identity/entity/id/${ada}`)).body.data.policies, ['a']);
    assert.deepEqual((await double.api('GET', `identity/group/id/${team}`)).body.data.policies, ['b']);
  });

  for (const [what, path, body, message] of [
    ['the name of an entity', 'entity', { name: 'x' }, 'cannot modify SCIM-managed field(s) "name" through the API'],
    [
      'disabled and metadata',
      'entity',
      { disabled: true, metadata: { a: 'b' } },
      'cannot modify SCIM-managed field(s) "disabled, metadata" through the API',
    ],
    ['the name of a group', 'group', { name: 'x' }, 'cannot modify SCIM-managed field(s) "name" through the API'],
    [
      'the members of a group',
      'group',
      { member_entity_ids: [] },
      'cannot modify SCIM-managed field(s) "member_entity_ids" through the API',
    ],
    ['the owner of a group', 'group', { scim_client_id: 'x' }, 'cannot update scim_client_id'],
  ] as const) {
    test(`${what} cannot be changed: 400 (S1, S13)`, async () => {
      const address = `identity/${path}/id/${path === 'entity' ? ada : team}`;
      const before = (await double.api('GET', address)).body.data;
      const answer = await double.api('POST', address, body);
      assert.equal(answer.status, 400);
      assert.deepEqual(answer.body, { errors: [message] });
      assert.deepEqual((await double.api('GET', address)).body.data, before);
    });
  }

  test('the owner cannot be set on create (S13)', async () => {
    const answer = await double.api('POST', 'identity/group', { name: 'owned', scim_client_id: okta.clientId });
    assert.deepEqual(answer.body, { errors: ['cannot set scim_client_id'] });
  });

  test('managed entities, groups and aliases cannot be deleted (S1, S9, S13)', async () => {
    const { data } = (await double.api('GET', `identity/entity/id/${ada}`)).body;
    const alias = `identity/entity-alias/id/${data.aliases[0].id}`;
    for (const path of [`identity/entity/id/${ada}`, `identity/group/id/${team}`, alias]) {
      assert.equal((await double.api('DELETE', path)).status, 403, path);
      assert.equal((await double.api('GET', path)).status, 200, path);
    }
    const batch = await double.api('POST', 'identity/entity/batch-delete', { entity_ids: [ada] });
    assert.equal(batch.status, 403);
    assert.equal((await okta.scim('GET', `Users/${ada}`)).status, 200);
  });

  test('a managed alias cannot be changed: 403 (S13)', async () => {
    const { data } = (await double.api('GET', `identity/entity/id/${ada}`)).body;
    const answer = await double.api('POST', `identity/entity-alias/id/${data.aliases[0].id}`, {
      name: 'other',
      canonical_id: ada,
      mount_accessor: okta.accessor,
    });
    assert.equal(answer.status, 403);
    assert.equal((await double.api('GET', `identity/entity/id/${ada}`)).body.data.aliases[0].name, 'ada');
  });

  test('merging a managed entity is refused from 2.0.4 on (S15)', async () => {
    const other = (await double.api('POST', 'identity/entity', { name: 'other' })).body.data.id;
    const merge = { from_entity_ids: [ada], to_entity_id: other };
    assert.equal((await double.api('POST', 'identity/entity/merge', merge)).status, 400);
    assert.equal((await okta.scim('GET', `Users/${ada}`)).status, 200);
  });

  test('merging a managed entity was possible in 2.0.1 (S15)', async () => {
    await using older = await startScimDouble({ version: '2.0.1' });
    const entra = await older.tenant('entra');
    const { body } = await entra.scim('POST', 'Users', user('merged'));
    const other = (await older.api('POST', 'identity/entity', { name: 'other' })).body.data.id;
    const merge = { from_entity_ids: [body.id], to_entity_id: other };
    assert.equal((await older.api('POST', 'identity/entity/merge', merge)).status, 204);
    assert.equal((await entra.scim('GET', `Users/${body.id}`)).status, 404);
  });
});
