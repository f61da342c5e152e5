import {
  type Arrange,
  type ArrangedUser,
  createVaultEntity,
  createVaultGroup,
  expect,
  groupBody,
  memberIdsOf,
  row,
  type Tenant,
  test,
  unmanagedPerson,
  type VaultClient,
} from '../../../src/harness/index.ts';

interface Given {
  arrange: Arrange;
  vault: VaultClient;
  tenant: Tenant;
}

/** Entities of an administrator that a guard which looks at anything but the owner would take for managed. */
const ENTITIES = [
  {
    which: 'that is disabled',
    entity: ({ arrange, vault }: Given) =>
      arrange.during(() => createVaultEntity(vault, arrange.unique('entity'), { disabled: true })),
  },
  {
    which: 'with policies and metadata',
    entity: ({ arrange, vault }: Given) => {
      const fields = { policies: ['vsc-first'], metadata: { department: 'sales' } };
      return arrange.during(() => createVaultEntity(vault, arrange.unique('entity'), fields));
    },
  },
  {
    which: 'with an alias on the alias mount of a SCIM client',
    entity: async ({ arrange, vault, tenant }: Given) => (await unmanagedPerson(arrange, vault, tenant)).id,
  },
  {
    which: 'that a sign-in at the alias mount of a SCIM client made',
    entity: async ({ arrange, tenant }: Given) => {
      const { auth } = await arrange.signedIn(await arrange.person(tenant, arrange.unique('person')));
      return String(auth?.entity_id);
    },
  },
  {
    which: 'in a group with a SCIM user',
    entity: async ({ arrange, vault, tenant }: Given) => {
      const [entity, user] = [await arrange.entity(), await arrange.user(tenant)];
      const fields = { member_entity_ids: [user.id, entity] };
      await arrange.during(() => createVaultGroup(vault, arrange.unique('group'), fields));
      return entity;
    },
  },
  {
    which: 'with the name of a user that was deleted',
    entity: async ({ arrange, vault, tenant }: Given) => {
      const user = await arrange.user(tenant);
      await arrange.during(() => tenant.scim.delete(user.path));
      return arrange.during(() => createVaultEntity(vault, user.userName));
    },
  },
  {
    which: 'with the name of a SCIM group',
    entity: async ({ arrange, vault, tenant }: Given) => {
      const { displayName } = await arrange.group(tenant);
      return arrange.during(() => createVaultEntity(vault, displayName));
    },
  },
];

/** Groups of an administrator that a guard which looks at anything but the owner would take for managed. */
const GROUP_NAMES = [
  {
    which: 'a SCIM group that was deleted',
    nameOf: async ({ arrange, tenant }: Given) => {
      const { path, displayName } = await arrange.group(tenant, [await arrange.user(tenant)]);
      await arrange.during(() => tenant.scim.delete(path));
      return displayName;
    },
  },
  {
    which: 'a SCIM group that is called otherwise now',
    nameOf: async ({ arrange, tenant }: Given) => {
      const { path, displayName } = await arrange.group(tenant);
      await arrange.during(() => tenant.scim.put(path, groupBody(arrange.unique('renamed'))));
      return displayName;
    },
  },
  {
    which: 'a SCIM user',
    nameOf: async ({ arrange, tenant }: Given) => (await arrange.user(tenant)).userName,
  },
];

const GROUP_MANNERS = [
  { by: 'id', pathOf: (id: string, _name: string) => `identity/group/id/${id}` },
  { by: 'name', pathOf: (_id: string, name: string) => `identity/group/name/${name}` },
];

