import { randomUUID } from 'node:crypto';
import {
  bodyOf,
  expect,
  groupBody,
  idOf,
  resourcesOf,
  row,
  test,
  usersOfShortPasts,
  valuesOf,
} from '../../../src/harness/index.ts';

test('a replace changes the displayName', row('VAULT-GROUP-16'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const displayName = arrange.unique('renamed');

  const answer = await tenant.scim.put(group.path, groupBody(displayName));

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(bodyOf(read).displayName, 'displayName that is read').toBe(displayName);
});

const RENAMES: [string, (name: string) => string][] = [
  ['in its letter case only', (name) => name.toUpperCase()],
  ['by one character', (name) => `${name}0`],
];

for (const [how, other] of RENAMES) {
  test(`a replace changes the displayName ${how}`, row('VAULT-GROUP-16'), async ({ tenant, arrange }) => {
    const group = await arrange.group(tenant);
    const displayName = other(group.displayName);

    const answer = await tenant.scim.put(group.path, groupBody(displayName));

    expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(group.path);
    expect(bodyOf(read).displayName, 'displayName that is read').toBe(displayName);
  });
}

test('a replace adds the members that are new, of any past', row('VAULT-GROUP-17'), async ({ tenant, arrange }) => {
  const users = [await arrange.user(tenant), ...(await usersOfShortPasts(arrange, tenant))];
  const ids = users.map(({ id }) => id);
  const group = await arrange.group(tenant, users.slice(0, 1));

  const answer = await tenant.scim.put(group.path, groupBody(group.displayName, ids));

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual(ids.sort());
});

test('a replace removes the members that are no longer sent', row('VAULT-GROUP-18'), async ({ tenant, arrange }) => {
  const users = await arrange.users(tenant, 3);
  const ids = users.map(({ id }) => id);
  const group = await arrange.group(tenant, users);

  const answer = await tenant.scim.put(group.path, groupBody(group.displayName, ids.slice(1)));

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual(ids.slice(1).sort());
});

test('a replace with an empty member list empties the group', row('VAULT-GROUP-19'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant, await arrange.users(tenant, 2));

  const answer = await tenant.scim.put(group.path, groupBody(group.displayName, []));

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([]);
});

test('a replace keeps the id of the group', row('VAULT-GROUP-20'), async ({ tenant, arrange }) => {
  const displayName = arrange.unique('renamed');
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answer = await tenant.scim.put(group.path, groupBody(displayName, [user.id]));

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(idOf(read), 'the id that is read').toBe(group.id);
  const named = resourcesOf(await tenant.scim.list('/Groups')).filter((one) => one.displayName === displayName);
  expect(
    named.map(({ id }) => id),
    'ids of the name in the list',
  ).toEqual([group.id]);
});

test('a replace of an unknown group creates nothing', row('VAULT-GROUP-21'), async ({ tenant, arrange }) => {
  const before = await tenant.scim.list('/Groups');

  const answer = await tenant.scim.put(`/Groups/${randomUUID()}`, groupBody(arrange.unique('group')));

  expect(answer).toBeRefused();
  const after = await tenant.scim.list('/Groups');
  expect(after.body, 'the list of groups').toEqual(before.body);
});

test('a replace puts a user back that an earlier one left out', row('VAULT-GROUP-17'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  await arrange.during(() => tenant.scim.put(group.path, groupBody(group.displayName)));

  const answer = await tenant.scim.put(group.path, groupBody(group.displayName, [user.id]));

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([user.id]);
});

test('a replace of a deleted group creates nothing', row('VAULT-GROUP-21'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant, [await arrange.user(tenant)]);
  await arrange.during(() => tenant.scim.delete(group.path));
  const before = await tenant.scim.list('/Groups');

  const answer = await tenant.scim.put(group.path, group.sent);

  expect(answer).toBeRefused();
  const after = await tenant.scim.list('/Groups');
  expect(after.body, 'the list of groups').toEqual(before.body);
});

test(
  'a replace of a deleted group leaves the one that has its displayName now',
  row('VAULT-GROUP-21'),
  async ({ tenant, arrange }) => {
    const member = await arrange.user(tenant);
    const deleted = await arrange.group(tenant, [member]);
    await arrange.during(() => tenant.scim.delete(deleted.path));
    await arrange.group(tenant, [member], deleted.displayName);
    const before = await tenant.scim.list('/Groups');

    const answer = await tenant.scim.put(deleted.path, groupBody(deleted.displayName, []));

    expect(answer).toBeRefused();
    const after = await tenant.scim.list('/Groups');
    expect(after.body, 'the list of groups').toEqual(before.body);
  },
);
