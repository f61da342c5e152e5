import {
  type Arrange,
  expect,
  memberIdsOf,
  row,
  type Tenant,
  test,
  type VaultClient,
} from '../../../src/harness/index.ts';

/** Groups that a guard which looks at the name of the creation or at the members would take for unmanaged. */
const GROUPS = [
  {
    which: 'that was renamed',
    group: async (arrange: Arrange, tenant: Tenant) => {
      const group = await arrange.group(tenant, [await arrange.user(tenant)]);
      const displayName = arrange.unique('renamed');
      await arrange.during(() => tenant.scim.put(group.path, { ...group.sent, displayName }));
      return { ...group, displayName };
    },
  },
  {
    which: 'that an administrator gave policies',
    group: async (arrange: Arrange, tenant: Tenant, vault: VaultClient) => {
      const group = await arrange.group(tenant, [await arrange.user(tenant)]);
      const fields = { policies: ['vsc-first', 'vsc-second'] };
      await arrange.during(() => vault.writeOrThrow('set policies', `identity/group/id/${group.id}`, fields));
      return group;
    },
  },
  {
    which: 'whose only member is inactive',
    group: async (arrange: Arrange, tenant: Tenant) =>
      arrange.group(tenant, [await arrange.user(tenant, { active: false })]),
  },
];

for (const { which, group: made } of GROUPS) {
  test(`an administrator cannot rename a group ${which}`, row('VAULT-ADMIN-09'), async ({ tenant, vault, arrange }) => {
    const path = `identity/group/id/${(await made(arrange, tenant, vault)).id}`;
    const before = await vault.read(path);

    const answer = await vault.write(path, { name: arrange.unique('other') });

    expect(answer).toBeRefused();
    expect((await vault.read(path)).data, 'the group').toEqual(before.data);
  });

  for (const { id, by } of [
    { id: 'VAULT-ADMIN-10', by: 'id' },
    { id: 'VAULT-ADMIN-12', by: 'name' },
  ] as const) {
    test(
      `an administrator cannot add members to a group ${which} by ${by}`,
      row(id),
      async ({ tenant, vault, arrange }) => {
        const group = await made(arrange, tenant, vault);
        const path = `identity/group/id/${group.id}`;
        const before = await vault.read(path);
        const members = [...memberIdsOf(before), await arrange.entity()];

        const answer = await vault.write(by === 'id' ? path : `identity/group/name/${group.displayName}`, {
          member_entity_ids: members,
        });

        expect(answer).toBeRefused();
        expect((await vault.read(path)).data, 'the group').toEqual(before.data);
      },
    );
  }

  test(
    `an administrator cannot remove members of a group ${which}`,
    row('VAULT-ADMIN-11'),
    async ({ tenant, vault, arrange }) => {
      const path = `identity/group/id/${(await made(arrange, tenant, vault)).id}`;
      const before = await vault.read(path);

      const answer = await vault.write(path, { member_entity_ids: [] });

      expect(answer).toBeRefused();
      expect((await vault.read(path)).data, 'the group').toEqual(before.data);
    },
  );

  test(
    `an administrator cannot delete a group ${which} by id`,
    row('VAULT-ADMIN-13'),
    async ({ tenant, vault, arrange }) => {
      const path = `identity/group/id/${(await made(arrange, tenant, vault)).id}`;
      const before = await vault.read(path);

      const answer = await vault.remove(path);

      expect(answer).toBeRefused();
      expect((await vault.read(path)).data, 'the group').toEqual(before.data);
    },
  );

  test(
    `an administrator cannot delete a group ${which} by name`,
    row('VAULT-ADMIN-14'),
    async ({ tenant, vault, arrange }) => {
      const group = await made(arrange, tenant, vault);
      const path = `identity/group/id/${group.id}`;
      const before = await vault.read(path);

      const answer = await vault.remove(`identity/group/name/${group.displayName}`);

      expect(answer).toBeRefused();
      expect((await vault.read(path)).data, 'the group').toEqual(before.data);
    },
  );
}
