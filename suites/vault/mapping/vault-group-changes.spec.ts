import {
  type ArrangedGroup,
  type ArrangedUser,
  expect,
  groupBody,
  isAccepted,
  memberIdsOf,
  removeByFilter,
  removeByValueList,
  row,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

const POLICIES = ['vsc-first', 'vsc-second'];
const members = (op: string, ...users: { id: string }[]) => [
  { op, path: 'members', value: users.map(({ id }) => ({ value: id })) },
];

test('a renamed group has a renamed Vault group', row('VAULT-MAP-34'), async ({ tenant, vault, arrange }) => {
  const group = await arrange.group(tenant);
  const displayName = arrange.unique('renamed');

  const answer = await tenant.scim.put(group.path, groupBody(displayName));

  expect(answer).toHaveStatus([200, 204]);
  const stored = await vault.read(`identity/group/id/${group.id}`);
  expect(stored.data?.name, 'name of the Vault group').toBe(displayName);
  const named = await vault.read(`identity/group/name/${displayName}`);
  expect(named.data?.id, 'id of the Vault group of the new name').toBe(group.id);
  const former = await vault.read(`identity/group/name/${group.displayName}`);
  expect(former, 'a read of the Vault group by the former name').toHaveStatus(404);
  const { keys } = await vault.list('identity/group/name');
  const names = keys.filter((key) => [displayName, group.displayName].includes(key));
  expect(names, 'which of its names are in the list of Vault groups').toEqual([displayName]);
});

test('a replaced member list replaces the member entities', row('VAULT-MAP-35'), async ({ tenant, vault, arrange }) => {
  const users = await arrange.users(tenant, 3);
  const group = await arrange.group(tenant, users.slice(0, 2));
  const ids = users
    .slice(1)
    .map(({ id }) => id)
    .sort();

  const answer = await tenant.scim.put(group.path, groupBody(group.displayName, ids));

  expect(answer).toHaveStatus([200, 204]);
  const stored = await vault.read(`identity/group/id/${group.id}`);
  expect(memberIdsOf(stored), 'members of the Vault group').toEqual(ids);
});

test('a member added by patch is a member entity', row('VAULT-MAP-36'), async ({ tenant, vault, arrange }) => {
  const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [first]);

  const answer = await tenant.scim.patch(group.path, members('add', second));

  expect(answer).toHaveStatus([200, 204]);
  const stored = await vault.read(`identity/group/id/${group.id}`);
  expect(memberIdsOf(stored), 'members of the Vault group').toEqual([first.id, second.id].sort());
});

test(
  'a member removed by value list is no member entity any more',
  row('VAULT-MAP-37'),
  async ({ tenant, vault, arrange }) => {
    const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [first, second]);

    const answer = await tenant.scim.patch(group.path, members('remove', second));

    expect(answer).toHaveStatus([200, 204]);
    const stored = await vault.read(`identity/group/id/${group.id}`);
    expect(stored).toHaveStatus(200);
    expect(memberIdsOf(stored), 'members of the Vault group').not.toContain(second.id);
  },
);

test(
  'a member that a value list names twice is no member entity any more, or the list is refused',
  row('VAULT-MAP-37'),
  async ({ tenant, vault, arrange }) => {
    const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [first, second]);

    const answer = await tenant.scim.patch(group.path, members('remove', second, second));

    expect(answer).toHaveStatus([200, 204, 400]);
    const stored = await vault.read(`identity/group/id/${group.id}`);
    expect(memberIdsOf(stored).includes(second.id), 'whether it is a member of the Vault group').toBe(
      !isAccepted(answer),
    );
  },
);

test(
  'a replace leaves the policies that an administrator set on the group, whatever it changes',
  row('VAULT-MAP-38'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);
    const path = `identity/group/id/${group.id}`;
    await arrange.during(() => vault.writeOrThrow('set policies on a group', path, { policies: POLICIES }));

    const renamed = arrange.unique('renamed');
    for (const [what, body] of [
      ['a first member', groupBody(group.displayName, [user.id])],
      ['a rename', groupBody(renamed, [user.id])],
      ['its emptying', groupBody(renamed, [])],
      ['the return of the member under the first name', groupBody(group.displayName, [user.id])],
    ] as const) {
      const answer = await tenant.scim.put(group.path, body);

      expect(answer).toHaveStatus([200, 204]);
      const stored = await vault.read(path);
      expect(stored.data?.policies, `policies of the group after ${what}`).toEqual(POLICIES);
    }

    await tenant.scim.put(group.path, groupBody(arrange.unique('refused'), [arrange.unique('nobody')]));
    const { data } = await vault.read(path);
    expect(data?.policies, 'policies of the group after a replace that has to be refused').toEqual(POLICIES);
  },
);

test(
  'member patches leave the policies that an administrator set on the group',
  row('VAULT-MAP-39'),
  async ({ tenant, vault, arrange }) => {
    const [user, first] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [first]);
    const path = `identity/group/id/${group.id}`;
    await arrange.during(() => vault.writeOrThrow('set policies on a group', path, { policies: POLICIES }));

    const answer = await tenant.scim.patch(group.path, members('add', user));
    const added = await vault.read(path);
    await removeByValueList(tenant, group, first);
    const removed = await vault.read(path);
    await removeByFilter(tenant, group, user);

    expect(answer).toHaveStatus([200, 204]);
    for (const { data } of [added, removed, await vault.read(path)]) {
      expect(data?.policies, 'policies of the group').toEqual(POLICIES);
    }
  },
);

for (const { id, change, send } of [
  {
    id: 'VAULT-MAP-38',
    change: 'replace',
    send: ({ scim }: Tenant, { path, displayName }: ArrangedGroup, user: ArrangedUser) =>
      scim.put(path, groupBody(displayName, [user.id])),
  },
  {
    id: 'VAULT-MAP-39',
    change: 'member patch',
    send: ({ scim }: Tenant, { path }: ArrangedGroup, user: ArrangedUser) => scim.patch(path, members('add', user)),
  },
]) {
  test(
    `each ${change} leaves the policies that an administrator set on the group last`,
    row(id),
    async ({ tenant, vault, arrange }) => {
      const group = await arrange.group(tenant);
      const path = `identity/group/id/${group.id}`;
      const users = [await arrange.user(tenant), await arrange.user(tenant), await arrange.user(tenant)] as const;
      await arrange.during(() => send(tenant, group, users[0]));

      for (const [user, policies] of [
        [users[0], POLICIES],
        [users[1], ['vsc-later']],
        [users[2], []],
      ] as const) {
        await arrange.during(() => vault.writeOrThrow('set policies on a group', path, { policies }));

        const answer = await send(tenant, group, user);

        expect(answer).toHaveStatus([200, 204]);
        const stored = await vault.read(path);
        expect(stored.data?.policies ?? [], 'policies of the group').toEqual(policies);
      }
    },
  );
}

test("a deleted group's Vault group is gone", row('VAULT-MAP-40'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answer = await tenant.scim.delete(group.path);

  expect(answer).toHaveStatus([200, 204]);
  const stored = await vault.read(`identity/group/id/${group.id}`);
  expect(stored, 'a read of the Vault group').toHaveStatus(404);
  const lists = [await vault.list('identity/group/id'), await vault.list('identity/group/name')];
  const left = lists.flatMap(({ keys }) => keys.filter((key) => [group.id, group.displayName].includes(key)));
  expect(left, 'id and name in the lists of Vault groups').toEqual([]);
});
