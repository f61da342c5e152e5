import { changed, expect, listed, listOf, row, test, usersChangedApart } from '../../../src/harness/index.ts';

const modified = (operator: string, at: string) => ({ filter: `meta.lastModified ${operator} "${at}"` });

test('gt finds the users changed after an instant', row('VAULT-FILTER-11'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const { later, between } = await usersChangedApart(arrange, tenant);

  const answer = await tenant.scim.list('/Users', modified('gt', between));

  expect(listed(answer), 'users changed after an instant').toEqual(listOf(later));
});

test('gt leaves out a user changed at that instant', row('VAULT-FILTER-12'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await changed(arrange, tenant, (await arrange.user(tenant)).path);

  const answer = await tenant.scim.list('/Users', modified('gt', user.at));

  expect(listed(answer), 'users changed after the last change').toEqual(listOf());
});

test('ge finds a user changed at that instant', row('VAULT-FILTER-13'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await changed(arrange, tenant, (await arrange.user(tenant)).path);

  const answer = await tenant.scim.list('/Users', modified('ge', user.at));

  expect(listed(answer), 'users changed at or after the last change').toEqual(listOf(user));
});

test('ge leaves out the users changed before an instant', row('VAULT-FILTER-14'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const { later, between } = await usersChangedApart(arrange, tenant);

  const answer = await tenant.scim.list('/Users', modified('ge', between));

  expect(listed(answer), 'users changed at or after an instant').toEqual(listOf(later));
});

test('lt finds the users changed before an instant', row('VAULT-FILTER-15'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const { earlier, between } = await usersChangedApart(arrange, tenant);

  const answer = await tenant.scim.list('/Users', modified('lt', between));

  expect(listed(answer), 'users changed before an instant').toEqual(listOf(earlier));
});

test('lt leaves out a user changed at that instant', row('VAULT-FILTER-16'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await changed(arrange, tenant, (await arrange.user(tenant)).path);

  const answer = await tenant.scim.list('/Users', modified('lt', user.at));

  expect(listed(answer), 'users changed before the first change').toEqual(listOf());
});

test('le finds a user changed at that instant', row('VAULT-FILTER-17'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await changed(arrange, tenant, (await arrange.user(tenant)).path);

  const answer = await tenant.scim.list('/Users', modified('le', user.at));

  expect(listed(answer), 'users changed at or before the first change').toEqual(listOf(user));
});

test('le leaves out the users changed after an instant', row('VAULT-FILTER-18'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const { earlier, between } = await usersChangedApart(arrange, tenant);

  const answer = await tenant.scim.list('/Users', modified('le', between));

  expect(listed(answer), 'users changed at or before an instant').toEqual(listOf(earlier));
});
