import { randomUUID } from 'node:crypto';
import {
  bodyOf,
  expect,
  idsOf,
  listed,
  listOf,
  row,
  stateOf,
  test,
  usersOfEachPast,
} from '../../../src/harness/index.ts';

test('the list of users holds every user of the client', row('VAULT-USER-10'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const users = [...(await arrange.users(tenant, 2)), await arrange.user(tenant, { active: false })];

  const list = await tenant.scim.list('/Users');

  expect(list).toHaveStatus(200);
  expect(idsOf(list), 'ids in the list').toEqual(users.map(({ id }) => id).sort());
});

test(
  'the list of users holds every user of the client, whatever was done to it',
  row('VAULT-USER-10'),
  async ({ arrange }) => {
    const tenant = await arrange.tenant();
    const users = await usersOfEachPast(arrange, tenant);

    const list = await tenant.scim.list('/Users');

    const ids = idsOf(list);
    expect(bodyOf(list).totalResults, 'totalResults').toBe(ids.length);
    for (const { id, path, past } of users) {
      expect(ids, `ids in the list, for a user ${past}`).toContain(id);
      // The oracles compare what the list shows with what the read shows.
      await tenant.scim.get(path);
    }
  },
);

test(
  'the list of users holds those whose names are like that of a deleted one',
  row('VAULT-USER-10'),
  async ({ arrange }) => {
    const tenant = await arrange.tenant();
    const deleted = await arrange.user(tenant);
    const { userName } = deleted;
    const former = arrange.unique('former');
    await arrange.during(() => tenant.scim.put(deleted.path, { ...deleted.sent, userName: former }));
    await arrange.during(() => tenant.scim.put(deleted.path, deleted.sent));
    const like = [former, `${userName}-2`, `${userName}@example.com`, userName.slice(0, -1), `x${userName}`];
    const others = [];
    for (const name of like) others.push(await arrange.user(tenant, { userName: name }));
    await arrange.during(() => tenant.scim.delete(deleted.path));

    const list = await tenant.scim.list('/Users');

    expect(listed(list), 'ids and total of the list').toEqual(listOf(...others));
  },
);

test('each user can be read by its id', row('VAULT-USER-11'), async ({ tenant, arrange }) => {
  const users = [await arrange.user(tenant), await arrange.user(tenant, { active: false })];

  for (const { id, path, sent } of users) {
    const answer = await tenant.scim.get(path);

    expect(answer).toHaveStatus(200);
    const { userName, externalId } = sent;
    expect(stateOf(answer), 'the user that is read').toMatchObject({ id, userName, externalId });
  }
});

test('an unknown user is answered as an error without data', row('VAULT-USER-12'), async ({ tenant }) => {
  const before = await tenant.scim.list('/Users');

  const answer = await tenant.scim.get(`/Users/${randomUUID()}`);

  expect(answer).toBeRefused();
  expect(bodyOf(answer).id, 'the id in the answer').toBeUndefined();
  const after = await tenant.scim.list('/Users');
  expect(after.body, 'the list of users').toEqual(before.body);
});

test(
  'the id of a group is answered below /Users as an error without data',
  row('VAULT-USER-12'),
  async ({ tenant, arrange }) => {
    const { id, path } = await arrange.group(tenant);
    const state = async () => [(await tenant.scim.get(path)).body, (await tenant.scim.get('/Users')).body];
    const before = await state();

    const answer = await tenant.scim.get(`/Users/${id}`);

    expect(answer).toBeRefused();
    expect(bodyOf(answer).id, 'the id in the answer').toBeUndefined();
    expect(await state(), 'the group and the list of users').toEqual(before);
  },
);

test('a user is read as before when lists and filters have shown it', row('VAULT-USER-11'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  await arrange.group(tenant, [user]);
  const before = await tenant.scim.get(user.path);
  const filter = `userName eq "${user.userName}"`;
  const queries = [
    {},
    { count: 1 },
    { filter },
    { filter: 'active eq true' },
    { attributes: 'userName' },
    { excludedAttributes: 'groups' },
    { filter, excludedAttributes: 'groups,externalId' },
  ];

  for (const query of queries) {
    await tenant.scim.list('/Users', query);

    const read = await tenant.scim.get(user.path);
    expect(read.body, 'the user after a list').toEqual(before.body);
  }
});
