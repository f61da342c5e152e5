import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { GROUP, group, user } from './messages.ts';
import { type ScimDouble, startScimDouble, type Tenant } from './scim-double.ts';

describe('adoption in 2.2', () => {
  let double: ScimDouble;
  let adopter: Tenant;
  let modest: Tenant;

  before(async () => {
    double = await startScimDouble();
    const fields = { allow_user_adoption: true, allow_group_adoption: true };
    adopter = await double.tenant('adopter', { aliases: true, fields });
    modest = await double.tenant('modest', { aliases: true });
  });
  after(() => double.close());

  /** An entity with an alias on the tenant's mount, as a login before provisioning leaves it. */
  async function earlyLogin(tenant: Tenant, name: string, entityName = `entity of ${name}`): Promise<string> {
    const entity = { name: entityName, policies: ['kept'] };
    const { id } = (await double.api('POST', 'identity/entity', entity)).body.data;
    await double.api('POST', 'identity/entity-alias', { name, mount_accessor: tenant.accessor, canonical_id: id });
    return id;
  }

  test('POST adopts the entity of an unmanaged alias on the mount: same id, marked, policies kept (S9, S10)', async () => {
    const id = await earlyLogin(adopter, 'early');
    const answer = await adopter.scim('POST', 'Users', user('early'));
    assert.equal(answer.status, 201);
    assert.equal(answer.body.id, id);
    const { data } = (await double.api('GET', `identity/entity/id/${id}`)).body;
    assert.deepEqual([data.name, data.external_id, data.policies], ['early', 'external-early', ['kept']]);
    assert.deepEqual([data.scim_client_id, data.aliases[0].scim_client_id], [adopter.clientId, adopter.clientId]);
  });

  test('without allow_user_adoption the taken alias is 409 and stays unmanaged', async () => {
    const id = await earlyLogin(modest, 'shy');
    assert.equal((await modest.scim('POST', 'Users', user('shy'))).status, 409);
    const { data } = (await double.api('GET', `identity/entity/id/${id}`)).body;
    assert.deepEqual([data.name, data.scim_client_id], ['entity of shy', '']);
  });

  test('an entity whose name alone matches is not adopted: 409 (S6)', async () => {
    await double.api('POST', 'identity/entity', { name: 'name-only' });
    assert.equal((await adopter.scim('POST', 'Users', user('name-only'))).status, 409);
  });

  test('the principal of a SCIM client is not adopted', async () => {
    const alias = { name: 'robot', mount_accessor: adopter.accessor, canonical_id: modest.principalId };
    await double.api('POST', 'identity/entity-alias', alias);
    assert.equal((await adopter.scim('POST', 'Users', user('robot'))).status, 409);
  });

  test('unmanaged groups are visible with allow_group_adoption alone, members filtered (S1b)', async () => {
    const { body: own } = await adopter.scim('POST', 'Users', user('own'));
    const other = (await double.api('POST', 'identity/entity', { name: 'somebody' })).body.data.id;
    const members = { name: 'legacy', member_entity_ids: [other, own.id] };
    const { id } = (await double.api('POST', 'identity/group', members)).body.data;
    const read = await adopter.scim('GET', `Groups/${id}`);
    assert.deepEqual(
      read.body.members.map(({ value }: { value: string }) => value),
      [own.id],
    );
    const filter = 'Groups?filter=displayName%20eq%20%22legacy%22';
    assert.equal((await adopter.scim('GET', filter)).body.totalResults, 1);
    assert.equal((await modest.scim('GET', filter)).body.totalResults, 0);
    assert.equal((await modest.scim('GET', `Groups/${id}`)).status, 404);
    assert.equal((await adopter.scim('DELETE', `Groups/${id}`)).status, 403);
  });

  test('PUT with its exact name adopts an unmanaged group, policies kept (S9, S10)', async () => {
    const { id } = (await double.api('POST', 'identity/group', { name: 'pushed', policies: ['kept'] })).body.data;
    assert.equal((await adopter.scim('PUT', `Groups/${id}`, group('Pushed'))).status, 409);
    assert.equal((await modest.scim('PUT', `Groups/${id}`, group('pushed'))).status, 404);
    const answer = await adopter.scim('PUT', `Groups/${id}`, { schemas: [GROUP], displayName: 'pushed' });
    assert.equal(answer.status, 200);
    assert.equal(answer.body.id, id);
    const { data } = (await double.api('GET', `identity/group/id/${id}`)).body;
    assert.deepEqual([data.scim_client_id, data.policies], [adopter.clientId, ['kept']]);
  });
});
