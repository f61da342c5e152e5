import { type Arrange, bodyOf, expect, row, type Tenant, test, valuesOf } from '../../../src/harness/index.ts';

type User = Awaited<ReturnType<Arrange['user']>>;
type Change = (tenant: Tenant, member: User, other: string) => ReturnType<Tenant['scim']['get']>;

/** What may have happened to members of a group before it is patched. */
const PASTS: Record<string, Change> = {
  deleted: ({ scim }, { path }) => scim.delete(path),
  deactivated: ({ scim }, { path, sent }) => scim.put(path, { ...sent, active: false }),
  renamed: ({ scim }, { path, sent }, userName) => scim.put(path, { ...sent, userName }),
};

for (const [past, happen] of Object.entries(PASTS)) {
  test(
    `add puts a user into a group one of whose members was ${past}`,
    row('VAULT-GPATCH-01'),
    async ({ tenant, arrange }) => {
      const [member, other, added] = [
        await arrange.user(tenant),
        await arrange.user(tenant),
        await arrange.user(tenant),
      ];
      const group = await arrange.group(tenant, [member, other]);
      await arrange.during(() => happen(tenant, member, arrange.unique('renamed')));

      await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: added.id }] }]);

      const read = await tenant.scim.get(group.path);
      expect(valuesOf(bodyOf(read).members), 'ids of the members').toContain(added.id);
    },
  );
}

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
