import { randomUUID } from 'node:crypto';
import { expect, expectUnsupported, row, test } from '../../../src/harness/index.ts';

test('a replace of members is refused', row('VAULT-GPATCH-09'), async ({ tenant, arrange }) => {
  const [user, member] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [member]);
  const before = await tenant.scim.get(group.path);

  const answer = await tenant.scim.patch(group.path, [{ op: 'replace', path: 'members', value: [{ value: user.id }] }]);

  const after = await tenant.scim.get(group.path);
  expectUnsupported(answer, { before, after, executed: { members: [user.id] } });
});

test('a replace of displayName is refused', row('VAULT-GPATCH-10'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const displayName = arrange.unique('renamed');
  const before = await tenant.scim.get(group.path);

  const answer = await tenant.scim.patch(group.path, [{ op: 'replace', path: 'displayName', value: displayName }]);

  const after = await tenant.scim.get(group.path);
  expectUnsupported(answer, { before, after, executed: { displayName } });
});

test('an add of displayName is refused', row('VAULT-GPATCH-11'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const displayName = arrange.unique('renamed');
  const before = await tenant.scim.get(group.path);

  const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'displayName', value: displayName }]);

  const after = await tenant.scim.get(group.path);
  expectUnsupported(answer, { before, after, executed: { displayName } });
});

test('a remove of displayName is refused', row('VAULT-GPATCH-12'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const before = await tenant.scim.get(group.path);

  const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'displayName' }]);

  expect(answer).toBeRefused();
  const after = await tenant.scim.get(group.path);
  expect(after.body, 'the group').toEqual(before.body);
});

test('an unknown operation is refused', row('VAULT-GPATCH-13'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const before = await tenant.scim.get(group.path);

  const answer = await tenant.scim.patch(group.path, [{ op: 'move', path: 'members', value: [{ value: user.id }] }]);

  expect(answer).toBeRefused();
  const after = await tenant.scim.get(group.path);
  expect(after.body, 'the group').toEqual(before.body);
});

test('a patch of an unknown group is refused', row('VAULT-GPATCH-18'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.list('/Groups');

  const answer = await tenant.scim.patch(`/Groups/${randomUUID()}`, [
    { op: 'add', path: 'members', value: [{ value: user.id }] },
  ]);

  expect(answer).toBeRefused();
  const after = await tenant.scim.list('/Groups');
  expect(after.body, 'the list of groups').toEqual(before.body);
});

test('a patch of a deleted group is refused', row('VAULT-GPATCH-18'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  await arrange.during(() => tenant.scim.delete(group.path));
  const before = await tenant.scim.list('/Groups');

  for (const op of ['add', 'remove']) {
    const answer = await tenant.scim.patch(group.path, [{ op, path: 'members', value: [{ value: user.id }] }]);

    expect(answer, `the ${op}`).toBeRefused();
  }

  const after = await tenant.scim.list('/Groups');
  expect(after.body, 'the list of groups').toEqual(before.body);
});

test(
  'a patch of a deleted group leaves the one that has its displayName now',
  row('VAULT-GPATCH-18'),
  async ({ tenant, arrange }) => {
    const [member, other] = [await arrange.user(tenant), await arrange.user(tenant)];
    const deleted = await arrange.group(tenant, [member]);
    await arrange.during(() => tenant.scim.delete(deleted.path));
    await arrange.group(tenant, [member], deleted.displayName);
    const before = await tenant.scim.list('/Groups');

    for (const [op, { id }] of [
      ['add', other],
      ['remove', member],
    ] as const) {
      const answer = await tenant.scim.patch(deleted.path, [{ op, path: 'members', value: [{ value: id }] }]);

      expect(answer, `the ${op}`).toBeRefused();
    }

    const after = await tenant.scim.list('/Groups');
    expect(after.body, 'the list of groups').toEqual(before.body);
  },
);