for (const { which, nameOf } of GROUP_NAMES) {
  for (const { by, pathOf } of GROUP_MANNERS) {
    test(
      `an unmanaged group with the name of ${which} is filled and deleted by its ${by}`,
      row('VAULT-ADMIN-24'),
      async ({ tenant, vault, arrange }) => {
        const name = await nameOf({ arrange, vault, tenant });
        const id = await arrange.during(() => createVaultGroup(vault, name));
        const wanted = { policies: ['vsc-first'], member_entity_ids: [await arrange.entity()] };

        const change = await vault.write(pathOf(id, name), wanted);
        const changed = await vault.read(`identity/group/id/${id}`);
        const deletion = await vault.remove(pathOf(id, name));

        for (const answer of [change, deletion]) expect(answer).toHaveStatus([200, 204]);
        expect(changed.data, 'the group').toMatchObject(wanted);
        expect(await vault.read(`identity/group/id/${id}`), 'a read of the deleted group').toHaveStatus(404);
      },
    );
  }
}

for (const { which, entity } of ENTITIES) {
  test(
    `an unmanaged entity ${which} is changed, takes in another and is deleted`,
    row('VAULT-ADMIN-23'),
    async ({ tenant, vault, arrange, applies }) => {
      applies(tenant.aliasMount !== null, 'the SCIM client has no alias mount here');
      const path = `identity/entity/id/${await entity({ arrange, vault, tenant })}`;
      const other = await arrange.entity();
      const wanted = { name: arrange.unique('renamed'), policies: ['vsc-second'], metadata: { site: 'north' } };

      const change = await vault.write(path, wanted);
      const changed = await vault.read(path);
      const merge = { from_entity_ids: [other], to_entity_id: String(changed.data?.id) };
      const merging = await vault.write('identity/entity/merge', merge);
      const merged = await vault.read(path);
      const deletion = await vault.remove(path);

      for (const answer of [change, merging, deletion]) expect(answer).toHaveStatus([200, 204]);
      expect(changed.data, 'the entity').toMatchObject(wanted);
      expect(merged.data?.merged_entity_ids, 'entities merged into it').toEqual([other]);
      expect(await vault.read(path), 'a read of the deleted entity').toHaveStatus(404);
    },
  );
}

const FORMER_NAMES = [
  {
    which: 'a deleted user',
    leave: ({ scim }: Tenant, { path }: ArrangedUser, _name: string) => scim.delete(path),
  },
  {
    which: 'a renamed user',
    leave: ({ scim }: Tenant, { path, sent }: ArrangedUser, userName: string) => scim.put(path, { ...sent, userName }),
  },
];

for (const { which, leave } of FORMER_NAMES) {
  test(
    `an unmanaged entity is renamed to, and another made with, a name that ${which} had`,
    row('VAULT-ADMIN-23'),
    async ({ tenant, vault, arrange }) => {
      const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
      for (const user of [first, second]) await arrange.during(() => leave(tenant, user, arrange.unique('renamed')));
      const id = await arrange.entity();

      const renaming = await vault.write(`identity/entity/id/${id}`, { name: first.userName });
      const making = await vault.write('identity/entity', { name: second.userName });

      for (const answer of [renaming, making]) expect(answer).toHaveStatus([200, 204]);
      const renamed = await vault.read(`identity/entity/name/${first.userName}`);
      const made = await vault.read(`identity/entity/name/${second.userName}`);
      expect(renamed.data?.id, 'id of the entity that was renamed').toBe(id);
      expect(made.data?.scim_client_id, 'owner of the entity that was made').toBe('');
    },
  );
}

test(
  'an unmanaged group is renamed to, and another made with, a name that a SCIM group had',
  row('VAULT-ADMIN-24'),
  async ({ tenant, vault, arrange }) => {
    const [deleted, renamed] = [await arrange.group(tenant), await arrange.group(tenant)];
    await arrange.during(() => tenant.scim.delete(deleted.path));
    await arrange.during(() => tenant.scim.put(renamed.path, groupBody(arrange.unique('renamed'))));
    const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group')));

    const renaming = await vault.write(`identity/group/id/${id}`, { name: deleted.displayName });
    const making = await vault.write('identity/group', { name: renamed.displayName });

    for (const answer of [renaming, making]) expect(answer).toHaveStatus([200, 204]);
    const first = await vault.read(`identity/group/name/${deleted.displayName}`);
    const second = await vault.read(`identity/group/name/${renamed.displayName}`);
    expect(first.data?.id, 'id of the group that was renamed').toBe(id);
    expect(second.data?.scim_client_id, 'owner of the group that was made').toBe('');
  },
);

