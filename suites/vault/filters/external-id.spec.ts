import { expect, listed, listOf, row, setActive, test } from '../../../src/harness/index.ts';

const byExternalId = (value: string) => ({ filter: `externalId eq "${value}"` });

test('a filter on externalId finds the user with it', row('VAULT-FILTER-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await arrange.user(tenant);

  const answer = await tenant.scim.list('/Users', byExternalId(user.externalId));

  expect(listed(answer), 'users with that externalId').toEqual(listOf(user));
});

test('a filter on externalId finds a user of any past', row('VAULT-FILTER-03'), async ({ tenant, arrange }) => {
  const [inactive, left, renamed, member] = [
    await arrange.user(tenant, { active: false }),
    await arrange.user(tenant),
    await arrange.user(tenant),
    await arrange.user(tenant),
  ];
  await arrange.during(() => setActive(tenant, left, false));
  await arrange.during(() => tenant.scim.put(renamed.path, { ...renamed.sent, userName: arrange.unique('renamed') }));
  await arrange.group(tenant, [member]);

  for (const user of [inactive, left, renamed, member]) {
    const answer = await tenant.scim.list('/Users', byExternalId(user.externalId));

    expect(listed(answer), 'users with that externalId').toEqual(listOf(user));
  }
});

const NEARLY: [string, (externalId: string) => string][] = [
  ['the start', (externalId) => externalId.slice(0, -1)],
  ['the end', (externalId) => externalId.slice(1)],
  ['more than the whole', (externalId) => `${externalId}0`],
];

for (const [part, other] of NEARLY) {
  test(`a filter on ${part} of an externalId finds nobody`, row('VAULT-FILTER-04'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);

    const answer = await tenant.scim.list('/Users', byExternalId(other(user.externalId)));

    expect(listed(answer), `users with ${part} of an externalId`).toEqual(listOf());
  });
}

test('a filter on an externalId that nobody has finds nobody', row('VAULT-FILTER-04'), async ({ tenant, arrange }) => {
  await arrange.user(tenant);

  const answer = await tenant.scim.list('/Users', byExternalId(arrange.unique('nobody')));

  expect(listed(answer), 'users with an externalId that nobody has').toEqual(listOf());
});
