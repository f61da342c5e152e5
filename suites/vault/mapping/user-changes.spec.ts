import { createVaultGroup, expect, groupBody, row, test, type VaultClient } from '../../../src/harness/index.ts';

const POLICIES = ['vsc-first', 'vsc-second'];
const setActive = (value: boolean) => [{ op: 'replace', path: 'active', value }];

test('a renamed user has a renamed entity', row('VAULT-MAP-16'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const former = [user.userName];

  for (const userName of [arrange.unique('renamed'), arrange.unique('renamed'), arrange.unique('renamed')]) {
    const answer = await tenant.scim.put(user.path, { ...user.sent, userName });

    expect(answer).toHaveStatus([200, 204]);
    const entity = await vault.read(`identity/entity/id/${user.id}`);
    expect(entity.data?.name, 'name of the entity').toBe(userName);
    const { keys } = await vault.list('identity/entity/name');
    const names = keys.filter((key) => [userName, ...former].includes(key));
    expect(names, 'which of its names are in the list of entities').toEqual([userName]);
    for (const name of former) {
      const read = await vault.read(`identity/entity/name/${name}`);
      expect(read, 'a read of the entity by a former name').toHaveStatus(404);
    }
    former.push(userName);
  }
});

test('a deactivation disables the entity', row('VAULT-MAP-19'), async ({ tenant, vault, arrange }) => {
  for (const user of await arrange.users(tenant, 2)) {
    const answer = await tenant.scim.patch(user.path, setActive(false));

    expect(answer).toHaveStatus([200, 204]);
    const entity = await vault.read(`identity/entity/id/${user.id}`);
    expect(entity.data?.disabled, 'disabled of the entity').toBe(true);
  }
});

test('a deactivation by replace disables the entity', row('VAULT-MAP-20'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.put(user.path, { ...user.sent, active: false });

  expect(answer).toHaveStatus([200, 204]);
  const entity = await vault.read(`identity/entity/id/${user.id}`);
  expect(entity.data?.disabled, 'disabled of the entity').toBe(true);
});

test('a reactivation enables the entity', row('VAULT-MAP-21'), async ({ tenant, vault, arrange }) => {
  for (const user of await arrange.users(tenant, 2, { active: false })) {
    const answer = await tenant.scim.patch(user.path, setActive(true));

    expect(answer).toHaveStatus([200, 204]);
    const entity = await vault.read(`identity/entity/id/${user.id}`);
    expect(entity.data?.disabled, 'disabled of the entity').toBe(false);
  }
});

test(
  'each replace leaves the policies that an administrator set on the entity last',
  row('VAULT-MAP-23'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const path = `identity/entity/id/${user.id}`;
    await arrange.during(() => tenant.scim.put(user.path, user.sent));

    const userName = arrange.unique('renamed');
    const changes = [
      { policies: POLICIES, body: user.sent },
      { policies: POLICIES.slice(1), body: { ...user.sent, userName } },
      { policies: POLICIES.toReversed(), body: { ...user.sent, userName, active: false } },
      { policies: POLICIES, body: { ...user.sent, userName } },
      { policies: POLICIES.slice(1), body: { ...user.sent, active: false } },
      { policies: POLICIES.toReversed(), body: user.sent },
    ];

    for (const { policies, body } of changes) {
      await arrange.during(() => vault.writeOrThrow('set policies on an entity', path, { policies }));

      const answer = await tenant.scim.put(user.path, body);

      expect(answer).toHaveStatus([200, 204]);
      const entity = await vault.read(path);
      expect([entity.data?.policies ?? []].flat().sort(), 'policies of the entity').toEqual(policies.toSorted());
    }

    await tenant.scim.put(user.path, { ...user.sent, active: 'neither' });
    const { data } = await vault.read(path);
    expect([data?.policies ?? []].flat().sort(), 'policies after a replace that has to be refused').toEqual(POLICIES);
  },
);

