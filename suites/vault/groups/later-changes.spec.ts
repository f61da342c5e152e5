import { bodyOf, expect, groupBody, idOf, row, type Tenant, test, valuesOf } from '../../../src/harness/index.ts';

test('a replace changes displayName and members together', row('VAULT-GROUP-18'), async ({ tenant, arrange }) => {
  const [left, added] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [left]);
  const displayName = arrange.unique('renamed');

  const answer = await tenant.scim.put(group.path, groupBody(displayName, [added.id]));

  expect(answer).toHaveStatus([200, 204]);
  const read = bodyOf(await tenant.scim.get(group.path));
  expect([read.displayName, valuesOf(read.members)], 'displayName and members').toEqual([displayName, [added.id]]);
});

const FREED = {
  'a replace gave up': ({ scim }: Tenant, path: string, other: string) => scim.put(path, groupBody(other)),
  'a deleted group had': ({ scim }: Tenant, path: string, _other: string) => scim.delete(path),
};

for (const [how, free] of Object.entries(FREED)) {
  test(`a displayName that ${how} can be given to a new group`, row('VAULT-GROUP-01'), async ({ tenant, arrange }) => {
    const former = await arrange.group(tenant);
    await arrange.during(() => free(tenant, former.path, arrange.unique('renamed')));

    const answer = await tenant.scim.post('/Groups', groupBody(former.displayName));

    expect(answer).toHaveStatus(201);
    const read = await tenant.scim.get(`/Groups/${idOf(answer)}`);
    expect(bodyOf(read).displayName, 'displayName of the new group').toBe(former.displayName);
  });

  test(`a group can be renamed to a displayName that ${how}`, row('VAULT-GROUP-16'), async ({ tenant, arrange }) => {
    const [former, group] = [await arrange.group(tenant), await arrange.group(tenant)];
    await arrange.during(() => free(tenant, former.path, arrange.unique('renamed')));

    const answer = await tenant.scim.put(group.path, groupBody(former.displayName));

    expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(group.path);
    expect(bodyOf(read).displayName, 'displayName of the renamed group').toBe(former.displayName);
  });
}

test('a renamed group can be deleted', row('VAULT-GROUP-22'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  await arrange.during(() => tenant.scim.put(group.path, groupBody(arrange.unique('renamed'))));

  const answer = await tenant.scim.delete(group.path);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(read, 'a read of the deleted group').toBeRefused();
});

test('a member can be removed from a renamed group', row('VAULT-GPATCH-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  await arrange.during(() => tenant.scim.put(group.path, groupBody(arrange.unique('renamed'), [user.id])));

  const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value: [{ value: user.id }] }]);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([]);
});

test('a second replace changes the displayName again', row('VAULT-GROUP-16'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const displayName = arrange.unique('second');
  await arrange.during(() => tenant.scim.put(group.path, groupBody(arrange.unique('first'))));

  const answer = await tenant.scim.put(group.path, groupBody(displayName));

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(bodyOf(read).displayName, 'displayName that is read').toBe(displayName);
});

test(
  'a group that is created under the name of a deleted one has all members that are sent',
  row('VAULT-GROUP-03'),
  async ({ tenant, arrange }) => {
    const users = await arrange.users(tenant, 3);
    const former = await arrange.group(tenant, users.slice(0, 2));
    await arrange.during(() => tenant.scim.delete(former.path));
    const ids = users.slice(1).map(({ id }) => id);

    const answer = await tenant.scim.post('/Groups', groupBody(former.displayName, ids));

    expect(answer).toHaveStatus(201);
    const read = await tenant.scim.get(`/Groups/${idOf(answer)}`);
    expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual(ids.sort());
  },
);

type Taken = { displayName: string };

const REFUSED: Record<string, (group: Taken, taken: Taken) => Record<string, unknown>> = {
  'for its members': ({ displayName }) => groupBody(displayName, [displayName]),
  'for a taken displayName': (_, { displayName }) => groupBody(displayName),
};

for (const [why, bodyFor] of Object.entries(REFUSED)) {
  test(`a replace after one that was refused ${why} is made`, row('VAULT-GROUP-16'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const [group, other] = [await arrange.group(tenant), await arrange.group(tenant)];
    const displayName = arrange.unique('renamed');
    await arrange.during(() => tenant.scim.put(group.path, bodyFor(group, other)));

    const answer = await tenant.scim.put(group.path, groupBody(displayName, [user.id]));

    expect(answer).toHaveStatus([200, 204]);
    const read = bodyOf(await tenant.scim.get(group.path));
    expect([read.displayName, valuesOf(read.members)], 'displayName and members').toEqual([displayName, [user.id]]);
  });
}
