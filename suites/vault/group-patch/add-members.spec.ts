import { randomUUID } from 'node:crypto';
import {
  bodyOf,
  expect,
  groupBody,
  groupWithoutMembers,
  type Removal,
  removeByValueList,
  removeMember,
  row,
  test,
  valuesOf,
} from '../../../src/harness/index.ts';

test('add puts one user into the group', row('VAULT-GPATCH-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([user.id]);
});

test(
  'add puts a user into a group whose create said nothing of members',
  row('VAULT-GPATCH-01'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await groupWithoutMembers(arrange, tenant);

    const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

    expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(group.path);
    expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([user.id]);
  },
);

test('add puts a user of five groups into another one', row('VAULT-GPATCH-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  for (let i = 0; i < 5; i += 1) await arrange.group(tenant, [user]);
  const group = await arrange.group(tenant, await arrange.users(tenant, 1));

  const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toContain(user.id);
});

test('add puts several users into the group at once', row('VAULT-GPATCH-02'), async ({ tenant, arrange }) => {
  const users = await arrange.users(tenant, 3);
  const group = await arrange.group(tenant);
  const value = users.map(({ id }) => ({ value: id }));

  const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual(users.map(({ id }) => id).sort());
});

test('add keeps the members that were there', row('VAULT-GPATCH-03'), async ({ tenant, arrange }) => {
  const [added, ...members] = await arrange.users(tenant, 3);
  const group = await arrange.group(tenant, members);
  const value = [{ value: added?.id }];

  await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value }]);

  const read = await tenant.scim.get(group.path);
  const others = valuesOf(bodyOf(read).members).filter((id) => id !== added?.id);
  expect(others, 'ids of the members besides the added one').toEqual(members.map(({ id }) => id).sort());
});

const NOBODY = [
  ['an empty list', []],
  ['null', null],
  ['an empty object', {}],
  ['a list with an empty object', [{}]],
] as const;

test('an add of nobody keeps the members that were there', row('VAULT-GPATCH-03'), async ({ tenant, arrange }) => {
  const members = await arrange.users(tenant, 2);
  const group = await arrange.group(tenant, members);

  for (const [what, value] of NOBODY) {
    const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value }]);

    expect(answer.status, `status of an add of ${what}`).toBeLessThan(500);
    const read = await tenant.scim.get(group.path);
    expect(valuesOf(bodyOf(read).members), `ids of the members after an add of ${what}`).toEqual(
      members.map(({ id }) => id).sort(),
    );
  }
});

test('a member patch changes neither name nor id', row('VAULT-GPATCH-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  const read = await tenant.scim.get(group.path);
  const { id, displayName } = bodyOf(read);
  expect({ id, displayName }, 'id and displayName').toEqual({ id: group.id, displayName: group.displayName });
});

test(
  'each of several adds in a row puts its user into the group',
  row('VAULT-GPATCH-01'),
  async ({ tenant, arrange }) => {
    const users = await arrange.users(tenant, 6);
    const group = await arrange.group(tenant);

    const answers = [];
    for (const { id } of users) {
      answers.push(await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: id }] }]));
    }

    for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(group.path);
    expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual(users.map(({ id }) => id).sort());
  },
);

test('an add after a refused one puts its user into the group', row('VAULT-GPATCH-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const add = (value: string) => [{ op: 'add', path: 'members', value: [{ value }] }];
  await arrange.during(() => tenant.scim.patch(group.path, add(randomUUID())));

  const answer = await tenant.scim.patch(group.path, add(user.id));

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([user.id]);
});

test("two adds in a row keep each other's users", row('VAULT-GPATCH-03'), async ({ tenant, arrange }) => {
  const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant);
  const add = (value: string) => [{ op: 'add', path: 'members', value: [{ value }] }];

  await tenant.scim.patch(group.path, add(first.id));
  await tenant.scim.patch(group.path, add(second.id));

  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toContain(first.id);
});

const LEAVING: [string, Removal][] = [
  [
    'a replace',
    async (tenant, { path }, user) => {
      const read = bodyOf(await tenant.scim.get(path));
      const others = valuesOf(read.members).filter((id) => id !== user.id);
      return tenant.scim.put(path, groupBody(String(read.displayName), others));
    },
  ],
  ['a value list', removeByValueList],
];

for (const [how, removal] of LEAVING) {
  test(
    `an add leaves out who was left out by ${how} before it`,
    row('VAULT-GPATCH-03'),
    async ({ tenant, arrange }) => {
      const [left, kept, added] = [await arrange.user(tenant), await arrange.user(tenant), await arrange.user(tenant)];
      const group = await arrange.group(tenant, [left, kept]);
      await arrange.during(() => removeMember(tenant, group, left, removal));
      const before = await tenant.scim.get(group.path);

      await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: added.id }] }]);

      const read = await tenant.scim.get(group.path);
      const others = valuesOf(bodyOf(read).members).filter((id) => id !== added.id);
      expect(others, 'ids of the members besides the added one').toEqual(valuesOf(bodyOf(before).members));
    },
  );
}

test(
  'add puts a user back into a group that it was removed from',
  row('VAULT-GPATCH-01'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    await arrange.during(() => removeMember(tenant, group, user));

    const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

    expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(group.path);
    expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([user.id]);
  },
);
