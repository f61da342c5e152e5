import { expect, row, test } from '../../../src/harness/index.ts';

/** What is nearly the id of a resource: the path segment of no resource. */
const NEARLY: Record<string, (id: string) => string> = {
  'with a blank behind it': (id) => `${id}%20`,
  'with a blank before it': (id) => `%20${id}`,
  'with a line feed behind it': (id) => `${id}%0A`,
  'in quotes': (id) => `%22${id}%22`,
  'as a URN of a UUID': (id) => `urn:uuid:${id}`,
  'with a character behind it': (id) => `${id}0`,
  'without its last character': (id) => id.slice(0, -1),
  'without its hyphens': (id) => id.replaceAll('-', ''),
};

for (const [how, other] of Object.entries(NEARLY)) {
  test(`a resource is not found by its id ${how}`, row('RFC7644-3.4.1-02'), async ({ tenant, arrange, applies }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);
    applies(other(user.id) !== user.id, 'ids have no hyphens');

    const answers = [
      await tenant.scim.get(`/Users/${other(user.id)}`),
      await tenant.scim.get(`/Groups/${other(group.id)}`),
    ];

    // A server may refuse what cannot be an id before it looks for it.
    for (const answer of answers) expect(answer).toHaveStatus([400, 404]);
  });
}

test('what follows the id in a path is not overlooked', row('RFC7644-3.4.1-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answers = [
    await tenant.scim.get(`${user.path}/nothing`),
    await tenant.scim.get(`${group.path}/members`),
    await tenant.scim.get(`${group.path}/members/${user.id}`),
  ];

  for (const answer of answers) expect(answer).toHaveStatus([400, 404]);
});

test('the id of a group is case-exact', row('RFC7643-3.1-09'), async ({ tenant, arrange, applies }) => {
  const group = await arrange.group(tenant);
  const upper = group.id.toUpperCase();
  applies(group.id !== upper, 'ids hold no letters');

  const read = await tenant.scim.get(`/Groups/${upper}`);

  expect(read).toHaveStatus(404);
});

test('a resource is not changed by its id in capitals', row('RFC7643-3.1-09'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  const [userPath, groupPath] = [`/Users/${user.id.toUpperCase()}`, `/Groups/${group.id.toUpperCase()}`];
  applies(userPath !== user.path && groupPath !== group.path, 'ids hold no letters');
  const before = [(await tenant.scim.get(user.path)).body, (await tenant.scim.get(group.path)).body];

  const answers = [
    await tenant.scim.patch(userPath, [{ op: 'replace', path: 'active', value: false }]),
    await tenant.scim.put(groupPath, { ...group.sent, members: [] }),
    await tenant.scim.delete(groupPath),
    await tenant.scim.delete(userPath),
  ];

  for (const answer of answers) expect(answer).toHaveStatus(404);
  const after = [(await tenant.scim.get(user.path)).body, (await tenant.scim.get(group.path)).body];
  expect(after, 'the user and the group').toEqual(before);
});
