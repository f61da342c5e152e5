import { aliasIdOf, expect, expectGone, row, scimClientPath, test } from '../../../src/harness/index.ts';

const FLAG = { 'unlink-resources': 'true' };

test('unlink-resources keeps the entities, unmanaged', row('VAULT-CLDEL-16'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const user = await arrange.user(client);

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  await expectGone(vault, scimClientPath(client.clientName), 'the client');
  const entity = await vault.read(`identity/entity/id/${user.id}`);
  expect(entity.data?.name, 'name of the entity').toBe(user.userName);
  expect(entity.data?.scim_client_id || '', 'owner of the entity').toBe('');
});

test('unlink-resources keeps the aliases, unmanaged', row('VAULT-CLDEL-17'), async ({ vault, arrange }) => {
  const client = await arrange.tenant({ aliasMount: 'userpass' });
  const user = await arrange.user(client);
  const aliasId = await arrange.during(() => aliasIdOf(vault, user.id));

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  await expectGone(vault, scimClientPath(client.clientName), 'the client');
  const alias = await vault.read(`identity/entity-alias/id/${aliasId}`);
  expect(alias.data?.canonical_id, 'entity of the alias').toBe(user.id);
  expect(alias.data?.scim_client_id || '', 'owner of the alias').toBe('');
});

test('unlink-resources keeps the groups and their members', row('VAULT-CLDEL-18'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const users = await arrange.users(client, 2);
  const group = await arrange.group(client, users);
  const ids = users.map(({ id }) => id).sort();

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  await expectGone(vault, scimClientPath(client.clientName), 'the client');
  const kept = await vault.read(`identity/group/id/${group.id}`);
  expect([kept.data?.member_entity_ids ?? []].flat().sort(), 'members of the group').toEqual(ids);
  expect(kept.data?.scim_client_id || '', 'owner of the group').toBe('');
});

test('unlink-resources removes the SCIM client', row('VAULT-CLDEL-19'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  await arrange.user(client);

  const answer = await vault.remove(scimClientPath(client.clientName), FLAG);

  expect(answer).toHaveStatus([200, 204]);
  await expectGone(vault, scimClientPath(client.clientName), 'the client');
});
