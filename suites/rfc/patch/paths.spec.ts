import { bodyOf, expect, row, test } from '../../../src/harness/index.ts';

test('array indexes are refused', row('RFC7644-3.5.2-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const bracket = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'emails[0]', value: 'x' }]);
  const pointer = await tenant.scim.patch(user.path, [{ op: 'replace', path: '/emails/0', value: 'x' }]);

  expect(bracket).toBeScimError({ status: 400 });
  expect(pointer).toBeScimError({ status: 400 });
  expect(['invalidPath', 'invalidFilter'], 'scimTypes for an index').toContain(bodyOf(bracket).scimType);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a path follows the grammar', row('RFC7644-3.5.2-12'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const paths = ['name..familyName', 'emails[', 'emails[type eq]', 'user name'];
  const answers = [];
  for (const path of paths) answers.push(await tenant.scim.patch(user.path, [{ op: 'replace', path, value: 'x' }]));

  const [first] = answers;
  expect(
    answers.map((answer) => answer.status),
    'statuses of malformed paths',
  ).toEqual(paths.map(() => 400));
  expect(['invalidPath', 'invalidFilter'], 'scimTypes for a malformed path').toContain(first && bodyOf(first).scimType);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('invalidPath marks a malformed path', row('RFC7644-3.12-23'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'name..familyName', value: 'x' }]);

  expect(refused).toBeScimError({ status: 400, scimType: 'invalidPath' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('an unknown attribute is refused', row('RFC7644-3.5.2-13'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'noSuchAttribute', value: 'x' }]);

  expect(refused).toBeScimError({ status: 400 });
  expect(['invalidPath', 'noTarget', 'invalidValue'], 'scimTypes for an unknown name').toContain(
    bodyOf(refused).scimType,
  );
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('names in a path are case-insensitive', row('RFC7644-3.5.2-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'ACTIVE', value: false }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active').toBe(false);
  expect(Object.keys(bodyOf(read)), 'names of the attributes').not.toContain('ACTIVE');
});

test('a path may carry the schema URN', row('RFC7644-3.5.2-15'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);

  const patched = await tenant.scim.patch(user.path, [
    { op: 'replace', path: `${types.user.core.urn}:active`, value: false },
  ]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).active, 'active').toBe(false);
});

test('an invalid filter in a path is refused', row('RFC7644-3.5.2-34'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [
    { op: 'replace', path: 'emails[type xx "work"].value', value: 'x@example.com' },
  ]);

  expect(refused).toBeScimError({ status: 400 });
  expect(['invalidFilter', 'invalidPath'], 'scimTypes for a bad filter').toContain(bodyOf(refused).scimType);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});
