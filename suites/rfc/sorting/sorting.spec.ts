import {
  type Arrange,
  type ArrangedUser,
  expect,
  metaOf,
  resourcesOf,
  row,
  type Tenant,
  test,
  waitPast,
} from '../../../src/harness/index.ts';

const ORDERED = 'users in the order of the answer';

/** Users whose names begin alike, in the order in which they are made, and what a list says of them. */
async function bedOf(arrange: Arrange, tenant: Tenant, users: [label: string, attributes: Record<string, unknown>][]) {
  const start = arrange.unique('sort');
  const made: [string, ArrangedUser][] = [];
  for (const [label, attributes] of users) {
    const user = await arrange.user(tenant, { userName: `${start}-${label}`, ...attributes });
    await waitPast(arrange, tenant, metaOf(user.body, 'created'));
    made.push([label, user]);
  }
  return {
    /** The labels as the server lists them. */
    list: async (query: Record<string, string | number>) => {
      const answer = await tenant.scim.list('/Users', { filter: `userName sw "${start}"`, ...query });
      expect(answer).toHaveStatus(200);
      return resourcesOf(answer).map(({ id }) => made.find(([, user]) => user.id === id)?.[0]);
    },
  };
}

const PLAIN: [string, Record<string, unknown>][] = [
  ['c', {}],
  ['a', {}],
  ['b', {}],
];

test('a list is in the order of sortBy', row('RFC7644-3.4.2.3-03'), async ({ tenant, arrange }) => {
  const bed = await bedOf(arrange, tenant, PLAIN);

  const whole = await bed.list({ sortBy: 'userName', sortOrder: 'ascending' });
  const projected = await bed.list({ sortBy: 'userName', sortOrder: 'ascending', attributes: 'meta' });
  const without = await bed.list({ sortBy: 'userName', sortOrder: 'ascending', excludedAttributes: 'userName' });

  expect([whole, projected, without], `${ORDERED}, also where it is not shown`).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ]);
});

test('groups are in the order of sortBy', row('RFC7644-3.4.2.3-03'), async ({ tenant, arrange }) => {
  const start = arrange.unique('sort');
  const [c, a, b] = [
    await arrange.group(tenant, [], `${start}-c`),
    await arrange.group(tenant, [], `${start}-a`),
    await arrange.group(tenant, [], `${start}-b`),
  ];

  const answer = await tenant.scim.list('/Groups', {
    sortBy: 'displayName',
    sortOrder: 'ascending',
    filter: `displayName sw "${start}"`,
  });

  expect(answer).toHaveStatus(200);
  expect(
    resourcesOf(answer).map(({ id }) => id),
    'ids of the groups',
  ).toEqual([a.id, b.id, c.id]);
});

test('without sortOrder the order is ascending', row('RFC7644-3.4.2.3-04'), async ({ tenant, arrange }) => {
  const bed = await bedOf(arrange, tenant, PLAIN);

  const unsaid = await bed.list({ sortBy: 'userName' });
  const said = await bed.list({ sortBy: 'userName', sortOrder: 'ascending' });

  expect([unsaid, said], ORDERED).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ]);
});

test('descending reverses the order', row('RFC7644-3.4.2.3-05'), async ({ tenant, arrange }) => {
  const bed = await bedOf(arrange, tenant, PLAIN);

  const falling = await bed.list({ sortBy: 'userName', sortOrder: 'descending' });

  expect(falling, ORDERED).toEqual(['c', 'b', 'a']);
});

test('letter case does not count in the order of names', row('RFC7644-3.4.2.3-06'), async ({ tenant, arrange }) => {
  const bed = await bedOf(arrange, tenant, [
    ['b', {}],
    ['A', {}],
    ['C', {}],
    ['d', {}],
  ]);

  const rising = await bed.list({ sortBy: 'userName', sortOrder: 'ascending' });

  expect(rising, ORDERED).toEqual(['A', 'b', 'C', 'd']);
});

for (const [attribute, id] of [
  ['meta.created', 'RFC7644-3.4.2.3-08'],
  ['meta.lastModified', 'RFC7644-3.4.2.3-08'],
] as const) {
  test(`${attribute} sorts by time`, row(id), async ({ tenant, arrange }) => {
    const bed = await bedOf(arrange, tenant, PLAIN);

    const rising = await bed.list({ sortBy: attribute, sortOrder: 'ascending' });
    const falling = await bed.list({ sortBy: attribute, sortOrder: 'descending' });

    expect([rising, falling], ORDERED).toEqual([
      ['c', 'a', 'b'],
      ['b', 'a', 'c'],
    ]);
  });
}

