import {
  createVaultEntity,
  createVaultGroup,
  expect,
  groupBody,
  idsOf,
  row,
  test,
  userBody,
} from '../../../src/harness/index.ts';

test('a client does not see unmanaged entities as users', row('VAULT-ISOL-21'), async ({ vault, arrange }) => {
  const fresh = await arrange.tenant();
  const id = await arrange.during(() => createVaultEntity(vault, arrange.unique('entity')));
  const before = await vault.read(`identity/entity/id/${id}`);

  const read = await fresh.scim.get(`/Users/${id}`);
  const list = await fresh.scim.list('/Users');

  expect(read).toBeRefused();
  expect(idsOf(list), 'the ids in the list').toEqual([]);
  expect((await vault.read(`identity/entity/id/${id}`)).data, 'the entity').toEqual(before.data);
});

test('a client cannot change an unmanaged entity', row('VAULT-ISOL-22'), async ({ tenant, vault, arrange }) => {
  const name = arrange.unique('entity');
  const id = await arrange.during(() => createVaultEntity(vault, name));
  const before = await vault.read(`identity/entity/id/${id}`);

  const replaced = await tenant.scim.put(`/Users/${id}`, userBody(name, { active: false }));
  const patched = await tenant.scim.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);

  expect(replaced).toBeRefused();
  expect(patched).toBeRefused();
  expect((await vault.read(`identity/entity/id/${id}`)).data, 'the entity').toEqual(before.data);
});

test('a client cannot delete an unmanaged entity', row('VAULT-ISOL-23'), async ({ tenant, vault, arrange }) => {
  const id = await arrange.during(() => createVaultEntity(vault, arrange.unique('entity')));
  const before = await vault.read(`identity/entity/id/${id}`);

  const answer = await tenant.scim.delete(`/Users/${id}`);

  expect(answer).toBeRefused();
  expect((await vault.read(`identity/entity/id/${id}`)).data, 'the entity').toEqual(before.data);
});

test(
  'a client does not see unmanaged groups without group adoption',
  row('VAULT-ISOL-24'),
  async ({ vault, arrange }) => {
    const fresh = await arrange.tenant();
    const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group')));
    const before = await vault.read(`identity/group/id/${id}`);

    const read = await fresh.scim.get(`/Groups/${id}`);
    const list = await fresh.scim.list('/Groups');

    expect(read).toBeRefused();
    expect(idsOf(list), 'the ids in the list').toEqual([]);
    expect((await vault.read(`identity/group/id/${id}`)).data, 'the group').toEqual(before.data);
  },
);

test('a client cannot patch an unmanaged group', row('VAULT-ISOL-25'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group')));
  const before = await vault.read(`identity/group/id/${id}`);

  const answer = await tenant.scim.patch(`/Groups/${id}`, [
    { op: 'add', path: 'members', value: [{ value: user.id }] },
  ]);

  expect(answer).toBeRefused();
  expect((await vault.read(`identity/group/id/${id}`)).data, 'the group').toEqual(before.data);
});

test('a client cannot delete an unmanaged group', row('VAULT-ISOL-26'), async ({ tenant, vault, arrange }) => {
  const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group')));
  const before = await vault.read(`identity/group/id/${id}`);

  const answer = await tenant.scim.delete(`/Groups/${id}`);

  expect(answer).toBeRefused();
  expect((await vault.read(`identity/group/id/${id}`)).data, 'the group').toEqual(before.data);
});

test('a client cannot replace an unmanaged group', row('VAULT-ISOL-31'), async ({ tenant, vault, arrange }) => {
  const name = arrange.unique('group');
  const id = await arrange.during(() => createVaultGroup(vault, name));
  const before = await vault.read(`identity/group/id/${id}`);

  const answer = await tenant.scim.put(`/Groups/${id}`, groupBody(name));

  expect(answer).toBeRefused();
  expect((await vault.read(`identity/group/id/${id}`)).data, 'the group').toEqual(before.data);
});
