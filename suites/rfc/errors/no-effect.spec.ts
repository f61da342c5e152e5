import { expect, idsOf, row, type Tenant, test } from '../../../src/harness/index.ts';

test('a rejected write has no effect', row('RFC7644-3.12-27'), async ({ tenant, arrange }) => {
  const first = await arrange.user(tenant);
  const second = await arrange.user(tenant);
  const before = await tenant.scim.get(second.path);

  const refused = [
    await tenant.scim.put(second.path, { ...second.sent, userName: first.userName, active: false }),
    await tenant.scim.patch(second.path, [
      { op: 'replace', path: 'active', value: false },
      { op: 'replace', path: 'active', value: 'abc' },
    ]),
  ];

  expect(
    refused.map(({ status }) => status >= 400),
    'the writes are refused',
  ).toEqual([true, true]);
  const after = await tenant.scim.get(second.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a rejected replace of a group has no effect', row('RFC7644-3.12-27'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);
  const [first, second] = [await arrange.group(tenant), await arrange.group(tenant)];
  const before = await tenant.scim.get(second.path);

  const refused = await tenant.scim.put(second.path, {
    ...second.sent,
    displayName: first.displayName,
    members: [{ value: user.id }],
  });

  applies(refused.status >= 400, 'two groups may have the same displayName');
  const after = await tenant.scim.get(second.path);
  expect(after.body, 'the group afterwards').toEqual(before.body);
});

/** What makes a replace invalid that changes everything else validly. */
const INVALID: Record<string, (taken: string) => Record<string, unknown>> = {
  'a text as active': () => ({ active: 'abc' }),
  'a number as active': () => ({ active: 7 }),
  'no userName': () => ({ userName: undefined }),
  'a list as userName': () => ({ userName: ['x'] }),
  'a userName that is taken': (taken) => ({ userName: taken }),
};

for (const [what, invalid] of Object.entries(INVALID)) {
  test(
    `a replace that is rejected for ${what} has no effect`,
    row('RFC7644-3.12-27'),
    async ({ tenant, arrange, applies }) => {
      const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
      const before = await tenant.scim.get(second.path);
      const changes = { userName: arrange.unique('renamed'), active: false, ...invalid(first.userName) };

      const refused = await tenant.scim.put(second.path, { ...second.sent, ...changes });

      applies(refused.status >= 400, 'the server accepts the replace');
      const after = await tenant.scim.get(second.path);
      expect(after.body, 'the user afterwards').toEqual(before.body);
      const [found, foundByNew] = [await byName(tenant, second.userName), await byName(tenant, changes.userName)];
      expect(found, 'users of its name afterwards').toEqual([second.id]);
      expect(foundByNew, 'users of the name that was refused').not.toContain(second.id);
    },
  );
}

async function byName({ scim }: Tenant, name: unknown): Promise<string[]> {
  return idsOf(await scim.list('/Users', { filter: `userName eq "${name}"` }));
}

const INVALID_GROUPS: Record<string, Record<string, unknown>> = {
  'a text as members': { members: 'abc' },
  'texts as members': { members: ['abc'] },
  'no displayName': { displayName: undefined },
  'a number as displayName': { displayName: 7 },
};

for (const [what, invalid] of Object.entries(INVALID_GROUPS)) {
  test(
    `a replace of a group that is rejected for ${what} has no effect`,
    row('RFC7644-3.12-27'),
    async ({ tenant, arrange, applies }) => {
      const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
      const group = await arrange.group(tenant, [first]);
      const before = await tenant.scim.get(group.path);
      const changes = { displayName: arrange.unique('renamed'), members: [{ value: second.id }], ...invalid };

      const refused = await tenant.scim.put(group.path, { ...group.sent, ...changes });

      applies(refused.status >= 400, 'the server accepts the replace');
      const after = await tenant.scim.get(group.path);
      expect(after.body, 'the group afterwards').toEqual(before.body);
    },
  );
}
