import {
  adoptingTenant,
  createVaultEntity,
  expect,
  groupBody,
  row,
  scimClientPath,
  test,
  unmanagedGroup,
  unmanagedPerson,
  userBody,
} from '../../../src/harness/index.ts';

test(
  'without user adoption a create does not take over an entity',
  row('VAULT-ADOPT-02'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { users: false });
    const person = await unmanagedPerson(arrange, vault, tenant);
    const before = await vault.read(person.entity);

    const answer = await tenant.scim.post('/Users', userBody(person.name));

    expect(answer).toBeRefused();
    const after = await vault.read(person.entity);
    expect(after.data, 'the entity and its alias').toEqual(before.data);
  },
);

test(
  'without group adoption a replace does not take over a group',
  row('VAULT-ADOPT-03'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, {});
    const group = await unmanagedGroup(arrange, vault);
    const before = await vault.read(group.stored);

    const answer = await tenant.scim.put(group.path, groupBody(group.name));

    expect(answer).toBeRefused();
    const after = await vault.read(group.stored);
    expect(after.data, 'the Vault group').toEqual(before.data);
  },
);

test('group adoption does not open unmanaged entities as users', row('VAULT-ADOPT-09'), async ({ vault, arrange }) => {
  const tenant = await adoptingTenant(arrange, { groups: true });
  const id = await arrange.during(() => createVaultEntity(vault, arrange.unique('entity')));
  const before = await vault.read(`identity/entity/id/${id}`);

  const answer = await tenant.scim.get(`/Users/${id}`);

  expect(answer).toBeRefused();
  const after = await vault.read(`identity/entity/id/${id}`);
  expect(after.data, 'the entity').toEqual(before.data);
});

test('user adoption does not open unmanaged groups', row('VAULT-ADOPT-10'), async ({ vault, arrange }) => {
  const tenant = await adoptingTenant(arrange, { users: true });
  const group = await unmanagedGroup(arrange, vault);
  const before = await vault.read(group.stored);

  const answer = await tenant.scim.put(group.path, groupBody(group.name));

  expect(answer).toBeRefused();
  const after = await vault.read(group.stored);
  expect(after.data, 'the Vault group').toEqual(before.data);
});

test(
  'after group adoption is switched off again unmanaged groups are hidden',
  row('VAULT-ADOPT-16'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const group = await unmanagedGroup(arrange, vault);
    await arrange.during(() =>
      vault.writeOrThrow('switch group adoption off', scimClientPath(tenant.clientName), {
        access_grant_principal: tenant.principalId,
        alias_mount_accessor: tenant.aliasMount?.accessor,
        allow_group_adoption: false,
      }),
    );
    const before = await vault.read(group.stored);

    const answer = await tenant.scim.get(group.path);

    expect(answer).toBeRefused();
    const after = await vault.read(group.stored);
    expect(after.data, 'the Vault group').toEqual(before.data);
  },
);
