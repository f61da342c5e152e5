import {
  adoptingTenant,
  bodyOf,
  expect,
  ownerOf,
  row,
  test,
  unmanagedGroup,
  valuesOf,
} from '../../../src/harness/index.ts';

test('with group adoption an unmanaged group can be read', row('VAULT-ADOPT-05'), async ({ vault, arrange }) => {
  const tenant = await adoptingTenant(arrange, { groups: true });
  const group = await unmanagedGroup(arrange, vault);

  const answer = await tenant.scim.get(group.path);

  expect(answer).toHaveStatus(200);
  expect(bodyOf(answer).id, 'id of the group').toBe(group.id);
  expect(bodyOf(answer).displayName, 'displayName of the group').toBe(group.name);
});

test(
  'an unmanaged group shows only the members that belong to the client',
  row('VAULT-ADOPT-06'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const own = await arrange.user(tenant);
    const group = await unmanagedGroup(arrange, vault, { member_entity_ids: [own.id, await arrange.entity()] });

    const answer = await tenant.scim.get(group.path);

    expect(valuesOf(bodyOf(answer).members), 'members of the group').toEqual([own.id]);
  },
);

test('reading an unmanaged group does not take it over', row('VAULT-ADOPT-07'), async ({ vault, arrange }) => {
  const tenant = await adoptingTenant(arrange, { groups: true });
  const group = await unmanagedGroup(arrange, vault);

  await tenant.scim.get(group.path);

  const owner = await ownerOf(vault, group.stored)();
  expect(owner, 'owner of the group').toBe('');
});

test(
  "group adoption does not open another client's groups",
  row('VAULT-ADOPT-08'),
  async ({ other, vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const group = await arrange.group(other);
    const stored = `identity/group/id/${group.id}`;
    const before = await vault.read(stored);

    const read = await tenant.scim.get(group.path);
    const replace = await tenant.scim.put(group.path, group.sent);

    expect(read).toBeRefused();
    expect(replace).toBeRefused();
    const after = await vault.read(stored);
    expect(after.data, 'the Vault group').toEqual(before.data);
  },
);

test(
  "group adoption opens another client's groups neither for patches nor for deletion",
  row('VAULT-ADOPT-08'),
  async ({ other, vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const user = await arrange.user(tenant);
    const group = await arrange.group(other, [await arrange.user(other)]);
    const stored = `identity/group/id/${group.id}`;
    const before = await vault.read(stored);

    const emptied = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members' }]);
    const joined = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);
    const deleted = await tenant.scim.delete(group.path);

    expect(emptied).toBeRefused();
    expect(joined).toBeRefused();
    expect(deleted).toBeRefused();
    const after = await vault.read(stored);
    expect(after.data, 'the Vault group').toEqual(before.data);
  },
);
