import { bodyOf, differences, expect, optionalText, row, test } from '../../../src/harness/index.ts';

test('remove without path is refused', row('RFC7644-3.5.2.2-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'remove' }]);

  expect(refused).toBeScimError({ status: 400, scimType: 'noTarget' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('path is mandatory for remove', row('RFC7644-3.5.2-11'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const before = await tenant.scim.get(group.path);

  const refused = await tenant.scim.patch(group.path, [{ op: 'remove' }]);

  expect(refused).toHaveStatus(400);
  const after = await tenant.scim.get(group.path);
  expect(after.body, 'the group afterwards').toEqual(before.body);
});

test('noTarget marks a path that selects nothing', row('RFC7644-3.12-24'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'remove' }]);

  expect(refused).toBeScimError({ status: 400, scimType: 'noTarget' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test(
  'remove leaves a single value unassigned',
  row('RFC7644-3.5.2.2-02'),
  async ({ tenant, arrange, types, applies }) => {
    const text = optionalText(types.user);
    applies(text !== '', 'users have no optional text attribute');
    const user = await arrange.user(tenant, { [text]: 'Before' });

    const patched = await tenant.scim.patch(user.path, [{ op: 'remove', path: text }]);

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    expect(bodyOf(read)[text] ?? null, 'the value').toBeNull();
  },
);

test(
  'an emptied attribute is like one never set',
  row('RFC7644-3.5.2.2-16'),
  async ({ tenant, arrange, types, applies }) => {
    const text = optionalText(types.user);
    applies(text !== '', 'users have no optional text attribute');
    const [emptied, plain] = [await arrange.user(tenant, { [text]: 'Before' }), await arrange.user(tenant)];

    await tenant.scim.patch(emptied.path, [{ op: 'remove', path: text }]);

    const answers = [await tenant.scim.get(emptied.path), await tenant.scim.get(plain.path)];
    expect(
      differences(answers[1]?.body, answers[0]?.body, types.user, ['id', 'meta', 'userName', 'externalId']),
      'what differs from a user that never had it',
    ).toEqual([]);
  },
);

test('a remove of nothing does not break the server', row('RFC7644-3.5.2.2-15'), async ({ tenant, arrange, types }) => {
  const text = optionalText(types.user) || 'title';
  const user = await arrange.user(tenant);

  const patched = await tenant.scim.patch(user.path, [{ op: 'remove', path: text }]);

  expect(patched).toHaveStatus([200, 204, 400]);
  const read = await tenant.scim.get(user.path);
  expect(differences(user.body, read.body, types.user, ['meta']), 'what differs').toEqual([]);
});
