import { expect, idsOf, listed, listOf, row, test } from '../../../src/harness/index.ts';

test('a deleted user is no longer readable', row('VAULT-USER-20'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.delete(user.path);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(read, 'a read of the deleted user').toBeRefused();
});

test('a deleted user is no longer listed', row('VAULT-USER-21'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const [user, other] = await arrange.users(tenant, 2);

  const answer = await tenant.scim.delete(user?.path ?? '');

  expect(answer).toHaveStatus([200, 204]);
  const list = await tenant.scim.list('/Users');
  expect(idsOf(list), 'ids in the list').toEqual([other?.id]);
});

test('the list of users follows the deletion of each, to the last one', row('VAULT-USER-21'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const users = await arrange.users(tenant, 3);

  for (const [place, { path }] of users.entries()) {
    await arrange.during(() => tenant.scim.list('/Users'));
    await tenant.scim.delete(path);

    const list = await tenant.scim.list('/Users');

    expect(listed(list), 'the users that are left').toEqual(listOf(...users.slice(place + 1)));
  }
});
