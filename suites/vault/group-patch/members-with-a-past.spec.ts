import {
  type Arrange,
  bodyOf,
  expect,
  row,
  type Tenant,
  test,
  usersOfShortPasts,
  valuesOf,
} from '../../../src/harness/index.ts';

type User = Awaited<ReturnType<Arrange['user']>>;
type Change = (tenant: Tenant, member: User, other: string) => ReturnType<Tenant['scim']['get']>;

/** What may have happened to members of a group before it is patched. */
const PASTS: Record<string, Change> = {
  deleted: ({ scim }, { path }) => scim.delete(path),
  deactivated: ({ scim }, { path, sent }) => scim.put(path, { ...sent, active: false }),
  renamed: ({ scim }, { path, sent }, userName) => scim.put(path, { ...sent, userName }),
};

test(
  'add puts users of any past into a group whose members were deleted, deactivated and renamed',
  row('VAULT-GPATCH-01'),
  async ({ tenant, arrange }) => {
    const changes = Object.values(PASTS);
    const members = await arrange.users(tenant, changes.length + 1);
    const group = await arrange.group(tenant, members);
    for (const [place, member] of members.slice(1).entries()) {
      await arrange.during(async () => changes[place]?.(tenant, member, arrange.unique('renamed')));
    }
    const again = { userName: members[1]?.userName, externalId: arrange.unique('ext') };
    const added = [
      ...(await usersOfShortPasts(arrange, tenant)),
      { past: 'that has the name of a deleted member', ...(await arrange.user(tenant, again)) },
    ];

    for (const { past, id } of added) {
      const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: id }] }]);

      expect(answer, `the add of a user ${past}`).toHaveStatus([200, 204]);
    }

    const ids = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
    expect(
      added.filter(({ id }) => !ids.includes(id)).map(({ past }) => past),
      'pasts of the users that were added and are no members',
    ).toEqual([]);
  },
);

test(
  'remove with a value filter keeps members that were renamed, deactivated or inactive from the start',
  row('VAULT-GPATCH-07'),
  async ({ tenant, arrange }) => {
    const [renamed, deactivated, inactive] = [
      await arrange.user(tenant),
      await arrange.user(tenant),
      await arrange.user(tenant, { active: false }),
    ];
    const removed = await arrange.user(tenant);
    const others = [renamed, deactivated, inactive];
    const group = await arrange.group(tenant, [renamed, removed, deactivated, inactive]);
    const userName = arrange.unique('renamed');
    await arrange.during(() => tenant.scim.put(renamed.path, { ...renamed.sent, userName }));
    await arrange.during(() => tenant.scim.put(deactivated.path, { ...deactivated.sent, active: false }));

    await tenant.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${removed.id}"]` }]);

    const read = await tenant.scim.get(group.path);
    const left = valuesOf(bodyOf(read).members).filter((id) => id !== removed.id);
    expect(left, 'ids of the members besides the removed one').toEqual(others.map(({ id }) => id).sort());
  },
);

const ORDERS: Record<string, (ids: string[]) => string[]> = {
  'the order of the group': (ids) => ids,
  'the opposite order': (ids) => ids.toReversed(),
  'an order that begins in the middle': (ids) => [...ids.slice(2), ...ids.slice(0, 2)],
};

test(
  'remove with a value list takes all its users out, in any order',
  row('VAULT-GPATCH-04'),
  async ({ tenant, arrange }) => {
    const users = await arrange.users(tenant, 4);

    for (const [order, ordered] of Object.entries(ORDERS)) {
      const group = await arrange.group(tenant, users);
      const shown = bodyOf(await tenant.scim.get(group.path)).members as { value: string }[];
      const value = ordered(shown.map((member) => member.value)).map((id) => ({ value: id }));

      await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value }]);

      const read = await tenant.scim.get(group.path);
      expect(valuesOf(bodyOf(read).members), `ids of the members after a removal in ${order}`).toEqual([]);
    }
  },
);
