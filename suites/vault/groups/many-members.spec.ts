import { bodyOf, expect, groupBody, idOf, many, resourcesOf, row, test, valuesOf } from '../../../src/harness/index.ts';

// In one worker, which then provisions one crowd.
test.describe.configure({ mode: 'default' });

test('each of 101 members is given by its id', row('VAULT-GROUP-04'), async ({ arrange }) => {
  const { tenant, users } = await arrange.crowd();
  const group = await arrange.group(tenant, [...users]);

  const read = await tenant.scim.get(group.path);
  const list = await tenant.scim.list('/Groups');

  const ids = users.map(({ id }) => id).sort();
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual(ids);
  const shown = resourcesOf(list).find(({ id }) => id === group.id);
  expect(valuesOf(shown?.members), 'ids of the members in a list').toEqual(ids);
});

test('a group can be created with 101 members', row('VAULT-GROUP-03'), async ({ arrange }) => {
  const { tenant, users } = await arrange.crowd();
  const ids = users.map(({ id }) => id).sort();

  const answer = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), ids));

  expect(answer).toHaveStatus(201);
  const read = await tenant.scim.get(`/Groups/${idOf(answer)}`);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual(ids);
});

test('a replace puts 101 members into a group', row('VAULT-GROUP-17'), async ({ arrange }) => {
  const { tenant, users } = await arrange.crowd();
  const ids = users.map(({ id }) => id).sort();
  const group = await arrange.group(tenant);

  const answer = await tenant.scim.put(group.path, groupBody(group.displayName, ids));

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual(ids);
});

test('a patch adds 101 members', row('VAULT-GPATCH-02'), async ({ arrange }) => {
  const { tenant, users } = await arrange.crowd();
  const ids = users.map(({ id }) => id).sort();
  const group = await arrange.group(tenant);

  const answer = await tenant.scim.patch(group.path, [
    { op: 'add', path: 'members', value: ids.map((value) => ({ value })) },
  ]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual(ids);
});

test('a value list takes 101 members out', row('VAULT-GPATCH-04'), async ({ arrange }) => {
  const { tenant, users } = await arrange.crowd();
  const group = await arrange.group(tenant, [...users]);
  const value = users.map(({ id }) => ({ value: id }));

  const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([]);
});

test('value filters take members out of 101 at any place', row('VAULT-GPATCH-06'), async ({ arrange }) => {
  const { tenant, users } = await arrange.crowd();
  const group = await arrange.group(tenant, [...users]);
  const removed = [100, 50, 10, 0].map((place) => users[place]?.id ?? '');

  for (const id of removed) {
    const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${id}"]` }]);

    expect(answer).toHaveStatus([200, 204]);
  }

  const left = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
  expect(
    left.filter((id) => removed.includes(id)),
    'ids of the removed members that are left',
  ).toEqual([]);
});

test("a user's groups name all of 25 groups", row('VAULT-USER-22'), async ({ arrange }) => {
  // The groups go with their client, by one request.
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  const groups = await many(25, () => arrange.group(tenant, [user]));

  const answer = await tenant.scim.get(user.path);

  expect(valuesOf(bodyOf(answer).groups), 'ids of the groups').toEqual(groups.map(({ id }) => id).sort());
});
