import { bodyOf, expect, groupBody, row, test, valuesOf } from '../../../src/harness/index.ts';

test('a replace changes displayName and members together', row('VAULT-GROUP-18'), async ({ tenant, arrange }) => {
  const [left, added] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [left]);
  const displayName = arrange.unique('renamed');

  const answer = await tenant.scim.put(group.path, groupBody(displayName, [added.id]));

  expect(answer).toHaveStatus([200, 204]);
  const read = bodyOf(await tenant.scim.get(group.path));
  expect([read.displayName, valuesOf(read.members)], 'displayName and members').toEqual([displayName, [added.id]]);
});

test(
  'a displayName that a replace gave up can be given to another group',
  row('VAULT-GROUP-16'),
  async ({ tenant, arrange }) => {
    const group = await arrange.group(tenant);
    await arrange.during(() => tenant.scim.put(group.path, groupBody(arrange.unique('renamed'))));

    const answer = await tenant.scim.post('/Groups', groupBody(group.displayName));

    expect(answer).toHaveStatus(201);
    const read = await tenant.scim.get(`/Groups/${bodyOf(answer).id}`);
    expect(bodyOf(read).displayName, 'displayName of the other group').toBe(group.displayName);
  },
);

test('a renamed group can be deleted', row('VAULT-GROUP-22'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  await arrange.during(() => tenant.scim.put(group.path, groupBody(arrange.unique('renamed'))));

  const answer = await tenant.scim.delete(group.path);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(read, 'a read of the deleted group').toBeRefused();
});

test('a member can be removed from a renamed group', row('VAULT-GPATCH-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  await arrange.during(() => tenant.scim.put(group.path, groupBody(arrange.unique('renamed'), [user.id])));

  const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value: [{ value: user.id }] }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([]);
});

test('a second replace changes the displayName again', row('VAULT-GROUP-16'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const displayName = arrange.unique('second');
  await arrange.during(() => tenant.scim.put(group.path, groupBody(arrange.unique('first'))));

  const answer = await tenant.scim.put(group.path, groupBody(displayName));

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(bodyOf(read).displayName, 'displayName that is read').toBe(displayName);
});
