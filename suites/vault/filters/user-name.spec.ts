import { expect, idsOf, listed, listOf, row, test, usersOfEachPast } from '../../../src/harness/index.ts';

const byName = (name: string) => ({ filter: `userName eq "${name}"` });

test('a filter on userName finds the user of that name', row('VAULT-FILTER-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.list('/Users', byName(user.userName));

  expect(listed(answer), 'users with that userName').toEqual(listOf(user));
});

test('a filter on userName finds a user of any past', row('VAULT-FILTER-01'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const users = await usersOfEachPast(arrange, tenant);

  for (const { past, userName, id } of users) {
    const answer = await tenant.scim.list('/Users', byName(userName));

    expect(listed(answer), `users with the userName of a user ${past}`).toEqual(listOf({ id }));
  }
});

test('a filter on a userName that nobody has finds nobody', row('VAULT-FILTER-02'), async ({ tenant, arrange }) => {
  await arrange.user(tenant);

  const answer = await tenant.scim.list('/Users', byName(arrange.unique('nobody')));

  expect(listed(answer), 'users with a userName that nobody has').toEqual(listOf());
});

test('a filter on the start of a userName finds nobody', row('VAULT-FILTER-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.list('/Users', byName(user.userName.slice(0, -1)));

  expect(listed(answer), 'users with the start of a userName').toEqual(listOf());
});

test('a filter on userName follows a rename', row('VAULT-FILTER-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const newName = arrange.unique('renamed');
  await arrange.during(() => tenant.scim.list('/Users', byName(user.userName)));

  const renamed = await tenant.scim.put(user.path, { ...user.sent, userName: newName });
  const byOldName = await tenant.scim.list('/Users', byName(user.userName));
  const byNewName = await tenant.scim.list('/Users', byName(newName));

  expect(renamed).toHaveStatus([200, 204]);
  expect(listed(byOldName), 'users with the old name').toEqual(listOf());
  expect(listed(byNewName), 'users with the new name').toEqual(listOf(user));
});

test(
  'a filter finds the new holder of a userName that a rename gave up',
  row('VAULT-FILTER-08'),
  async ({ tenant, arrange }) => {
    const former = await arrange.user(tenant);
    await arrange.during(() => tenant.scim.put(former.path, { ...former.sent, userName: arrange.unique('renamed') }));
    const holder = await arrange.user(tenant, { userName: former.userName, externalId: arrange.unique('ext') });

    const answer = await tenant.scim.list('/Users', byName(former.userName));

    expect(listed(answer), 'users with that name').toEqual(listOf(holder));
  },
);

test('a filter does not find a deleted user, active or not', row('VAULT-FILTER-10'), async ({ tenant, arrange }) => {
  const [user, inactive] = [await arrange.user(tenant), await arrange.user(tenant, { active: false })];
  await arrange.user(tenant);
  await arrange.during(() => tenant.scim.list('/Users', byName(user.userName)));

  const deleted = await tenant.scim.delete(user.path);
  await tenant.scim.delete(inactive.path);
  const after = await tenant.scim.list('/Users', byName(user.userName));
  const afterInactive = await tenant.scim.list('/Users', { filter: 'active eq false' });

  expect(deleted).toHaveStatus([200, 204]);
  expect(listed(after), 'users with the name of a deleted one').toEqual(listOf());
  expect(idsOf(afterInactive), 'inactive users').not.toContain(inactive.id);
});

test(
  'a filter on the name of a deleted user finds the one that has it now',
  row('VAULT-FILTER-01'),
  async ({ tenant, arrange }) => {
    const former = await arrange.user(tenant);
    await arrange.during(() => tenant.scim.list('/Users', byName(former.userName)));
    await arrange.during(() => tenant.scim.delete(former.path));
    const user = await arrange.user(tenant, { userName: former.userName });

    const answer = await tenant.scim.list('/Users', byName(user.userName));

    expect(listed(answer), 'users with that userName').toEqual(listOf(user));
  },
);
