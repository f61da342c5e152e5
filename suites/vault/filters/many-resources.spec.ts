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

test('a filter on active lists more than a hundred inactive users', row('VAULT-FILTER-07'), async ({ arrange }) => {
  // The users go with their client, by one request.
  const tenant = await arrange.tenant();
  const users = await arrange.users(tenant, CROWD_SIZE, { active: false });
  await arrange.user(tenant);

  const all = await listAll(tenant, '/Users', { filter: 'active eq false' });

  expect(all, 'the inactive users').toEqual(listOf(...users));
});

for (const { id, filter } of [
  { id: 'VAULT-FILTER-11', filter: 'meta.lastModified gt "2001-01-01T00:00:00Z"' },
  { id: 'VAULT-FILTER-13', filter: 'meta.lastModified ge "2001-01-01T00:00:00Z"' },
  { id: 'VAULT-FILTER-15', filter: 'meta.lastModified lt "2999-01-01T00:00:00Z"' },
  { id: 'VAULT-FILTER-17', filter: 'meta.lastModified le "2999-01-01T00:00:00Z"' },
] as const) {
  test(`${filter} lists more than a hundred users`, row(id), async ({ arrange }) => {
    const { tenant, users } = await arrange.crowd();

    const all = await listAll(tenant, '/Users', { filter });

    expect(all, 'the users changed after or before that instant').toEqual(listOf(...users));
  });
}

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

test('the list of users holds more than a hundred', row('VAULT-USER-10'), async ({ arrange }) => {
  const { tenant, users } = await arrange.crowd();

  const all = await listAll(tenant, '/Users');

  expect(all, 'the users').toEqual(listOf(...users));
});

test('the list of groups holds more than a hundred', row('VAULT-GROUP-13'), async ({ arrange }) => {
  // The groups go with their client, by one request.
  const tenant = await arrange.tenant();
  const groups = await many(CROWD_SIZE, () => arrange.group(tenant));

  const all = await listAll(tenant, '/Groups');

  expect(all, 'the groups').toEqual(listOf(...groups));
});
