import { bodyOf, expectAllOrNothing, row, test } from '../../../src/harness/index.ts';

type Ids = readonly [string, string, string];

const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Filters over three members, and who stays when the server serves them. */
const FILTERS: [string, (ids: Ids) => string, (ids: Ids) => string[]][] = [
  ['ne', ([a]) => `value ne "${a}"`, ([a]) => [a]],
  ['not', ([a]) => `not (value eq "${a}")`, ([a]) => [a]],
  ['or', ([a, b]) => `value eq "${a}" or value eq "${b}"`, ([, , c]) => [c]],
  ['and, which nobody meets', ([a, b]) => `value eq "${a}" and value eq "${b}"`, (ids) => [...ids]],
  ['sw', ([, b]) => `value sw "${b}"`, ([a, , c]) => [a, c]],
  ['the last member', ([, , c]) => `value eq "${c}"`, ([a, b]) => [a, b]],
  ['the middle member', ([, b]) => `value eq "${b}"`, ([a, , c]) => [a, c]],
  ['an id of nobody', () => `value eq "${NOBODY}"`, (ids) => [...ids]],
  ['a display of nobody', () => 'display eq "nobody of that name"', (ids) => [...ids]],
  ['a type of nobody', () => 'type eq "Group"', (ids) => [...ids]],
  ['a $ref of nobody', () => `$ref eq "https://example.com/Users/${NOBODY}"`, (ids) => [...ids]],
];

for (const [what, filter, staying] of FILTERS) {
  test(
    `remove with a member filter removes exactly its members, or nobody: ${what}`,
    row('RFC7644-3.5.2.2-11'),
    async ({ tenant, arrange }) => {
      const users = [await arrange.user(tenant), await arrange.user(tenant), await arrange.user(tenant)] as const;
      const ids: Ids = [users[0].id, users[1].id, users[2].id];
      const group = await arrange.group(tenant, [...users]);
      const before = await tenant.scim.get(group.path);

      const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: `members[${filter(ids)}]` }]);

      const after = await tenant.scim.get(group.path);
      expectAllOrNothing(answer, { before, after, executed: { members: staying(ids).sort() } });
    },
  );
}

test(
  'remove with a filter on display removes exactly who is shown so, or nobody',
  row('RFC7644-3.5.2.2-11'),
  async ({ tenant, arrange, applies }) => {
    const users = await arrange.users(tenant, 3);
    const group = await arrange.group(tenant, users);
    const before = await tenant.scim.get(group.path);
    const members = bodyOf(before).members as { value: string; display?: string }[];
    applies(members[0]?.display !== undefined, 'members have no display');

    const path = `members[display eq "${members[0]?.display}"]`;
    const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path }]);

    const staying = members.filter(({ display }) => display !== members[0]?.display).map(({ value }) => value);
    const after = await tenant.scim.get(group.path);
    expectAllOrNothing(answer, { before, after, executed: { members: staying.sort() } });
  },
);

test(
  'several adds of the same path in one request add everybody, or nobody',
  row('RFC7644-3.5.2.1-16'),
  async ({ tenant, arrange }) => {
    const users = await arrange.users(tenant, 3);
    const group = await arrange.group(tenant, users.slice(0, 1));
    const before = await tenant.scim.get(group.path);
    const adds = users.slice(1).map(({ id }) => ({ op: 'add' as const, path: 'members', value: [{ value: id }] }));

    const answer = await tenant.scim.patch(group.path, adds);

    const after = await tenant.scim.get(group.path);
    expectAllOrNothing(answer, { before, after, executed: { members: users.map(({ id }) => id).sort() } });
  },
);
