import { bodyOf, expect, row, test, valuesOf } from '../../../src/harness/index.ts';

test('add puts one user into the group', row('VAULT-GPATCH-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([user.id]);
});

test('add puts several users into the group at once', row('VAULT-GPATCH-02'), async ({ tenant, arrange }) => {
  const users = await arrange.users(tenant, 3);
  const group = await arrange.group(tenant);
  const value = users.map(({ id }) => ({ value: id }));

  const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual(users.map(({ id }) => id).sort());
});

test('add keeps the members that were there', row('VAULT-GPATCH-03'), async ({ tenant, arrange }) => {
  const [added, ...members] = await arrange.users(tenant, 3);
  const group = await arrange.group(tenant, members);
  const value = [{ value: added?.id }];

  await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value }]);

  const read = await tenant.scim.get(group.path);
  const others = valuesOf(bodyOf(read).members).filter((id) => id !== added?.id);
  expect(others, 'ids of the members besides the added one').toEqual(members.map(({ id }) => id).sort());
});

test('a member patch changes neither name nor id', row('VAULT-GPATCH-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  const read = await tenant.scim.get(group.path);
  const { id, displayName } = bodyOf(read);
  expect({ id, displayName }, 'id and displayName').toEqual({ id: group.id, displayName: group.displayName });
});
