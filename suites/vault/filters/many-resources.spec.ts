import { expect, idsOf, listAll, listOf, many, row, test } from '../../../src/harness/index.ts';

/** One more than the page that servers commonly work on. */
const MANY = 101;

test('a filter on userName finds each of 101 users', row('VAULT-FILTER-01'), async ({ tenant, arrange }) => {
  const users = await many(MANY, () => arrange.user(tenant));

  const found: string[][] = [];
  for (const { userName } of users) {
    found.push(idsOf(await tenant.scim.list('/Users', { filter: `userName eq "${userName}"` })));
  }

  expect(found, 'the users found, one filter after the other').toEqual(users.map(({ id }) => [id]));
});

test('a filter on active lists more than a hundred users', row('VAULT-FILTER-05'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const users = await many(MANY, () => arrange.user(tenant));

  const all = await listAll(tenant, '/Users', { filter: 'active eq true' });

  expect(all, 'the active users').toEqual(listOf(...users));
});

test('a filter on displayName finds each of 101 groups', row('VAULT-FILTER-19'), async ({ tenant, arrange }) => {
  const groups = await many(MANY, () => arrange.group(tenant));

  const found: string[][] = [];
  for (const { displayName } of groups) {
    found.push(idsOf(await tenant.scim.list('/Groups', { filter: `displayName eq "${displayName}"` })));
  }

  expect(found, 'the groups found, one filter after the other').toEqual(groups.map(({ id }) => [id]));
});
