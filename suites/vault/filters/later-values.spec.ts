import { expect, groupBody, idsOf, row, test, userBody } from '../../../src/harness/index.ts';

const LONG = 'x'.repeat(100);

test('a filter tells long userNames apart by their end', row('VAULT-FILTER-02'), async ({ tenant, arrange }) => {
  const start = `${arrange.unique('user')}-${LONG}`;
  const users = [
    await arrange.user(tenant, { userName: `${start}-a` }),
    await arrange.user(tenant, { userName: `${start}-b` }),
  ];

  const found = await tenant.scim.list('/Users', { filter: `userName eq "${start}-b"` });

  expect(idsOf(found), 'users of that name').toEqual([users[1]?.id]);
});

test('a filter tells long displayNames apart by their end', row('VAULT-FILTER-20'), async ({ tenant, arrange }) => {
  const start = `${arrange.unique('group')}-${LONG}`;
  const groups = [await arrange.group(tenant, [], `${start}-a`), await arrange.group(tenant, [], `${start}-b`)];

  const found = await tenant.scim.list('/Groups', { filter: `displayName eq "${start}-b"` });

  expect(idsOf(found), 'groups of that name').toEqual([groups[1]?.id]);
});

for (const [attribute, id] of [
  ['userName', 'VAULT-FILTER-01'],
  ['externalId', 'VAULT-FILTER-03'],
] as const) {
  test(`a filter on ${attribute} finds a user that it did not find before`, row(id), async ({ tenant, arrange }) => {
    const [userName, externalId] = [arrange.unique('user'), arrange.unique('ext')];
    const filter = `${attribute} eq "${{ userName, externalId }[attribute]}"`;
    const before = await tenant.scim.list('/Users', { filter });
    const user = await arrange.user(tenant, { userName, externalId });

    const found = await tenant.scim.list('/Users', { filter });

    expect(idsOf(before), 'users before the create').toEqual([]);
    expect(idsOf(found), 'users after the create').toEqual([user.id]);
  });
}

test(
  'a filter on displayName finds a group that it did not find before',
  row('VAULT-FILTER-19'),
  async ({ tenant, arrange }) => {
    const displayName = arrange.unique('group');
    const filter = `displayName eq "${displayName}"`;
    const before = await tenant.scim.list('/Groups', { filter });
    const group = await arrange.group(tenant, [], displayName);

    const found = await tenant.scim.list('/Groups', { filter });

    expect(idsOf(before), 'groups before the create').toEqual([]);
    expect(idsOf(found), 'groups after the create').toEqual([group.id]);
  },
);

test('a filter follows a userName there and back', row('VAULT-FILTER-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const names = [`${user.userName}-new`, user.userName, user.userName.toUpperCase()];
  const found: string[][] = [];

  for (const userName of names) {
    await tenant.scim.put(user.path, userBody(userName, { externalId: user.externalId }));
    found.push(idsOf(await tenant.scim.list('/Users', { filter: `userName eq "${userName}"` })));
  }

  expect(found, 'users of each name, one rename after the other').toEqual(names.map(() => [user.id]));
});

test('a filter follows a displayName there and back', row('VAULT-FILTER-21'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const names = [`${group.displayName}-new`, group.displayName, group.displayName.toUpperCase()];
  const found: string[][] = [];

  for (const displayName of names) {
    await tenant.scim.put(group.path, groupBody(displayName));
    found.push(idsOf(await tenant.scim.list('/Groups', { filter: `displayName eq "${displayName}"` })));
  }

  expect(found, 'groups of each name, one rename after the other').toEqual(names.map(() => [group.id]));
});
