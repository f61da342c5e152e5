import { randomUUID } from 'node:crypto';
import { bodyOf, expect, idsOf, row, stateOf, test } from '../../../src/harness/index.ts';

test('the list of groups holds every group of the client', row('VAULT-GROUP-13'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  const groups = [
    await arrange.group(tenant),
    await arrange.group(tenant, [user]),
    await arrange.group(tenant, [user]),
  ];

  const list = await tenant.scim.list('/Groups');

  expect(list).toHaveStatus(200);
  expect(idsOf(list), 'ids in the list').toEqual(groups.map(({ id }) => id).sort());
});

test('a group can be read by its id', row('VAULT-GROUP-14'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  await arrange.group(tenant);

  const answer = await tenant.scim.get(group.path);

  expect(answer).toHaveStatus(200);
  expect(stateOf(answer), 'the group that is read').toMatchObject({
    id: group.id,
    displayName: group.displayName,
    members: [],
  });
});

test(
  'a group whose members are all deleted can be read, with its name and policies',
  row('VAULT-GROUP-14'),
  async ({ tenant, vault, arrange }) => {
    const users = await arrange.users(tenant, 2);
    const group = await arrange.group(tenant, users);
    const path = `identity/group/id/${group.id}`;
    await arrange.during(() => vault.writeOrThrow('set policies on a group', path, { policies: ['vsc-first'] }));
    for (const user of users) await arrange.during(() => tenant.scim.delete(user.path));

    const answer = await tenant.scim.get(group.path);

    expect(answer).toHaveStatus(200);
    expect(bodyOf(answer).displayName, 'displayName that is read').toBe(group.displayName);
    const stored = await vault.read(path);
    expect(stored.data?.policies, 'policies of the Vault group').toEqual(['vsc-first']);
  },
);

test('an unknown group is answered as an error without data', row('VAULT-GROUP-15'), async ({ tenant }) => {
  const before = await tenant.scim.list('/Groups');

  const answer = await tenant.scim.get(`/Groups/${randomUUID()}`);

  expect(answer).toBeRefused();
  expect(bodyOf(answer).id, 'the id in the answer').toBeUndefined();
  const after = await tenant.scim.list('/Groups');
  expect(after.body, 'the list of groups').toEqual(before.body);
});

test(
  'the id of a user is answered below /Groups as an error without data',
  row('VAULT-GROUP-15'),
  async ({ tenant, arrange }) => {
    const { id, path } = await arrange.user(tenant);
    const state = async () => [(await tenant.scim.get(path)).body, (await tenant.scim.get('/Groups')).body];
    const before = await state();

    const answer = await tenant.scim.get(`/Groups/${id}`);

    expect(answer).toBeRefused();
    expect(bodyOf(answer).id, 'the id in the answer').toBeUndefined();
    expect(await state(), 'the user and the list of groups').toEqual(before);
  },
);

test('a group is read as before when lists and filters have shown it', row('VAULT-GROUP-14'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const group = await arrange.group(tenant, await arrange.users(tenant, 2));
  const before = await tenant.scim.get(group.path);
  const filter = `displayName eq "${group.displayName}"`;
  const queries = [
    {},
    { count: 1 },
    { filter },
    { attributes: 'displayName' },
    { excludedAttributes: 'members' },
    { filter, excludedAttributes: 'members' },
  ];

  for (const query of queries) {
    await tenant.scim.list('/Groups', query);

    const read = await tenant.scim.get(group.path);
    expect(read.body, 'the group after a list').toEqual(before.body);
  }
});
