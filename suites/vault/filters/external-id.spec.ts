import { expect, listed, listOf, row, test, usersOfEachPast } from '../../../src/harness/index.ts';

const byExternalId = (value: string) => ({ filter: `externalId eq "${value}"` });

test('a filter on externalId finds the user with it', row('VAULT-FILTER-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await arrange.user(tenant);

  const answer = await tenant.scim.list('/Users', byExternalId(user.externalId));

  expect(listed(answer), 'users with that externalId').toEqual(listOf(user));
});

test('a filter on externalId finds a user of any past', row('VAULT-FILTER-03'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const users = await usersOfEachPast(arrange, tenant);

  for (const { past, externalId, id } of users) {
    const answer = await tenant.scim.list('/Users', byExternalId(externalId));

    expect(listed(answer), `users with the externalId of a user ${past}`).toEqual(listOf({ id }));
  }
});

test(
  'a filter on externalId finds the own user, where users of other clients have the same one',
  row('VAULT-FILTER-03'),
  async ({ tenant, other, unaliased, arrange }) => {
    const externalId = arrange.unique('ext');
    const clients = [tenant, other, unaliased];
    const users = [];
    for (const client of clients) users.push(await arrange.user(client, { externalId }));

    const answers = [];
    for (const client of clients) answers.push(await client.scim.list('/Users', byExternalId(externalId)));

    expect(answers.map(listed), 'what each client finds').toEqual(users.map((user) => listOf(user)));
  },
);

const NEARLY: [string, (externalId: string) => string][] = [
  ['the start', (externalId) => externalId.slice(0, -1)],
  ['the end', (externalId) => externalId.slice(1)],
  ['more than the whole', (externalId) => `${externalId}0`],
];

test(
  'a filter on a part of an externalId, or on more, finds nobody',
  row('VAULT-FILTER-04'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);

    for (const [part, other] of NEARLY) {
      const answer = await tenant.scim.list('/Users', byExternalId(other(user.externalId)));

      expect(listed(answer), `users with ${part} of an externalId`).toEqual(listOf());
    }
  },
);

test(
  'a filter on an externalId that replaces and patches could not give finds nobody',
  row('VAULT-FILTER-04'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const [replaced, patched] = [arrange.unique('replaced'), arrange.unique('patched')];
    const operation = { op: 'replace', path: 'externalId', value: patched };
    await arrange.during(() => tenant.scim.put(user.path, { ...user.sent, externalId: replaced }));
    await arrange.during(() => tenant.scim.patch(user.path, [operation]));

    for (const externalId of [replaced, patched]) {
      const answer = await tenant.scim.list('/Users', byExternalId(externalId));

      expect(listed(answer), 'users with an externalId that was sent later').toEqual(listOf());
    }
  },
);

test('a filter on an externalId that nobody has finds nobody', row('VAULT-FILTER-04'), async ({ tenant, arrange }) => {
  await arrange.user(tenant);

  const answer = await tenant.scim.list('/Users', byExternalId(arrange.unique('nobody')));

  expect(listed(answer), 'users with an externalId that nobody has').toEqual(listOf());
});
