import { afterPatch, bodyOf, differences, expect, row, test } from '../../../src/harness/index.ts';

const WORK = { value: 'work@example.com', type: 'work' };
const HOME = { value: 'home@example.com', type: 'home' };
const OTHER = { value: 'other@example.com', type: 'other' };
const NAME = { familyName: 'Jensen', givenName: 'Barbara' };

const DIFFERS = 'what differs from the exact result';

test('add appends to a list', row('RFC7644-3.5.2.1-08'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant, { emails: [WORK] });
  const operations = [{ op: 'add', path: 'emails', value: [HOME] }];

  const patched = await tenant.scim.patch(user.path, operations);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(differences({ emails: [WORK, HOME] }, { emails: bodyOf(read).emails }, types.user), DIFFERS).toEqual([]);
});

test('add appends every element', row('RFC7644-3.5.2.1-09'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant, { emails: [WORK] });

  const patched = await tenant.scim.patch(user.path, [{ op: 'add', path: 'emails', value: [HOME, OTHER] }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(differences({ emails: [WORK, HOME, OTHER] }, { emails: bodyOf(read).emails }, types.user), DIFFERS).toEqual(
    [],
  );
});

test('add takes an object of sub-attributes', row('RFC7644-3.5.2.1-05'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const good = await tenant.scim.patch(user.path, [{ op: 'add', path: 'name', value: { givenName: 'G' } }]);
  const bad = await tenant.scim.patch(user.path, [{ op: 'add', path: 'name', value: 'text' }]);

  expect(good).toHaveStatus([200, 204]);
  expect(bad).toBeScimError({ status: 400, scimType: 'invalidValue' });
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).name, 'name').toEqual({ givenName: 'G' });
});

test('add to a part makes the whole', row('RFC7644-3.5.2.1-07'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const patched = await tenant.scim.patch(user.path, [{ op: 'add', path: 'name.givenName', value: 'G' }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).name, 'name').toEqual({ givenName: 'G' });
});

test('remove of a list removes all values', row('RFC7644-3.5.2.2-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { emails: [WORK, HOME] });

  const patched = await tenant.scim.patch(user.path, [{ op: 'remove', path: 'emails' }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).emails ?? [], 'emails').toEqual([]);
});

test('remove with a filter removes matches only', row('RFC7644-3.5.2.2-04'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant, { emails: [WORK, HOME] });

  const patched = await tenant.scim.patch(user.path, [{ op: 'remove', path: `emails[value eq "${WORK.value}"]` }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(differences({ emails: [HOME] }, { emails: bodyOf(read).emails }, types.user), DIFFERS).toEqual([]);
});

test('removing the last value unassigns the list', row('RFC7644-3.5.2.2-05'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { emails: [WORK] });

  const patched = await tenant.scim.patch(user.path, [{ op: 'remove', path: `emails[value eq "${WORK.value}"]` }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).emails ?? [], 'emails').toEqual([]);
});

test('remove of a sub-attribute keeps the entry', row('RFC7644-3.5.2.2-07'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant, { emails: [WORK, HOME] });

  const patched = await tenant.scim.patch(user.path, [{ op: 'remove', path: `emails[value eq "${WORK.value}"].type` }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(
    differences({ emails: [{ value: WORK.value }, HOME] }, { emails: bodyOf(read).emails }, types.user),
    DIFFERS,
  ).toEqual([]);
});

test('replace swaps the whole list', row('RFC7644-3.5.2.3-05'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant, { emails: [WORK, HOME] });

  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'emails', value: [OTHER] }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(differences({ emails: [OTHER] }, { emails: bodyOf(read).emails }, types.user), DIFFERS).toEqual([]);
});

test('replace without path swaps the whole list', row('RFC7644-3.5.2.3-02'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant, { emails: [WORK, HOME] });

  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', value: { emails: [OTHER] } }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(differences({ emails: [OTHER] }, { emails: bodyOf(read).emails }, types.user), DIFFERS).toEqual([]);
});

test('replace merges a complex attribute', row('RFC7644-3.5.2.3-07'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { name: NAME });

  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'name', value: { givenName: 'H' } }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).name, 'name').toEqual({ familyName: 'Jensen', givenName: 'H' });
});

test('replace of a part changes only that part', row('RFC7644-3.5.2.3-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { name: NAME });

  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'name.familyName', value: 'X' }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).name, 'name').toEqual({ familyName: 'X', givenName: 'Barbara' });
});

test('replace with a filter replaces every match', row('RFC7644-3.5.2.3-09'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant, { emails: [WORK, { ...OTHER, type: 'work' }, HOME] });
  const operations = [
    { op: 'replace', path: 'emails[type eq "work"]', value: { type: 'work', value: 'new@example.com' } },
  ];

  const patched = await tenant.scim.patch(user.path, operations);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  const values = ((bodyOf(read).emails ?? []) as { value?: string }[]).map(({ value }) => value);
  expect(afterPatch(user.body, operations, types.user), 'what the model makes of the patch').not.toEqual({});
  expect([...new Set(values)].sort(), 'different values of emails').toEqual(['home@example.com', 'new@example.com']);
});