test('an unmanaged entity can be deleted by its name', row('VAULT-ADMIN-23'), async ({ tenant, vault, arrange }) => {
  await arrange.user(tenant);
  const name = arrange.unique('entity');
  const id = await arrange.during(() => createVaultEntity(vault, name));

  const answer = await vault.remove(`identity/entity/name/${name}`);

  expect(answer).toHaveStatus([200, 204]);
  expect(await vault.read(`identity/entity/id/${id}`), 'a read of the deleted entity').toHaveStatus(404);
});

test('an unmanaged entity can be renamed and deleted', row('VAULT-ADMIN-23'), async ({ tenant, vault, arrange }) => {
  await arrange.user(tenant);
  const path = `identity/entity/id/${await arrange.entity()}`;
  const name = arrange.unique('renamed');

  const renaming = await vault.write(path, { name });
  const renamed = await vault.read(path);
  const deletion = await vault.remove(path);

  expect(renaming).toHaveStatus([200, 204]);
  expect(renamed.data?.name, 'name of the entity').toBe(name);
  expect(deletion).toHaveStatus([200, 204]);
  const read = await vault.read(path);
  expect(read, 'a read of the deleted entity').toHaveStatus(404);
});

test('an unmanaged group can be renamed and filled', row('VAULT-ADMIN-24'), async ({ tenant, vault, arrange }) => {
  await arrange.group(tenant);
  const member = await arrange.entity();
  const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group')));
  const path = `identity/group/id/${id}`;
  const name = arrange.unique('renamed');

  const answer = await vault.write(path, { name, member_entity_ids: [member] });

  expect(answer).toHaveStatus([200, 204]);
  const group = await vault.read(path);
  expect(group.data?.name, 'name of the group').toBe(name);
  expect(memberIdsOf(group), 'members of the group').toEqual([member]);
});

test('unmanaged entities can be merged', row('VAULT-ADMIN-23'), async ({ tenant, vault, arrange }) => {
  await arrange.user(tenant);
  const [from, to] = [await arrange.entity(), await arrange.entity()];

  const answer = await vault.write('identity/entity/merge', { from_entity_ids: [from], to_entity_id: to });

  expect(answer).toHaveStatus([200, 204]);
  const merged = await vault.read(`identity/entity/id/${to}`);
  expect(merged.data?.merged_entity_ids, 'entities merged into it').toEqual([from]);
});

test('unmanaged entities can be deleted in a batch', row('VAULT-ADMIN-23'), async ({ tenant, vault, arrange }) => {
  await arrange.user(tenant);
  const ids = [await arrange.entity(), await arrange.entity()];

  const answer = await vault.write('identity/entity/batch-delete', { entity_ids: ids });

  expect(answer).toHaveStatus([200, 204]);
  const left = await Promise.all(ids.map((id) => vault.read(`identity/entity/id/${id}`)));
  expect(
    left.map(({ status }) => status),
    'the status of each entity',
  ).toEqual([404, 404]);
});

test('SCIM users can be put into an unmanaged group', row('VAULT-ADMIN-24'), async ({ tenant, vault, arrange }) => {
  const users = (await arrange.users(tenant, 2)).map(({ id }) => id).sort();
  const path = `identity/group/id/${await arrange.during(() => createVaultGroup(vault, arrange.unique('group')))}`;

  const answer = await vault.write(path, { member_entity_ids: users });

  expect(answer).toHaveStatus([200, 204]);
  expect(memberIdsOf(await vault.read(path)), 'members of the group').toEqual(users);
});

test('an unmanaged group can be made with SCIM users', row('VAULT-ADMIN-24'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const name = arrange.unique('group');

  const answer = await vault.write('identity/group', { name, member_entity_ids: [user.id] });

  expect(answer).toHaveStatus([200, 204]);
  expect(memberIdsOf(await vault.read(`identity/group/name/${name}`)), 'members of the group').toEqual([user.id]);
});

