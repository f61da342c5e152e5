import { aliasesOf, expect, row, test, usersOfEachPast } from '../../../src/harness/index.ts';

const POLICIES = ['vsc-first', 'vsc-second'];

test('an administrator can read a SCIM-managed entity', row('VAULT-ADMIN-01'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant, { active: false });

  const byId = await vault.read(`identity/entity/id/${user.id}`);
  const byName = await vault.read(`identity/entity/name/${user.userName}`);

  expect(byId).toHaveStatus(200);
  expect(byId.data?.id, 'id of the entity that is read by its id').toBe(user.id);
  expect(byName).toHaveStatus(200);
  expect(byName.data?.id, 'id of the entity that is read by its name').toBe(user.id);
});

test(
  'an administrator can read the entity of a user of any past by its name',
  row('VAULT-ADMIN-01'),
  async ({ tenant, vault, arrange }) => {
    const users = await usersOfEachPast(arrange, tenant);

    for (const { past, userName, id } of users) {
      const entity = await vault.read(`identity/entity/name/${userName}`);

      expect(entity, `a read of the entity of a user ${past}`).toHaveStatus(200);
      expect(entity.data?.id, `id of the entity of a user ${past}`).toBe(id);
    }
  },
);

test('an administrator can read a SCIM-managed group', row('VAULT-ADMIN-02'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const byId = await vault.read(`identity/group/id/${group.id}`);
  const byName = await vault.read(`identity/group/name/${group.displayName}`);

  expect(byId).toHaveStatus(200);
  expect(byId.data?.id, 'id of the group that is read by its id').toBe(group.id);
  expect(byName).toHaveStatus(200);
  expect(byName.data?.id, 'id of the group that is read by its name').toBe(group.id);
});

test(
  'a lookup by its alias finds a SCIM-managed entity',
  row('VAULT-ADMIN-01'),
  async ({ tenant, vault, arrange, applies }) => {
    applies(tenant.aliasMount !== null, 'the SCIM client has no alias mount here');
    const user = await arrange.user(tenant);
    const [alias] = aliasesOf(await vault.read(`identity/entity/id/${user.id}`));

    const answers = [
      await vault.write('identity/lookup/entity', { alias_id: alias?.id }),
      await vault.write('identity/lookup/entity', {
        alias_name: user.userName,
        alias_mount_accessor: tenant.aliasMount?.accessor,
      }),
    ];

    for (const answer of answers) {
      expect(answer).toHaveStatus(200);
      expect(answer.data?.id, 'id of the entity that is looked up').toBe(user.id);
    }
  },
);

for (const by of ['id', 'name'] as const) {
  test(`a lookup by ${by} finds a SCIM-managed entity`, row('VAULT-ADMIN-01'), async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);

    const answer = await vault.write('identity/lookup/entity', { [by]: by === 'id' ? user.id : user.userName });

    expect(answer).toHaveStatus(200);
    expect(answer.data?.id, 'id of the entity that is looked up').toBe(user.id);
  });

  test(`a lookup by ${by} finds a SCIM-managed group`, row('VAULT-ADMIN-02'), async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant);

    const answer = await vault.write('identity/lookup/group', { [by]: by === 'id' ? group.id : group.displayName });

    expect(answer).toHaveStatus(200);
    expect(answer.data?.id, 'id of the group that is looked up').toBe(group.id);
  });

  test(
    `SCIM-managed entities are in the administrator's list by ${by}`,
    row('VAULT-ADMIN-03'),
    async ({ tenant, vault, arrange }) => {
      const users = [...(await arrange.users(tenant, 2)), await arrange.user(tenant, { active: false })];
      const keys = users.map(({ id, userName }) => (by === 'id' ? id : userName)).sort();

      const list = await vault.list(`identity/entity/${by}`);

      expect(list).toHaveStatus(200);
      expect(list.keys.filter((key) => keys.includes(key)).sort(), 'keys of the list').toEqual(keys);
    },
  );

  test(
    `SCIM-managed groups are in the administrator's list by ${by}`,
    row('VAULT-ADMIN-30'),
    async ({ tenant, vault, arrange }) => {
      const groups = [await arrange.group(tenant), await arrange.group(tenant, [await arrange.user(tenant)])];
      const keys = groups.map(({ id, displayName }) => (by === 'id' ? id : displayName)).sort();

      const list = await vault.list(`identity/group/${by}`);

      expect(list).toHaveStatus(200);
      expect(list.keys.filter((key) => keys.includes(key)).sort(), 'keys of the list').toEqual(keys);
    },
  );
}

test(
  "SCIM-managed entities stand beside unmanaged ones in the administrator's list",
  row('VAULT-ADMIN-03'),
  async ({ tenant, vault, arrange }) => {
    const ids = [(await arrange.user(tenant)).id, await arrange.entity()].sort();

    const list = await vault.list('identity/entity/id');

    expect(list.keys.filter((key) => ids.includes(key)).sort(), 'ids in the list').toEqual(ids);
  },
);

test(
  'an administrator can set policies on a SCIM-managed entity',
  row('VAULT-ADMIN-04'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const path = `identity/entity/id/${user.id}`;

    for (const policies of [POLICIES, ['vsc-third'], []]) {
      const answer = await vault.write(path, { policies });

      expect(answer).toHaveStatus([200, 204]);
      const entity = await vault.read(path);
      expect(entity.data?.policies ?? [], 'policies of the entity').toEqual(policies);
    }
  },
);

test(
  'an administrator can set policies on a SCIM-managed group',
  row('VAULT-ADMIN-05'),
  async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant);
    const path = `identity/group/id/${group.id}`;

    for (const policies of [POLICIES, ['vsc-third'], []]) {
      const answer = await vault.write(path, { policies });

      expect(answer).toHaveStatus([200, 204]);
      const stored = await vault.read(path);
      expect(stored.data?.policies ?? [], 'policies of the group').toEqual(policies);
    }
  },
);
