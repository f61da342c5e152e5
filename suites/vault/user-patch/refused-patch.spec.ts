import { randomUUID } from 'node:crypto';
import {
  bodyOf,
  expect,
  expectUnsupported,
  METADATA,
  metadataOf,
  metadataUrnIn,
  row,
  test,
} from '../../../src/harness/index.ts';

test('a patch of an unknown user is refused', row('VAULT-UPATCH-04'), async ({ tenant }) => {
  const before = await tenant.scim.list('/Users');

  const answer = await tenant.scim.patch(`/Users/${randomUUID()}`, [{ op: 'replace', path: 'active', value: false }]);

  expect(answer).toBeRefused();
  const after = await tenant.scim.list('/Users');
  expect(after.body, 'the list of users').toEqual(before.body);
});

test('a patch of a deleted user is refused', row('VAULT-UPATCH-04'), async ({ tenant, arrange }) => {
  for (const active of [true, false]) {
    const user = await arrange.user(tenant, { active });
    await arrange.during(() => tenant.scim.delete(user.path));
    const before = await tenant.scim.list('/Users');

    const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: !active }]);

    expect(answer).toBeRefused();
    const after = await tenant.scim.list('/Users');
    expect(after.body, 'the list of users').toEqual(before.body);
  }
});

test(
  'a patch of a deleted user leaves the one that has its userName now',
  row('VAULT-UPATCH-04'),
  async ({ tenant, arrange }) => {
    const deleted = await arrange.user(tenant);
    await arrange.during(() => tenant.scim.delete(deleted.path));
    await arrange.user(tenant, { userName: deleted.userName, externalId: arrange.unique('ext') });
    const before = await tenant.scim.list('/Users');

    const answer = await tenant.scim.patch(deleted.path, [{ op: 'replace', path: 'active', value: false }]);

    expect(answer).toBeRefused();
    const after = await tenant.scim.list('/Users');
    expect(after.body, 'the list of users').toEqual(before.body);
  },
);

test('a patch that replaces userName is refused', row('VAULT-UPATCH-05'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const userName = arrange.unique('renamed');
  const before = await tenant.scim.get(user.path);

  const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'userName', value: userName }]);

  const after = await tenant.scim.get(user.path);
  expectUnsupported(answer, { before, after, executed: { userName } });
});

for (const order of ['behind', 'before']) {
  test(
    `a patch without path that replaces userName ${order} active is refused`,
    row('VAULT-UPATCH-05'),
    async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant);
      const userName = arrange.unique('renamed');
      const value = { behind: { active: false, userName }, before: { userName, active: false } }[order];
      const before = await tenant.scim.get(user.path);

      const answer = await tenant.scim.patch(user.path, [{ op: 'replace', value }]);

      const after = await tenant.scim.get(user.path);
      expectUnsupported(answer, { before, after, executed: { active: false, userName } });
    },
  );
}

test(
  'a patch without path that replaces metadata besides active is refused',
  row('VAULT-UPATCH-07'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant, metadataOf({ department: 'engineering' }));
    const items = [{ key: 'department', value: 'sales' }];
    const before = await tenant.scim.get(user.path);

    const answer = await tenant.scim.patch(user.path, [
      { op: 'replace', value: { active: false, [METADATA]: { items } } },
    ]);

    const after = await tenant.scim.get(user.path);
    const executed = { active: false, [metadataUrnIn(bodyOf(before))]: { items } };
    expectUnsupported(answer, { before, after, executed });
  },
);

test(
  'a patch without path that replaces externalId besides active is refused',
  row('VAULT-UPATCH-06'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const before = await tenant.scim.get(user.path);

    const answer = await tenant.scim.patch(user.path, [
      { op: 'replace', value: { active: false, externalId: arrange.unique('ext') } },
    ]);

    expect(answer).toBeRefused();
    const after = await tenant.scim.get(user.path);
    expect(after.body, 'the user').toEqual(before.body);
  },
);

test('a patch that replaces externalId is refused', row('VAULT-UPATCH-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const answer = await tenant.scim.patch(user.path, [
    { op: 'replace', path: 'externalId', value: arrange.unique('ext') },
  ]);

  expect(answer).toBeRefused();
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user').toEqual(before.body);
});

test('a patch that replaces metadata is refused', row('VAULT-UPATCH-07'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, metadataOf({ department: 'engineering' }));
  const items = [{ key: 'department', value: 'sales' }];
  const before = await tenant.scim.get(user.path);

  const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: `${METADATA}:items`, value: items }]);

  const after = await tenant.scim.get(user.path);
  expectUnsupported(answer, { before, after, executed: { [metadataUrnIn(bodyOf(before))]: { items } } });
});

test('a patch that adds active is refused', row('VAULT-UPATCH-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const answer = await tenant.scim.patch(user.path, [{ op: 'add', path: 'active', value: false }]);

  const after = await tenant.scim.get(user.path);
  expectUnsupported(answer, { before, after, executed: { active: false } });
});

test('a patch that removes active is refused', row('VAULT-UPATCH-09'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const answer = await tenant.scim.patch(user.path, [{ op: 'remove', path: 'active' }]);

  const after = await tenant.scim.get(user.path);
  expectUnsupported(answer, { before, after, executed: { active: undefined } });
});

test('a patch with two operations is refused', row('VAULT-UPATCH-10'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const answer = await tenant.scim.patch(user.path, [
    { op: 'replace', path: 'active', value: true },
    { op: 'replace', path: 'active', value: false },
  ]);

  const after = await tenant.scim.get(user.path);
  expectUnsupported(answer, { before, after, executed: { active: false } });
});

test(
  'a patch with an unsupported operation is refused as a whole',
  row('VAULT-UPATCH-11'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const userName = arrange.unique('renamed');
    const before = await tenant.scim.get(user.path);

    const answer = await tenant.scim.patch(user.path, [
      { op: 'replace', path: 'active', value: false },
      { op: 'replace', path: 'userName', value: userName },
    ]);

    const after = await tenant.scim.get(user.path);
    expectUnsupported(answer, { before, after, executed: { active: false, userName } });
  },
);

test('a patch without operations is refused', row('VAULT-UPATCH-12'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const answer = await tenant.scim.patch(user.path, []);

  expect(answer).toBeRefused();
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user').toEqual(before.body);
});

test('a patch on an unknown path is refused', row('VAULT-UPATCH-13'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'nickName', value: 'Jo' }]);

  expect(answer).toBeRefused();
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user').toEqual(before.body);
});

test("a patch of a user's groups is refused", row('VAULT-UPATCH-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const before = await tenant.scim.get(group.path);

  const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'groups', value: [{ value: group.id }] }]);

  expect(answer).toBeRefused();
  const after = await tenant.scim.get(group.path);
  expect(after.body, 'the group').toEqual(before.body);
});
