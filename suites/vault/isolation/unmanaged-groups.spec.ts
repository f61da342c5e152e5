import {
  createVaultGroup,
  expect,
  groupBody,
  idsOf,
  listAll,
  listOf,
  mentionsIn,
  row,
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
