import { CROWD_SIZE, expect, idsOf, listAll, listOf, many, row, test } from '../../../src/harness/index.ts';

test('a filter on userName finds each of 101 users', row('VAULT-FILTER-01'), async ({ arrange }) => {
  const { tenant, users } = await arrange.crowd();

  const found: string[][] = [];
  for (const { userName } of users) {
    found.push(idsOf(await tenant.scim.list('/Users', { filter: `userName eq "${userName}"` })));
  }

  expect(found, 'the users found, one filter after the other').toEqual(users.map(({ id }) => [id]));
});

test('a filter on active lists more than a hundred users', row('VAULT-FILTER-05'), async ({ arrange }) => {
  const { tenant, users } = await arrange.crowd();

  const all = await listAll(tenant, '/Users', { filter: 'active eq true' });

  expect(all, 'the active users').toEqual(listOf(...users));
});

/** Where servers count, page and put into buckets; the users are sought one and all. */
const PLACES = [0, 1, 2, 3, 7, 8, 9, 15, 16, 19, 20, 24, 25, 31, 32, 49, 50, 63, 64, 98, 99, 100];

test('a filter on displayName finds groups in any place among 101', row('VAULT-FILTER-19'), async ({ arrange }) => {
  // The groups go with their client, by one request.
  const tenant = await arrange.tenant();
  const groups = await many(CROWD_SIZE, () => arrange.group(tenant));
  const sought = groups.filter((_, place) => PLACES.includes(place));

  const found: string[][] = [];
  for (const { displayName } of sought) {
    found.push(idsOf(await tenant.scim.list('/Groups', { filter: `displayName eq "${displayName}"` })));
  }

  expect(found, 'the groups found, one filter after the other').toEqual(sought.map(({ id }) => [id]));
});