for (const { title, members } of [
  { title: 'takes a further member', members: (own: string, further: string) => [own, further] },
  { title: 'loses a SCIM user', members: (_own: string, further: string) => [further] },
  { title: 'is emptied', members: () => [] },
]) {
  test(
    `an unmanaged group with a SCIM user is renamed and ${title}`,
    row('VAULT-ADMIN-24'),
    async ({ tenant, vault, arrange }) => {
      const [user, further] = [await arrange.user(tenant), await arrange.entity()];
      const fields = { member_entity_ids: [user.id] };
      const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group'), fields));
      const path = `identity/group/id/${id}`;
      const name = arrange.unique('renamed');
      const wanted = members(user.id, further);

      const answer = await vault.write(path, { name, member_entity_ids: wanted });

      expect(answer).toHaveStatus([200, 204]);
      const group = await vault.read(path);
      expect(group.data?.name, 'name of the group').toBe(name);
      expect(memberIdsOf(group), 'members of the group').toEqual([...wanted].sort());
    },
  );
}

test(
  'an unmanaged group with a SCIM user can be deleted',
  row('VAULT-ADMIN-24'),
  async ({ tenant, vault, arrange }) => {
    const fields = { member_entity_ids: [(await arrange.user(tenant)).id] };
    const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group'), fields));

    const answer = await vault.remove(`identity/group/id/${id}`);

    expect(answer).toHaveStatus([200, 204]);
    expect(await vault.read(`identity/group/id/${id}`), 'a read of the deleted group').toHaveStatus(404);
  },
);

test('a SCIM group can be put into an unmanaged group', row('VAULT-ADMIN-24'), async ({ tenant, vault, arrange }) => {
  const group = await arrange.group(tenant, [await arrange.user(tenant)]);
  const path = `identity/group/id/${await arrange.during(() => createVaultGroup(vault, arrange.unique('parent')))}`;

  const answer = await vault.write(path, { member_group_ids: [group.id] });

  expect(answer).toHaveStatus([200, 204]);
  const parent = await vault.read(path);
  expect(parent.data?.member_group_ids, 'groups in the group').toEqual([group.id]);
});

test(
  'a SCIM group can be taken out of an unmanaged group, and the unmanaged group with one be deleted',
  row('VAULT-ADMIN-24'),
  async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant, [await arrange.user(tenant)]);
    const child = await arrange.during(() => createVaultGroup(vault, arrange.unique('child')));
    const fields = { member_group_ids: [group.id, child] };
    const [emptied, deleted] = await arrange.during(async () => [
      await createVaultGroup(vault, arrange.unique('parent'), fields),
      await createVaultGroup(vault, arrange.unique('parent'), fields),
    ]);

    const change = await vault.write(`identity/group/id/${emptied}`, { member_group_ids: [child] });
    const deletion = await vault.remove(`identity/group/id/${deleted}`);

    for (const answer of [change, deletion]) expect(answer).toHaveStatus([200, 204]);
    const left = await vault.read(`identity/group/id/${emptied}`);
    expect(left.data?.member_group_ids, 'groups in the group').toEqual([child]);
    expect(await vault.read(`identity/group/id/${deleted}`), 'a read of the deleted group').toHaveStatus(404);
    expect(await vault.read(`identity/group/id/${group.id}`), 'a read of the SCIM group').toHaveStatus(200);
  },
);

test('an unmanaged group can be made with a SCIM group', row('VAULT-ADMIN-24'), async ({ tenant, vault, arrange }) => {
  const group = await arrange.group(tenant);
  const name = arrange.unique('parent');

  const answer = await vault.write('identity/group', { name, member_group_ids: [group.id] });

  expect(answer).toHaveStatus([200, 204]);
  const parent = await vault.read(`identity/group/name/${name}`);
  expect(parent.data?.member_group_ids, 'groups in the group').toEqual([group.id]);
});
