import { createVaultGroup, expect, memberIdsOf, row, test } from '../../../src/harness/index.ts';

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
