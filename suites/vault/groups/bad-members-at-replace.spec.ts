import { randomUUID } from 'node:crypto';
import { expect, groupBody, memberIdsOf, row, test } from '../../../src/harness/index.ts';

test('a replace with a group as member is refused', row('VAULT-GROUP-10'), async ({ tenant, vault, arrange }) => {
  const [group, inner] = [await arrange.group(tenant), await arrange.group(tenant)];
  const [before, vaultBefore] = [await tenant.scim.get(group.path), await vault.read(`identity/group/id/${group.id}`)];

  const answer = await tenant.scim.put(group.path, groupBody(group.displayName, [inner.id]));

  expect(answer).toBeRefused();
  const [after, vaultAfter] = [await tenant.scim.get(group.path), await vault.read(`identity/group/id/${group.id}`)];
  expect(after.body, 'the group').toEqual(before.body);
  expect(memberIdsOf(vaultAfter), 'members of the Vault group').toEqual(memberIdsOf(vaultBefore));
});

test('a replace with an unmanaged entity is refused', row('VAULT-GROUP-11'), async ({ tenant, vault, arrange }) => {
  const entity = await arrange.entity();
  const group = await arrange.group(tenant);
  const [before, vaultBefore] = [await tenant.scim.get(group.path), await vault.read(`identity/group/id/${group.id}`)];

  const answer = await tenant.scim.put(group.path, groupBody(group.displayName, [entity]));

  expect(answer).toBeRefused();
  const [after, vaultAfter] = [await tenant.scim.get(group.path), await vault.read(`identity/group/id/${group.id}`)];
  expect(after.body, 'the group').toEqual(before.body);
  expect(memberIdsOf(vaultAfter), 'members of the Vault group').toEqual(memberIdsOf(vaultBefore));
});

test(
  'a refused replace with an unknown member does not rename the group',
  row('VAULT-GROUP-12'),
  async ({ tenant, arrange }) => {
    const group = await arrange.group(tenant, [await arrange.user(tenant)]);
    const before = await tenant.scim.get(group.path);

    const answer = await tenant.scim.put(group.path, groupBody(arrange.unique('renamed'), [randomUUID()]));

    expect(answer).toBeRefused();
    const after = await tenant.scim.get(group.path);
    expect(after.body, 'the group').toEqual(before.body);
  },
);

test('a replace with an unknown member is refused', row('VAULT-GROUP-12'), async ({ tenant, vault, arrange }) => {
  const group = await arrange.group(tenant, [await arrange.user(tenant)]);
  const [before, vaultBefore] = [await tenant.scim.get(group.path), await vault.read(`identity/group/id/${group.id}`)];

  const answer = await tenant.scim.put(group.path, groupBody(group.displayName, [randomUUID()]));

  expect(answer).toBeRefused();
  const [after, vaultAfter] = [await tenant.scim.get(group.path), await vault.read(`identity/group/id/${group.id}`)];
  expect(after.body, 'the group').toEqual(before.body);
  expect(memberIdsOf(vaultAfter), 'members of the Vault group').toEqual(memberIdsOf(vaultBefore));
});
