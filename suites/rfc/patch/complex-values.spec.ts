import { bodyOf, differences, expect, optionalText, row, test, wordsOf } from '../../../src/harness/index.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const WORK = { value: 'work@example.com', type: 'work' };
const SECOND = { value: 'second@example.com', type: 'work' };
const HOME = { value: 'home@example.com', type: 'home' };

const DIFFERS = 'what differs from the exact result';

test('add to a complex attribute keeps its other parts', row('RFC7644-3.5.2.1-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { name: { familyName: 'Jensen', givenName: 'Barbara' } });

  const patched = await tenant.scim.patch(user.path, [{ op: 'add', path: 'name', value: { givenName: 'G' } }]);

  expect(patched).toHaveStatus([200, 204]);
  const { name } = bodyOf(await tenant.scim.get(user.path)) as { name?: Record<string, unknown> };
  expect([name?.familyName, name?.givenName], 'familyName and givenName').toEqual(['Jensen', 'G']);
});

test('add takes a single object for a list', row('RFC7644-3.5.2.1-10'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant, { emails: [WORK] });

  const patched = await tenant.scim.patch(user.path, [{ op: 'add', path: 'emails', value: HOME }]);

  expect(patched).toHaveStatus([200, 204]);
  const { emails } = bodyOf(await tenant.scim.get(user.path));
  expect(differences({ emails: [WORK, HOME] }, { emails }, types.user), DIFFERS).toEqual([]);
});

test(
  'add with a filter that selects nothing leaves the other values alone',
  row('RFC7644-3.5.2.1-17'),
  async ({ tenant, arrange, types, observe }) => {
    const user = await arrange.user(tenant, { emails: [HOME] });

    const patched = await tenant.scim.patch(user.path, [
      { op: 'add', path: 'emails[type eq "work"].value', value: WORK.value },
    ]);

    const emails = (bodyOf(await tenant.scim.get(user.path)).emails ?? []) as Record<string, unknown>[];
    const made = emails.filter(({ value }) => value === WORK.value).map(({ type }) => type ?? 'no type');
    observe(`add with a filter that selects nothing answers ${wordsOf(patched)} and makes a value of: ${made}`);
    const others = emails.filter(({ value }) => value !== WORK.value);
    expect(differences({ emails: [HOME] }, { emails: others }, types.user), DIFFERS).toEqual([]);
  },
);

test(
  'remove by a part of the values removes every one that has it',
  row('RFC7644-3.5.2.2-06'),
  async ({ tenant, arrange, types }) => {
    const user = await arrange.user(tenant, { emails: [WORK, HOME, SECOND] });

    const patched = await tenant.scim.patch(user.path, [{ op: 'remove', path: 'emails[type eq "work"]' }]);

    expect(patched).toHaveStatus([200, 204]);
    const { emails } = bodyOf(await tenant.scim.get(user.path));
    expect(differences({ emails: [HOME] }, { emails }, types.user), DIFFERS).toEqual([]);
  },
);

test(
  'replace with null takes the value of an optional attribute, and not of userName',
  row('RFC7644-3.5.2.3-16'),
  async ({ tenant, arrange, types, applies }) => {
    const text = optionalText(types.user);
    applies(text !== '', 'users have no optional text attribute');
    const user = await arrange.user(tenant, { [text]: 'Before' });

    const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: text, value: null }]);
    const refused = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'userName', value: null }]);

    expect(patched).toHaveStatus([200, 204]);
    expect(refused).toBeScimError({ status: 400, scimTypeIfAny: ['invalidValue', 'mutability'] });
    const { [text]: value = null, userName } = bodyOf(await tenant.scim.get(user.path));
    expect([value, userName], 'the optional text and userName').toEqual([null, user.userName]);
  },
);

test(
  'an operation sees the schemas that an earlier one added',
  row('RFC7644-3.5.2-22'),
  async ({ tenant, arrange, applies }) => {
    const user = await arrange.user(tenant);

    const patched = await tenant.scim.patch(user.path, [
      { op: 'add', path: 'schemas', value: [ENTERPRISE] },
      { op: 'add', path: `${ENTERPRISE}:department`, value: 'Tours' },
    ]);

    applies([200, 204].includes(patched.status), 'the server does not let clients write schemas');
    const { schemas, [ENTERPRISE]: extension } = bodyOf(await tenant.scim.get(user.path));
    expect([schemas, extension], 'schemas and the extension').toEqual([
      expect.arrayContaining([ENTERPRISE]),
      { department: 'Tours' },
    ]);
  },
);
