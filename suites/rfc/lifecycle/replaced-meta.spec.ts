import {
  type Arrange,
  bodyOf,
  changeOf,
  expect,
  groupBody,
  idOf,
  metaOf,
  order,
  representationIn,
  row,
  test,
  waitPast,
} from '../../../src/harness/index.ts';

type Attributes = Record<string, unknown>;

interface Change {
  what: string;
  of: (type: Parameters<typeof changeOf>[0], arrange: Arrange) => { from: Attributes; to: Attributes };
}

const CHANGES: Change[] = [
  {
    what: 'an attribute',
    of: (type) => {
      const { name, from, to } = changeOf(type);
      return { from: { [name]: from }, to: { [name]: to } };
    },
  },
  { what: 'active to false', of: () => ({ from: { active: true }, to: { active: false } }) },
  { what: 'active to true', of: () => ({ from: { active: false }, to: { active: true } }) },
  {
    what: 'the userName of an active user',
    of: (_type, arrange) => ({ from: {}, to: { userName: arrange.unique('renamed') } }),
  },
  {
    what: 'the userName of an inactive user',
    of: (_type, arrange) => ({ from: { active: false }, to: { userName: arrange.unique('renamed') } }),
  },
];

for (const { what, of } of CHANGES) {
  test(
    `a PUT that changes ${what} moves lastModified only`,
    row('RFC7644-3.5.1-13'),
    async ({ tenant, arrange, types }) => {
      const { from, to } = of(types.user, arrange);
      const user = await arrange.user(tenant, from);
      await waitPast(arrange, tenant, metaOf(user.body, 'lastModified'));

      const replaced = await tenant.scim.put(user.path, { ...user.sent, ...to });

      const read = await tenant.scim.get(user.path);
      const shown = representationIn(replaced, read);
      const stamps = [metaOf(user.body, 'lastModified'), metaOf(read.body, 'lastModified')] as const;
      expect(order(...stamps), 'old and new lastModified').toBe('earlier');
      expect(
        [idOf(read), metaOf(read.body, 'created'), metaOf(read.body, 'location')],
        'id, created and location',
      ).toEqual([user.id, metaOf(user.body, 'created'), metaOf(user.body, 'location')]);
      expect([idOf(shown), bodyOf(shown).meta], 'id and meta in the answer').toEqual([user.id, bodyOf(read).meta]);
    },
  );
}

test('a PUT of a group moves lastModified only', row('RFC7644-3.5.1-13'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  await waitPast(arrange, tenant, metaOf(group.body, 'lastModified'));

  const replaced = await tenant.scim.put(group.path, groupBody(group.displayName, [user.id]));

  const read = await tenant.scim.get(group.path);
  const shown = representationIn(replaced, read);
  const stamps = [metaOf(group.body, 'lastModified'), metaOf(read.body, 'lastModified')] as const;
  expect(order(...stamps), 'old and new lastModified').toBe('earlier');
  expect([idOf(read), metaOf(read.body, 'created'), metaOf(read.body, 'location')], 'id, created and location').toEqual(
    [group.id, metaOf(group.body, 'created'), metaOf(group.body, 'location')],
  );
  expect([idOf(shown), bodyOf(shown).meta], 'id and meta in the answer').toEqual([group.id, bodyOf(read).meta]);
});
