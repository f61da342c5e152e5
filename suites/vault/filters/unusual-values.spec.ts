import { randomInt } from 'node:crypto';
import {
  expect,
  idsOf,
  isAccepted,
  listed,
  listOf,
  row,
  setActive,
  test,
  usersChangedApart,
} from '../../../src/harness/index.ts';

/** What stands for any characters in patterns of other languages: globs, SQL, regular expressions. */
const WILDCARDS = ['*', '%', '_', '?', '.'];
const withWildcards = (name: string) =>
  WILDCARDS.flatMap((one) => [`${name.slice(0, -1)}${one}`, name.replace('-', one), `${one}${name.slice(1)}`]);

for (const [attribute, id] of [
  ['userName', 'VAULT-FILTER-02'],
  ['externalId', 'VAULT-FILTER-04'],
] as const) {
  test(`${attribute} eq takes what is a wildcard elsewhere as it is`, row(id), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);

    for (const value of withWildcards(user[attribute])) {
      const answer = await tenant.scim.list('/Users', { filter: `${attribute} eq "${value}"` });

      expect(idsOf(answer), 'users whose value differs').toEqual([]);
    }
  });
}

test(
  'displayName eq takes what is a wildcard elsewhere as it is',
  row('VAULT-FILTER-20'),
  async ({ tenant, arrange }) => {
    const group = await arrange.group(tenant);

    for (const value of withWildcards(group.displayName)) {
      const answer = await tenant.scim.list('/Groups', { filter: `displayName eq "${value}"` });

      expect(idsOf(answer), 'groups whose name differs').toEqual([]);
    }
  },
);

for (const [attribute, id] of [
  ['userName', 'VAULT-FILTER-02'],
  ['externalId', 'VAULT-FILTER-04'],
] as const) {
  test(`${attribute} eq with an empty value finds nobody`, row(id), async ({ tenant, arrange }) => {
    await arrange.user(tenant);

    const answer = await tenant.scim.list('/Users', { filter: `${attribute} eq ""` });

    expect(idsOf(answer), 'users with an empty value').toEqual([]);
  });
}

test('displayName eq with an empty value finds no group', row('VAULT-FILTER-20'), async ({ tenant, arrange }) => {
  await arrange.group(tenant);

  const answer = await tenant.scim.list('/Groups', { filter: 'displayName eq ""' });

  expect(idsOf(answer), 'groups with an empty value').toEqual([]);
});

for (const [attribute, id] of [
  ['userName', 'VAULT-FILTER-02'],
  ['externalId', 'VAULT-FILTER-04'],
] as const) {
  test(`${attribute} eq compares digits as text`, row(id), async ({ tenant, arrange }) => {
    const digits = String(randomInt(10 ** 12, 10 ** 13));
    await arrange.user(tenant, { [attribute]: `00${digits}` });

    for (const value of [digits, `0${digits}`, `00${digits}.0`, `${digits}e0`, `+${digits}`]) {
      const answer = await tenant.scim.list('/Users', { filter: `${attribute} eq "${value}"` });

      expect(idsOf(answer), 'users whose value is another text').toEqual([]);
    }
  });
}

test('externalId eq takes spaces around a value as they are', row('VAULT-FILTER-04'), async ({ tenant, arrange }) => {
  const { externalId } = await arrange.user(tenant);

  for (const value of [` ${externalId}`, `${externalId} `, `  ${externalId}  `]) {
    const answer = await tenant.scim.list('/Users', { filter: `externalId eq "${value}"` });

    expect(idsOf(answer), 'users whose value is another text').toEqual([]);
  }
});

test('a filter on externalId does not find a deleted user', row('VAULT-FILTER-10'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const filter = `externalId eq "${user.externalId}"`;
  await arrange.during(() => tenant.scim.list('/Users', { filter }));

  const deleted = await tenant.scim.delete(user.path);
  const after = await tenant.scim.list('/Users', { filter });

  expect(deleted).toHaveStatus([200, 204]);
  expect(listed(after), 'users with the externalId of a deleted one').toEqual(listOf());
});

/** Values that hold what has a meaning in filters. */
const LIKE_FILTERS = ['a and b', 'a or b', 'not (a)', 'a eq b', 'a pr', 'a AND b', '(a)', 'a[b]', "it's"];
/** Values that hold what has a meaning in the query of a URL. */
const LIKE_QUERIES = ['a+b', 'a&b', 'a&count=0', 'a=b', 'a#b', 'a?b', 'a;b', 'a,b', 'a%41', 'a%2B'];
const LIKE_SYNTAX = [...LIKE_FILTERS, ...LIKE_QUERIES];

for (const [attribute, id] of [
  ['userName', 'VAULT-FILTER-01'],
  ['externalId', 'VAULT-FILTER-03'],
] as const) {
  test(
    `${attribute} eq takes words and signs of filters and queries inside of a value as they are`,
    row(id),
    async ({ tenant, arrange }) => {
      const values = LIKE_SYNTAX.map((words) => `${arrange.unique('user')} ${words}`);
      for (const value of values) {
        const user = await arrange.user(tenant, { [attribute]: value });

        const answer = await tenant.scim.list('/Users', { filter: `${attribute} eq "${value}"` });

        expect(listed(answer), 'users with that value').toEqual(listOf(user));
      }
    },
  );
}

test(
  'displayName eq takes words and signs of filters and queries inside of a value as they are',
  row('VAULT-FILTER-19'),
  async ({ tenant, arrange }) => {
    const names = LIKE_SYNTAX.map((words) => `${arrange.unique('group')} ${words}`);
    for (const name of names) {
      const group = await arrange.group(tenant, [], name);

      const answer = await tenant.scim.list('/Groups', { filter: `displayName eq "${name}"` });

      expect(listed(answer), 'groups with that displayName').toEqual(listOf(group));
    }
  },
);

test('gt finds a user that was deactivated after an instant', row('VAULT-FILTER-11'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const { later, between } = await usersChangedApart(arrange, tenant);
  await arrange.during(() => setActive(tenant, { path: `/Users/${later.id}` }, true));
  await arrange.during(() => setActive(tenant, { path: `/Users/${later.id}` }, false));

  const answer = await tenant.scim.list('/Users', { filter: `meta.lastModified gt "${between}"` });

  expect(listed(answer), 'users changed after an instant').toEqual(listOf(later));
});

test(
  'an instant in another time zone is the same instant, or is refused',
  row('VAULT-FILTER-11'),
  async ({ arrange }) => {
    const tenant = await arrange.tenant();
    const { later, between } = await usersChangedApart(arrange, tenant);
    const fraction = /\.\d+/.exec(between)?.[0] ?? '';
    const moved = new Date(Date.parse(between) + 5 * 3_600_000).toISOString().replace(/\.\d+Z$/, `${fraction}+05:00`);

    const answer = await tenant.scim.list('/Users', { filter: `meta.lastModified gt "${moved}"` });

    const wanted = isAccepted(answer) ? [later.id] : [];
    expect(answer.status, 'status, which is no breakdown').toBeLessThan(500);
    expect(idsOf(answer), 'users changed after an instant').toEqual(wanted);
  },
);
