import { bodyOf, expect, metadataOf, row, stateOf, test } from '../../../src/harness/index.ts';

test('a patch deactivates a user', row('VAULT-UPATCH-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(false);
});

test('a patch deactivates a member of groups', row('VAULT-UPATCH-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  for (const members of [[user], [await arrange.user(tenant), user]]) await arrange.group(tenant, members);

  const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(false);
});

test('a patch activates a user again', row('VAULT-UPATCH-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { active: false });

  const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active that is read').toBe(true);
});

test('a patch of active changes nothing else', row('VAULT-UPATCH-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, metadataOf({ department: 'engineering' }));
  const { active: _, ...before } = stateOf(await tenant.scim.get(user.path));

  await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);

  const { active: __, ...after } = stateOf(await tenant.scim.get(user.path));
  expect(after, 'all attributes besides active').toEqual(before);
});
