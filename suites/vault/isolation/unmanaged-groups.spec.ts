import {
  type ArrangedUser,
  createVaultGroup,
  expect,
  groupBody,
  idsOf,
  listAll,
  listOf,
  mentionsIn,
  row,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

test('unmanaged groups are hidden', row('VAULT-ISOL-24'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant();
  const name = arrange.unique('group');
  const id = await arrange.during(() => createVaultGroup(vault, name));
  const before = await vault.read(`identity/group/id/${id}`);

  const answer = await tenant.scim.get(`/Groups/${id}`);
  const groups = await listAll(tenant, '/Groups');
  const found = await tenant.scim.list('/Groups', { filter: `displayName eq "${name}"` });

  expect(answer).toBeRefused();
  expect(mentionsIn(answer, { name }), 'attributes of the group in the answer').toEqual([]);
  expect(groups, 'the list of groups').toEqual(listOf());
  expect(idsOf(found), 'what a filter on its name finds').toEqual([]);
  const after = await vault.read(`identity/group/id/${id}`);
  expect(after.data, 'the Vault group').toEqual(before.data);
});

test(
  'an unmanaged group that holds own users is hidden in each form of the list',
  row('VAULT-ISOL-24'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const name = arrange.unique('group');
    const fields = { member_entity_ids: [(await arrange.user(tenant)).id] };
    const id = await arrange.during(() => createVaultGroup(vault, name, fields));
    const before = await vault.read(`identity/group/id/${id}`);

    const answer = await tenant.scim.get(`/Groups/${id}`);
    const lists = [
      await tenant.scim.list('/Groups'),
      await tenant.scim.list('/Groups', { filter: `displayName eq "${name}"` }),
      await tenant.scim.list('/Groups', { filter: 'meta.lastModified ge "1970-01-01T00:00:00Z"' }),
      await tenant.scim.list('/Groups?excludedAttributes=members'),
    ];

    expect(answer).toBeRefused();
    expect(lists.flatMap(idsOf), 'ids of the groups in the lists').toEqual([]);
    expect((await vault.read(`identity/group/id/${id}`)).data, 'the Vault group').toEqual(before.data);
  },
);

test('an unmanaged group cannot be patched', row('VAULT-ISOL-25'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group')));
  const before = await vault.read(`identity/group/id/${id}`);

  const answer = await tenant.scim.patch(`/Groups/${id}`, [
    { op: 'add', path: 'members', value: [{ value: user.id }] },
  ]);

  expect(answer).toBeRefused();
  const after = await vault.read(`identity/group/id/${id}`);
  expect(after.data, 'the Vault group').toEqual(before.data);
});

const REQUESTS = [
  {
    id: 'VAULT-ISOL-25',
    change: 'patched',
    send: async ({ scim }: Tenant, path: string, [member, user]: readonly [ArrangedUser, ArrangedUser]) => [
      await scim.patch(path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]),
      await scim.patch(path, [{ op: 'remove', path: `members[value eq "${member.id}"]` }]),
      await scim.patch(path, [{ op: 'remove', path: 'members', value: [{ value: member.id }] }]),
    ],
  },
  {
    id: 'VAULT-ISOL-26',
    change: 'deleted',
    send: async ({ scim }: Tenant, path: string) => [await scim.delete(path), await scim.delete(path)],
  },
] as const;

for (const { id: requirement, change, send } of REQUESTS) {
  test(
    `an unmanaged group that holds own users alone cannot be ${change}`,
    row(requirement),
    async ({ tenant, vault, arrange }) => {
      const users = [await arrange.user(tenant), await arrange.user(tenant)] as const;
      const fields = { member_entity_ids: [users[0].id] };
      const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group'), fields));
      const before = await vault.read(`identity/group/id/${id}`);

      const answers = await send(tenant, `/Groups/${id}`, users);

      for (const answer of answers) expect(answer).toBeRefused();
      expect((await vault.read(`identity/group/id/${id}`)).data, 'the Vault group').toEqual(before.data);
    },
  );
}

test('an unmanaged group cannot be deleted', row('VAULT-ISOL-26'), async ({ tenant, vault, arrange }) => {
  const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group')));
  const before = await vault.read(`identity/group/id/${id}`);

  const answer = await tenant.scim.delete(`/Groups/${id}`);

  expect(answer).toBeRefused();
  const after = await vault.read(`identity/group/id/${id}`);
  expect(after, 'a read of the Vault group').toHaveStatus(200);
  expect(after.data, 'the Vault group').toEqual(before.data);
});

test('an unmanaged group cannot be replaced', row('VAULT-ISOL-31'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const name = arrange.unique('group');
  const id = await arrange.during(() => createVaultGroup(vault, name));
  const before = await vault.read(`identity/group/id/${id}`);

  const answer = await tenant.scim.put(`/Groups/${id}`, groupBody(name, [user.id]));

  expect(answer).toBeRefused();
  const after = await vault.read(`identity/group/id/${id}`);
  expect(after.data, 'the Vault group').toEqual(before.data);
});
