import { randomUUID } from 'node:crypto';
import { expect, isAccepted, memberIdsOf, row, test } from '../../../src/harness/index.ts';

test('adding an unknown id is refused', row('VAULT-GPATCH-14'), async ({ tenant, vault, arrange }) => {
  const group = await arrange.group(tenant);
  const [before, vaultBefore] = [await tenant.scim.get(group.path), await vault.read(`identity/group/id/${group.id}`)];

  const answer = await tenant.scim.patch(group.path, [
    { op: 'add', path: 'members', value: [{ value: randomUUID() }] },
  ]);

  expect(answer).toBeRefused();
  const [after, vaultAfter] = [await tenant.scim.get(group.path), await vault.read(`identity/group/id/${group.id}`)];
  expect(after.body, 'the group').toEqual(before.body);
  expect(memberIdsOf(vaultAfter), 'members of the Vault group').toEqual(memberIdsOf(vaultBefore));
});

test(
  'a refused add of a user and of an unknown id adds nobody',
  row('VAULT-GPATCH-14'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);
    const before = await tenant.scim.get(group.path);
    const value = [{ value: user.id }, { value: randomUUID() }];

    const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value }]);

    const after = await tenant.scim.get(group.path);
    expect(isAccepted(answer) ? before.body : after.body, 'the group after a refusal').toEqual(before.body);
  },
);

test('adding a group is refused', row('VAULT-GPATCH-15'), async ({ tenant, vault, arrange }) => {
  const [group, inner] = [await arrange.group(tenant), await arrange.group(tenant)];
  const [before, vaultBefore] = [await tenant.scim.get(group.path), await vault.read(`identity/group/id/${group.id}`)];

  const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: inner.id }] }]);

  expect(answer).toBeRefused();
  const [after, vaultAfter] = [await tenant.scim.get(group.path), await vault.read(`identity/group/id/${group.id}`)];
  expect(after.body, 'the group').toEqual(before.body);
  expect(memberIdsOf(vaultAfter), 'members of the Vault group').toEqual(memberIdsOf(vaultBefore));
});

test('adding an unmanaged entity is refused', row('VAULT-GPATCH-16'), async ({ tenant, vault, arrange }) => {
  const entity = await arrange.entity();
  const group = await arrange.group(tenant);
  const [before, vaultBefore] = [await tenant.scim.get(group.path), await vault.read(`identity/group/id/${group.id}`)];

  const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: entity }] }]);

  expect(answer).toBeRefused();
  const [after, vaultAfter] = [await tenant.scim.get(group.path), await vault.read(`identity/group/id/${group.id}`)];
  expect(after.body, 'the group').toEqual(before.body);
  expect(memberIdsOf(vaultAfter), 'members of the Vault group').toEqual(memberIdsOf(vaultBefore));
});

test('adding a member by userName is refused', row('VAULT-GPATCH-17'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const [before, vaultBefore] = [await tenant.scim.get(group.path), await vault.read(`identity/group/id/${group.id}`)];

  const answer = await tenant.scim.patch(group.path, [
    { op: 'add', path: 'members', value: [{ value: user.userName }] },
  ]);

  expect(answer).toBeRefused();
  const [after, vaultAfter] = [await tenant.scim.get(group.path), await vault.read(`identity/group/id/${group.id}`)];
  expect(after.body, 'the group').toEqual(before.body);
  expect(memberIdsOf(vaultAfter), 'members of the Vault group').toEqual(memberIdsOf(vaultBefore));
});