test(
  'patches leave the policies that an administrator set on the entity',
  row('VAULT-MAP-24'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const path = `identity/entity/id/${user.id}`;
    await arrange.during(() => vault.writeOrThrow('set policies on an entity', path, { policies: POLICIES }));

    for (const active of [false, true]) {
      const answer = await tenant.scim.patch(user.path, setActive(active));

      expect(answer).toHaveStatus([200, 204]);
      const entity = await vault.read(path);
      expect(entity.data?.policies, 'policies of the entity').toEqual(POLICIES);
    }
  },
);

test(
  'the policies of an entity are those that an administrator set last, whatever they were at a change of active before',
  row('VAULT-MAP-24'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const path = `identity/entity/id/${user.id}`;

    for (const { active, policies } of [
      { active: false, policies: POLICIES },
      { active: true, policies: ['vsc-while-inactive'] },
      { active: false, policies: [] },
      { active: true, policies: POLICIES },
    ]) {
      await arrange.during(() => vault.writeOrThrow('set policies on an entity', path, { policies }));

      const answer = await tenant.scim.patch(user.path, setActive(active));

      expect(answer).toHaveStatus([200, 204]);
      const entity = await vault.read(path);
      expect(entity.data?.policies ?? [], 'policies of the entity').toEqual(policies);
    }
  },
);

test(
  'the entity of a deleted user of a client without alias mount is gone',
  row('VAULT-MAP-25'),
  async ({ unaliased, vault, arrange }) => {
    const user = await arrange.user(unaliased);

    const answer = await unaliased.scim.delete(user.path);

    expect(answer).toHaveStatus([200, 204]);
    const entity = await vault.read(`identity/entity/id/${user.id}`);
    expect(entity, 'a read of the entity').toHaveStatus(404);
  },
);

test("a deleted user's entity is gone", row('VAULT-MAP-25'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.delete(user.path);

  expect(answer).toHaveStatus([200, 204]);
  const entity = await vault.read(`identity/entity/id/${user.id}`);
  expect(entity, 'a read of the entity').toHaveStatus(404);
  const lists = [await vault.list('identity/entity/id'), await vault.list('identity/entity/name')];
  const left = lists.flatMap(({ keys }) => keys.filter((key) => [user.id, user.userName].includes(key)));
  expect(left, 'id and name in the lists of entities').toEqual([]);
});

test('the entity of a user lists the groups that it is in', row('VAULT-MAP-41'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const groups = [await arrange.group(tenant, [user]), await arrange.group(tenant, [user])];
  const other = await arrange.group(tenant);
  // Through them the entity is in further groups, though not directly.
  const fields = { member_group_ids: [...groups, other].map(({ id }) => id) };
  await arrange.during(() => createVaultGroup(vault, arrange.unique('parent'), fields));

  const entity = await vault.read(`identity/entity/id/${user.id}`);

  expect(directGroupsOf(entity), 'direct groups of the entity').toEqual(groups.map(({ id }) => id).sort());
});

test('the entity of a user follows its groups', row('VAULT-MAP-41'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const [deleted, patched, replaced, added, put] = [
    await arrange.group(tenant, [user]),
    await arrange.group(tenant, [user]),
    await arrange.group(tenant, [user]),
    await arrange.group(tenant),
    await arrange.group(tenant),
  ];
  const value = [{ value: user.id }];

  await tenant.scim.delete(deleted.path);
  await tenant.scim.patch(patched.path, [{ op: 'remove', path: 'members', value }]);
  await tenant.scim.put(replaced.path, groupBody(replaced.displayName));
  await tenant.scim.patch(added.path, [{ op: 'add', path: 'members', value }]);
  await tenant.scim.put(put.path, groupBody(put.displayName, [user.id]));

  const entity = await vault.read(`identity/entity/id/${user.id}`);
  expect(directGroupsOf(entity), 'direct groups of the entity').toEqual([added.id, put.id].sort());
});

function directGroupsOf({ data }: Awaited<ReturnType<VaultClient['read']>>): string[] {
  return [data?.direct_group_ids ?? []].flat().map(String).sort();
}
