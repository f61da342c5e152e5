import { bodyOf, expect, isAccepted, row, type Tenant, test } from '../../../src/harness/index.ts';

type Entry = { value?: string; type?: string };

/** Lets a group be a member of another one. */
function nest(tenant: Tenant, outer: { path: string }, inner: { id: string }) {
  const value = [{ value: inner.id, type: 'Group' }];
  return tenant.scim.patch(outer.path, [{ op: 'add', path: 'members', value }]);
}

test('membership in a group is direct', row('RFC7643-4.1.2-11'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const { groups = [] } = bodyOf(await tenant.scim.get(user.path));

  const entry = (groups as Entry[]).find(({ value }) => value === group.id);
  applies(entry?.type !== undefined, 'groups of a user have no type');
  expect(entry?.type, 'type of the group').toBe('direct');
});

test(
  'membership through a group in between is indirect',
  row('RFC7643-4.1.2-12'),
  async ({ tenant, arrange, applies }) => {
    const user = await arrange.user(tenant);
    const [outer, inner] = [await arrange.group(tenant), await arrange.group(tenant, [user])];
    await nest(tenant, outer, inner);

    const { groups = [] } = bodyOf(await tenant.scim.get(user.path));

    const entry = (groups as Entry[]).find(({ value }) => value === outer.id);
    applies(entry?.type !== undefined, 'users do not show the groups around theirs');
    expect(entry?.type, 'type of the outer group').toBe('indirect');
  },
);

test(
  'groups that contain each other can still be read',
  row('RFC7643-4.2-10'),
  async ({ tenant, arrange, applies }) => {
    const user = await arrange.user(tenant);
    const [one, other] = [await arrange.group(tenant, [user]), await arrange.group(tenant, [user])];

    const answers = [await nest(tenant, one, other), await nest(tenant, other, one), await nest(tenant, one, one)];

    applies(answers.some(isAccepted), 'groups have no groups as members');
    const reads = [
      await tenant.scim.get(one.path),
      await tenant.scim.get(other.path),
      await tenant.scim.get(user.path),
      await tenant.scim.list('/Groups'),
    ];
    expect(
      reads.map(({ status }) => status),
      'statuses of both groups, their member and the list',
    ).toEqual([200, 200, 200, 200]);
  },
);