test(
  'replace of a filtered part keeps the rest of the entry',
  row('RFC7644-3.5.2.3-10'),
  async ({ tenant, arrange, types }) => {
    const user = await arrange.user(tenant, { emails: [{ ...WORK, primary: true }, HOME] });

    const patched = await tenant.scim.patch(user.path, [
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'new@example.com' },
    ]);

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    const expected = [{ value: 'new@example.com', type: 'work', primary: true }, HOME];
    expect(differences({ emails: expected }, { emails: bodyOf(read).emails }, types.user), DIFFERS).toEqual([]);
  },
);

test(
  'replace of a filtered part changes every match',
  row('RFC7644-3.5.2.3-10'),
  async ({ tenant, arrange, types, applies }) => {
    const parts = types.user.core.attributes.find(({ name }) => name === 'emails')?.subAttributes ?? [];
    applies(
      parts.some(({ name, mutability }) => name === 'display' && mutability === 'readWrite'),
      'the display of an e-mail cannot be written',
    );
    const second = { ...OTHER, type: 'work' };
    const user = await arrange.user(tenant, { emails: [WORK, second, HOME] });

    const patched = await tenant.scim.patch(user.path, [
      { op: 'replace', path: 'emails[type eq "work"].display', value: 'Office' },
    ]);

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    const expected = [{ ...WORK, display: 'Office' }, { ...second, display: 'Office' }, HOME];
    expect(differences({ emails: expected }, { emails: bodyOf(read).emails }, types.user), DIFFERS).toEqual([]);
  },
);

test('replace with a filter without match is refused', row('RFC7644-3.5.2.3-11'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { emails: [HOME] });
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [
    { op: 'replace', path: 'emails[type eq "nonexistent"].value', value: 'new@example.com' },
  ]);

  expect(refused).toBeScimError({ status: 400, scimType: 'noTarget' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a new primary value resets the old one', row('RFC7644-3.5.2-24'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { emails: [{ ...WORK, primary: true }] });

  const patched = await tenant.scim.patch(user.path, [
    { op: 'add', path: 'emails', value: [{ ...HOME, primary: true }] },
  ]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  const emails = (bodyOf(read).emails ?? []) as { value?: string; primary?: boolean }[];
  expect(
    emails.filter(({ primary }) => primary === true).map(({ value }) => value),
    'primary values',
  ).toEqual([HOME.value]);
});

test('a value that a path makes primary resets the old one', row('RFC7644-3.5.2-24'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { emails: [{ ...WORK, primary: true }, HOME] });

  const patched = await tenant.scim.patch(user.path, [
    { op: 'replace', path: 'emails[type eq "home"].primary', value: true },
  ]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  const emails = (bodyOf(read).emails ?? []) as { value?: string; primary?: boolean }[];
  expect(
    emails.filter(({ primary }) => primary === true).map(({ value }) => value),
    'primary values',
  ).toEqual([HOME.value]);
});

test('an extension attribute is patched by its URN', row('RFC7644-3.5.2-16'), async ({ tenant, arrange }) => {
  const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const user = await arrange.user(tenant);

  const patched = await tenant.scim.patch(user.path, [{ op: 'add', path: `${urn}:department`, value: 'Tours' }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read)[urn], 'the extension').toEqual({ department: 'Tours' });
});

test(
  'a part of an extension attribute is patched by its URN',
  row('RFC7644-3.5.2-16'),
  async ({ tenant, arrange, types, applies }) => {
    const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const attributes = types.user.extensions.find(({ schema }) => schema.urn === urn)?.schema.attributes ?? [];
    const parts = attributes.find(({ name }) => name === 'manager')?.subAttributes ?? [];
    applies(
      parts.some(({ name, mutability }) => name === 'value' && mutability === 'readWrite'),
      'the manager of a user cannot be written',
    );
    const [manager, user] = [await arrange.user(tenant), await arrange.user(tenant)];

    const patched = await tenant.scim.patch(user.path, [
      { op: 'add', path: `${urn}:manager.value`, value: manager.id },
    ]);

    expect(patched).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    const extension = bodyOf(read)[urn] as { manager?: { value?: string } } | undefined;
    expect(extension?.manager?.value, 'value of the manager').toBe(manager.id);
  },
);

test('patching an extension adds its URN to schemas', row('RFC7644-3.5.2-21'), async ({ tenant, arrange, types }) => {
  const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const [one, other] = [await arrange.user(tenant), await arrange.user(tenant)];

  const byPath = await tenant.scim.patch(one.path, [{ op: 'add', path: `${urn}:employeeNumber`, value: '7' }]);
  const byValue = await tenant.scim.patch(other.path, [{ op: 'add', value: { [urn]: { employeeNumber: '8' } } }]);

  expect(byPath).toHaveStatus([200, 204]);
  expect(byValue).toHaveStatus([200, 204]);
  const schemas = [await tenant.scim.get(one.path), await tenant.scim.get(other.path)].map((read) =>
    [...((bodyOf(read).schemas ?? []) as string[])].sort(),
  );
  const both = [types.user.core.urn, urn].sort();
  expect(schemas, 'schemas after a patch by path and one without').toEqual([both, both]);
});

test('add without path takes an extension container', row('RFC7644-3.5.2.1-18'), async ({ tenant, arrange }) => {
  const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const user = await arrange.user(tenant);

  const patched = await tenant.scim.patch(user.path, [{ op: 'add', value: { [urn]: { department: 'Tours' } } }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read)[urn], 'the extension').toEqual({ department: 'Tours' });
});
