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

test('active is replaced', row('RFC7644-3.5.2.3-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const off = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
  const inactive = await tenant.scim.get(user.path);
  const on = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]);

  expect(off).toHaveStatus([200, 204]);
  expect(on).toHaveStatus([200, 204]);
  const active = await tenant.scim.get(user.path);
  expect([bodyOf(inactive).active, bodyOf(active).active], 'active after both patches').toEqual([false, true]);
});

test('active false keeps the user', row('RFC7643-4.1.1-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);

  const read = await tenant.scim.get(user.path);
  const list = await tenant.scim.list('/Users', { filter: `userName eq "${user.userName}"` });
  expect([read.status, bodyOf(read).active], 'status and active').toEqual([200, false]);
  expect(bodyOf(list).totalResults, 'users of that name').toBe(1);
});

test(
  'replace without path replaces only what it names',
  row('RFC7644-3.5.2.3-01'),
  async ({ tenant, arrange, types }) => {
    const { name, from, to } = changeOf(types.user);
    const user = await arrange.user(tenant, { [name]: from });
    const operations = [{ op: 'replace', value: { [name]: to } }];

    const patched = await tenant.scim.patch(user.path, operations);

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    const expected = afterPatch(user.body, operations, types.user);
    expect(differences(expected, read.body, types.user, ['meta']), 'what differs from the exact result').toEqual([]);
  },
);

test('replace sets a single value', row('RFC7644-3.5.2.3-03'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });

  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: name, value: to }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read)[name], 'the value').toEqual(to);
  expect(differences(user.body, read.body, types.user, ['meta', name]), 'what else differs').toEqual([]);
});

test('replace with the stored value succeeds', row('RFC7644-3.5.2.3-17'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);

  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(differences(user.body, read.body, types.user, ['meta']), 'what differs').toEqual([]);
});

test(
  'replace on an attribute without a value adds it',
  row('RFC7644-3.5.2.3-06'),
  async ({ tenant, arrange, types, applies }) => {
    const text = optionalText(types.user);
    applies(text !== '', 'users have no optional text attribute');
    const user = await arrange.user(tenant);

    const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: text, value: 'New' }]);

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    expect(bodyOf(read)[text], 'the value').toBe('New');
  },
);

test('replace without value is refused', row('RFC7644-3.5.2.3-15'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active' }]);

  expect(refused).toBeScimError({ status: 400 });
  expect(['invalidValue', 'invalidSyntax'], 'scimTypes for a missing value').toContain(bodyOf(refused).scimType);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a value of the wrong type is refused', row('RFC7644-3.5.2-20'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: 'notABoolean' }]);

  expect(refused).toBeScimError({ status: 400, scimTypeIfAny: 'invalidValue' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a patch to a taken userName is refused', row('RFC7644-3.5.2-33'), async ({ tenant, arrange }) => {
  const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
  const before = await tenant.scim.get(second.path);

  const refused = await tenant.scim.patch(second.path, [{ op: 'replace', path: 'userName', value: first.userName }]);

  expect(refused).toBeScimError({ status: [409, 400], scimType: 'uniqueness' });
  const after = await tenant.scim.get(second.path);
  expect(after.body, 'the second user afterwards').toEqual(before.body);
});

test(
  'a dotted name in a value makes no attribute of that name',
  row('RFC7644-3.5.2.3-19'),
  async ({ tenant, arrange, observe }) => {
    const user = await arrange.user(tenant);

    const answer = await tenant.scim.patch(user.path, [{ op: 'replace', value: { 'name.familyName': 'X' } }]);

    observe(`a dotted name in a value without path answers ${answer.status}`);
    const read = await tenant.scim.get(user.path);
    expect(Object.keys(bodyOf(read)), 'names of the attributes').not.toContain('name.familyName');
  },
);
