import {
  afterPatch,
  bodyOf,
  differences,
  expect,
  expectAllOrNothing,
  row,
  test,
  type WritableList,
  writableLists,
} from '../../../src/harness/index.ts';

interface Operation {
  op: string;
  path?: string;
  value?: unknown;
}

const DIFFERS = 'what differs from the exact result';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const ON_EACH_LIST: { what: string; id: string; had: number; of: (list: WritableList) => Operation }[] = [
  {
    what: 'add appends to each list',
    id: 'RFC7644-3.5.2.1-08',
    had: 1,
    of: ({ name, values: [, added] }) => ({ op: 'add', path: name, value: [added] }),
  },
  {
    what: 'remove empties each list',
    id: 'RFC7644-3.5.2.2-03',
    had: 2,
    of: ({ name }) => ({ op: 'remove', path: name }),
  },
  {
    what: 'remove with a filter takes one value from each list',
    id: 'RFC7644-3.5.2.2-04',
    had: 2,
    of: ({ name, values: [first], by }) => ({ op: 'remove', path: `${name}[${by} eq "${first[by]}"]` }),
  },
  {
    what: 'replace swaps each list',
    id: 'RFC7644-3.5.2.3-05',
    had: 1,
    of: ({ name, values: [, other] }) => ({ op: 'replace', path: name, value: [other] }),
  },
  {
    what: 'replace of a filtered part changes one value of each list',
    id: 'RFC7644-3.5.2.3-10',
    had: 2,
    of: ({ name, values: [first], by, part }) => ({
      op: 'replace',
      path: `${name}[${by} eq "${first[by]}"].${part}`,
      value: 'Changed',
    }),
  },
];

for (const { what, id, had, of } of ON_EACH_LIST) {
  test(`${what} of a user`, row(id), async ({ tenant, arrange, types }) => {
    const lists = writableLists(types.user);
    const user = await arrange.user(
      tenant,
      Object.fromEntries(lists.map(({ name, values }) => [name, values.slice(0, had)])),
    );
    const operations = lists.map(of);

    const answers = [];
    for (const operation of operations) answers.push(await tenant.scim.patch(user.path, [operation]));

    for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    const expected = afterPatch(user.body, operations, types.user);
    expect(differences(expected, read.body, types.user, ['meta']), DIFFERS).toEqual([]);
  });
}

const EMAILS = [
  { value: 'one@example.com', type: 'work', primary: true },
  { value: 'two@example.com', type: 'work' },
  { value: 'three@example.org', type: 'home' },
  { value: 'four@example.org', type: 'other' },
];

const FILTERS = [
  'value sw "two"',
  'value ew ".org"',
  'value co "@example.com"',
  'type ne "home"',
  'primary eq true',
  'type eq "work" and value eq "two@example.com"',
  'type eq "work" and primary eq true',
  'type eq "other" or type eq "home"',
  'not (type eq "work")',
];

/** A server may refuse what is more than a comparison with `eq` (RFC 7644 section 3.4.2.2), and changes nothing then. */
for (const filter of FILTERS) {
  for (const { what, id, operation } of [
    { what: 'remove', id: 'RFC7644-3.5.2.2-04', operation: { op: 'remove', path: `emails[${filter}]` } },
    {
      what: 'replace of a part',
      id: 'RFC7644-3.5.2.3-10',
      operation: { op: 'replace', path: `emails[${filter}].display`, value: 'Changed' },
    },
  ]) {
    test(
      `${what} of emails[${filter}] changes just these, or is refused and changes none`,
      row(id),
      async ({ tenant, arrange, types }) => {
        const user = await arrange.user(tenant, { emails: EMAILS });
        const before = await tenant.scim.get(user.path);

        const patched = await tenant.scim.patch(user.path, [operation]);

        const after = await tenant.scim.get(user.path);
        const { emails } = afterPatch(bodyOf(before), [operation], types.user);
        expectAllOrNothing(patched, { before, after, executed: { emails } });
      },
    );
  }
}

const SEQUENCES: [string, Operation[]][] = [
  [
    'a value path selects what an operation before it added',
    [
      { op: 'add', path: 'emails', value: [{ value: 'new@example.com', type: 'other' }] },
      { op: 'replace', path: 'emails[value eq "new@example.com"].display', value: 'New' },
    ],
  ],
  [
    'a value path selects by what an operation before it changed',
    [
      { op: 'replace', path: 'emails[type eq "home"].value', value: 'new@example.com' },
      { op: 'remove', path: 'emails[value eq "new@example.com"]' },
    ],
  ],
  [
    'each of several removals takes its value',
    [
      { op: 'remove', path: 'emails[type eq "home"]' },
      { op: 'remove', path: 'emails[type eq "other"]' },
    ],
  ],
  [
    'a list that was removed is filled anew',
    [
      { op: 'remove', path: 'emails' },
      { op: 'add', path: 'emails', value: [{ value: 'new@example.com', type: 'work' }] },
    ],
  ],
];

for (const [what, operations] of SEQUENCES) {
  test(what, row('RFC7644-3.5.2-23'), async ({ tenant, arrange, types, applies }) => {
    applies(
      writableLists(types.user).some(({ name }) => name === 'emails'),
      'users have no emails',
    );
    const user = await arrange.user(tenant, { emails: EMAILS });

    const patched = await tenant.scim.patch(user.path, operations);

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    const expected = afterPatch(user.body, operations, types.user);
    expect(differences(expected, read.body, types.user, ['meta']), DIFFERS).toEqual([]);
  });
}

const EXTENSION = { employeeNumber: '7', costCenter: '4130', department: 'Tours' };

for (const operation of [
  { op: 'add', path: `${ENTERPRISE}:division`, value: 'Parks' },
  { op: 'replace', path: `${ENTERPRISE}:department`, value: 'Sales' },
  { op: 'remove', path: `${ENTERPRISE}:department` },
]) {
  test(
    `${operation.op} of an extension attribute by its URN leaves the others`,
    row('RFC7644-3.5.2-16'),
    async ({ tenant, arrange, types }) => {
      const user = await arrange.user(tenant, {
        schemas: [types.user.core.urn, ENTERPRISE],
        [ENTERPRISE]: EXTENSION,
      });

      const patched = await tenant.scim.patch(user.path, [operation]);

      expect(patched).toHaveStatus([200, 204]);
      const read = await tenant.scim.get(user.path);
      const expected = afterPatch(user.body, [operation], types.user);
      expect(differences(expected, read.body, types.user, ['meta']), DIFFERS).toEqual([]);
    },
  );
}
