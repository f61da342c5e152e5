import { expect, idsOf, listed, listOf, row, test, usersOfShortPasts } from '../../../src/harness/index.ts';

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

test(
  'the list of users follows the deletion of each, of any past, to the last one',
  row('VAULT-USER-21'),
  async ({ arrange }) => {
    const tenant = await arrange.tenant();
    const users = await usersOfShortPasts(arrange, tenant);

    for (const [place, { path }] of users.entries()) {
      await arrange.during(() => tenant.scim.list('/Users'));
      await tenant.scim.delete(path);

      const list = await tenant.scim.list('/Users');

      expect(listed(list), 'the users that are left').toEqual(listOf(...users.slice(place + 1)));
    }
  },
);

test('a user that was deleted since the first page is on no later one', row('VAULT-USER-21'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const users = await arrange.users(tenant, 4);
  const first = idsOf(await tenant.scim.list('/Users', { startIndex: 1, count: 2 }));
  const deleted = users.filter(({ id }) => !first.includes(id)).at(-1);
  await arrange.during(() => tenant.scim.delete(deleted?.path ?? ''));

  const later = await tenant.scim.list('/Users', { startIndex: 3, count: 2 });

  expect(later).toHaveStatus(200);
  expect(idsOf(later), 'ids on the later page').not.toContain(deleted?.id);
});