test('a list sorts by its primary value, else by its first', row('RFC7644-3.4.2.3-09'), async ({ tenant, arrange }) => {
  const emails = (first: string, second: string, primary: boolean) => [
    { value: `${first}@example.com`, type: 'work' },
    { value: `${second}@example.com`, type: 'home', ...(primary && { primary }) },
  ];
  const bed = await bedOf(arrange, tenant, [
    ['by-primary-c', { emails: emails('a', 'c', true) }],
    ['by-first-b', { emails: emails('b', 'z', false) }],
    ['by-primary-a', { emails: emails('x', 'a', true) }],
  ]);

  const rising = await bed.list({ sortBy: 'emails.value', sortOrder: 'ascending' });

  expect(rising, ORDERED).toEqual(['by-primary-a', 'by-first-b', 'by-primary-c']);
});

test('a complex attribute sorts by the part that is named', row('RFC7644-3.4.2.3-10'), async ({ tenant, arrange }) => {
  const bed = await bedOf(arrange, tenant, [
    ['a-c', { name: { givenName: 'a', familyName: 'c' } }],
    ['b-a', { name: { givenName: 'b', familyName: 'a' } }],
    ['c-b', { name: { givenName: 'c', familyName: 'b' } }],
  ]);

  const byFamily = await bed.list({ sortBy: 'name.familyName', sortOrder: 'ascending' });
  const byGiven = await bed.list({ sortBy: 'name.givenName', sortOrder: 'ascending' });

  expect([byFamily, byGiven], ORDERED).toEqual([
    ['b-a', 'c-b', 'a-c'],
    ['a-c', 'b-a', 'c-b'],
  ]);
});

test(
  'who lacks the value is last, and first when descending',
  row('RFC7644-3.4.2.3-11'),
  async ({ tenant, arrange }) => {
    const bed = await bedOf(arrange, tenant, [
      ['none', {}],
      ['second', { title: 'Driver' }],
      ['first', { title: 'Boss' }],
    ]);

    const rising = await bed.list({ sortBy: 'title', sortOrder: 'ascending' });
    const falling = await bed.list({ sortBy: 'title', sortOrder: 'descending' });

    expect([rising, falling], ORDERED).toEqual([
      ['first', 'second', 'none'],
      ['none', 'second', 'first'],
    ]);
  },
);

test('an unknown sortOrder is refused or ignored', row('RFC7644-3.4.2.3-12'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.list('/Users', {
    filter: `userName eq "${user.userName}"`,
    sortBy: 'userName',
    sortOrder: 'sideways',
  });

  expect(answer).toHaveStatus([200, 400]);
});

for (const sortOrder of ['ascending', 'descending']) {
  test(`the ${sortOrder} order holds across pages`, row('RFC7644-3.4.2.3-13'), async ({ tenant, arrange }) => {
    const bed = await bedOf(arrange, tenant, [...PLAIN, ['d', {}]]);
    const query = { sortBy: 'userName', sortOrder };

    const whole = await bed.list(query);
    const pages = [
      await bed.list({ ...query, startIndex: 1, count: 1 }),
      await bed.list({ ...query, startIndex: 2, count: 2 }),
      await bed.list({ ...query, startIndex: 4, count: 2 }),
    ];

    expect([...whole].sort(), 'all of the users').toEqual(['a', 'b', 'c', 'd']);
    expect(pages, `${ORDERED}, page by page`).toEqual([whole.slice(0, 1), whole.slice(1, 3), whole.slice(3)]);
  });
}

test('sortBy takes other spellings of a name', row('RFC7644-3.4.2.3-14'), async ({ tenant, arrange, types }) => {
  const bed = await bedOf(arrange, tenant, PLAIN);

  const upper = await bed.list({ sortBy: 'USERNAME', sortOrder: 'ascending' });
  const qualified = await bed.list({ sortBy: `${types.user.core.urn}:userName`, sortOrder: 'ascending' });

  expect([upper, qualified], ORDERED).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ]);
});
