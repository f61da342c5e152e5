import { bodyOf, expect, row, test } from '../../../src/harness/index.ts';

const WRONG: [string, unknown][] = [
  ['an empty string', ''],
  ['the number 0', 0],
  ['the number 1', 1],
  ['a list with false in it', [false]],
  ['a list with an object that holds value', [{ value: false }]],
  ['an object that holds active', { active: false }],
  ['an object that holds value', { value: false }],
  ['an object without members', {}],
];

for (const [what, value] of WRONG) {
  for (const [how, operation] of [
    ['by its path', { op: 'replace', path: 'active', value }],
    ['without a path', { op: 'replace', value: { active: value } }],
  ] as const) {
    test(`${what} for active ${how} is refused`, row('RFC7644-3.5.2-20'), async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant);
      const before = await tenant.scim.get(user.path);

      const refused = await tenant.scim.patch(user.path, [operation]);

      expect(refused).toBeScimError({ status: 400, scimTypeIfAny: ['invalidValue', 'invalidSyntax'] });
      const after = await tenant.scim.get(user.path);
      expect(after.body, 'the user afterwards').toEqual(before.body);
    });
  }
}

// null unassigns an attribute (RFC 7643 section 2.5): a server may refuse that here, but it does not say false.
for (const [how, operation] of [
  ['by its path', { op: 'replace', path: 'active', value: null }],
  ['without a path', { op: 'replace', value: { active: null } }],
] as const) {
  test(`null for active ${how} does not deactivate`, row('RFC7643-2.5-02'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);

    const answer = await tenant.scim.patch(user.path, [operation]);

    expect(answer.status, 'status').toBeLessThan(500);
    const after = await tenant.scim.get(user.path);
    expect(bodyOf(after).active, 'active afterwards').not.toBe(false);
  });
}

for (const [what, value] of [
  ['a number', 7],
  ['a list of numbers', [7]],
  ['a list of booleans', [true]],
  ['members whose value is a list', [{ value: ['x'] }]],
] as const) {
  test(`${what} for members is refused`, row('RFC7644-3.5.2-20'), async ({ tenant, arrange }) => {
    const group = await arrange.group(tenant, await arrange.users(tenant, 2));
    const before = await tenant.scim.get(group.path);

    const refused = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value }]);

    expect(refused).toBeScimError({ status: 400, scimTypeIfAny: ['invalidValue', 'invalidSyntax'] });
    const after = await tenant.scim.get(group.path);
    expect(after.body, 'the group afterwards').toEqual(before.body);
  });
}
