import { bodyOf, expect, row, test, valuesOf } from '../../../src/harness/index.ts';

test('remove with a value list takes an inactive user out', row('VAULT-GPATCH-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });
  const group = await arrange.group(tenant, [user]);

  const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value: [{ value: user.id }] }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([]);
});

test('remove with a value filter takes an inactive user out', row('VAULT-GPATCH-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });
  const group = await arrange.group(tenant, [user]);

  const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${user.id}"]` }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([]);
});
