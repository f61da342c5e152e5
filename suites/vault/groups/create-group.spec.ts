import { randomInt } from 'node:crypto';
import { bodyOf, expect, groupBody, idOf, row, test, usersOfEachPast, valuesOf } from '../../../src/harness/index.ts';

test('a group with a displayName can be created', row('VAULT-GROUP-01'), async ({ tenant, arrange }) => {
  const answer = await tenant.scim.post('/Groups', groupBody(arrange.unique('group')));

  expect(answer).toHaveStatus(201);
  expect(idOf(answer), 'the id in the answer').not.toBe('');
  const read = await tenant.scim.get(`/Groups/${idOf(answer)}`);
  expect(read).toHaveStatus(200);
  expect(idOf(read), 'the id that is read').toBe(idOf(answer));
});

test(
  'a group can have the name of a user, or the id of another group',
  row('VAULT-GROUP-01'),
  async ({ tenant, arrange }) => {
    const [user, other] = [await arrange.user(tenant), await arrange.group(tenant)];

    for (const displayName of [user.userName, other.id]) {
      const answer = await tenant.scim.post('/Groups', groupBody(displayName, [user.id]));

      expect(answer).toHaveStatus(201);
      const read = bodyOf(await tenant.scim.get(`/Groups/${idOf(answer)}`));
      expect([read.id, read.displayName], 'id and displayName that are read').toEqual([idOf(answer), displayName]);
    }
    expect(bodyOf(await tenant.scim.get(other.path)).displayName, 'displayName of the other group').toBe(
      other.displayName,
    );
  },
);

test('a created group keeps the displayName that was sent', row('VAULT-GROUP-02'), async ({ tenant, arrange }) => {
  const displayName = `${arrange.unique('group')}-Vault Admins`;
  const group = await arrange.group(tenant, [], displayName);

  const read = await tenant.scim.get(group.path);

  expect(group.body.displayName, 'displayName in the answer').toBe(displayName);
  expect(bodyOf(read).displayName, 'displayName that is read').toBe(displayName);
});

test('a created group keeps a displayName of digits only', row('VAULT-GROUP-02'), async ({ tenant, arrange }) => {
  const displayName = `007${randomInt(10 ** 12, 10 ** 13)}`;
  const group = await arrange.group(tenant, [], displayName);

  const read = await tenant.scim.get(group.path);

  expect(group.body.displayName, 'displayName in the answer').toBe(displayName);
  expect(bodyOf(read).displayName, 'displayName that is read').toBe(displayName);
});

test('a group can be created together with members', row('VAULT-GROUP-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const read = await tenant.scim.get(group.path);

  expect(valuesOf(bodyOf(read).members), 'ids of the members').toHaveLength(1);
});

test('a group can be created with users of any past', row('VAULT-GROUP-03'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const ids = (await usersOfEachPast(arrange, tenant)).map(({ id }) => id);

  const answer = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), ids));

  expect(answer).toHaveStatus(201);
  const read = await tenant.scim.get(`/Groups/${idOf(answer)}`);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual(ids.sort());
});

test('members are given by the ids of the users', row('VAULT-GROUP-04'), async ({ tenant, arrange }) => {
  const users = await arrange.users(tenant, 2);
  const group = await arrange.group(tenant, users);

  const read = await tenant.scim.get(group.path);

  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual(users.map(({ id }) => id).sort());
});
