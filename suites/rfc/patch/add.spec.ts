import {
  afterPatch,
  bodyOf,
  changeOf,
  differences,
  expect,
  optionalText,
  row,
  test,
} from '../../../src/harness/index.ts';

test('path is optional for add and replace', row('RFC7644-3.5.2-10'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);

  const replaced = await tenant.scim.patch(user.path, [{ op: 'replace', value: { active: false } }]);
  const added = await tenant.scim.patch(user.path, [{ op: 'add', value: { active: true } }]);

  observe(`replace without path answers ${replaced.status}, add without path ${added.status}`);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active').toBe(added.status < 300);
});

test('add carries a value', row('RFC7644-3.5.2.1-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'add', path: 'active' }]);

  expect(refused).toBeScimError({ status: 400 });
  expect(['invalidValue', 'invalidSyntax'], 'scimTypes for a missing value').toContain(bodyOf(refused).scimType);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('add without path merges its value', row('RFC7644-3.5.2.1-02'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });
  const operations = [{ op: 'add', value: { [name]: to } }];

  const patched = await tenant.scim.patch(user.path, operations);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  const expected = afterPatch(user.body, operations, types.user);
  expect(differences(expected, read.body, types.user, ['meta']), 'what differs from the exact result').toEqual([]);
});

test('add without path needs an object', row('RFC7644-3.5.2.1-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const text = await tenant.scim.patch(user.path, [{ op: 'add', value: 'x' }]);
  const list = await tenant.scim.patch(user.path, [{ op: 'add', value: [] }]);

  expect(text).toBeScimError({ status: 400 });
  expect(list).toBeScimError({ status: 400 });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('add to a single value replaces it', row('RFC7644-3.5.2.1-11'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });

  const patched = await tenant.scim.patch(user.path, [{ op: 'add', path: name, value: to }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read)[name], 'the value').toEqual(to);
});

test(
  'add sets an attribute without a value',
  row('RFC7644-3.5.2.1-04'),
  async ({ tenant, arrange, types, applies }) => {
    const text = optionalText(types.user);
    applies(text !== '', 'users have no optional text attribute');
    const user = await arrange.user(tenant);

    const patched = await tenant.scim.patch(user.path, [{ op: 'add', path: text, value: 'New' }]);

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    expect(bodyOf(read)[text], 'the value').toBe('New');
  },
);
