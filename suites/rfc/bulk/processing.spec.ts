import {
  bodyOf,
  expect,
  failingOperations,
  foundByName,
  groupBody,
  isRefusedIn,
  readByName,
  row,
  sendBulk,
  statusOf,
  test,
  userBody,
  valuesOf,
} from '../../../src/harness/index.ts';

const SUCCESSES = [200, 201, 204];

test('a bulk request with a failing operation answers 200', row('RFC7644-3.7-14'), async ({ tenant, arrange }) => {
  const failing = await failingOperations(arrange, tenant);
  const name = arrange.unique('user');

  const answer = await sendBulk(tenant, [
    { method: 'POST', path: '/Users', bulkId: 'a', data: userBody(name) },
    failing.create,
  ]);

  expect(answer).toHaveStatus(200);
  expect(await foundByName(tenant.scim, '/Users', name), 'users of the other operation').toHaveLength(1);
});

test('operations around a failing one are carried out', row('RFC7644-3.7-15'), async ({ tenant, arrange }) => {
  const failing = await failingOperations(arrange, tenant);
  const [first, third] = [arrange.unique('user'), arrange.unique('user')];

  await sendBulk(tenant, [
    { method: 'POST', path: '/Users', bulkId: 'a', data: userBody(first) },
    failing.create,
    { method: 'POST', path: '/Users', bulkId: 'c', data: userBody(third) },
  ]);

  expect(await foundByName(tenant.scim, '/Users', first), 'users of the first operation').toHaveLength(1);
  expect(await foundByName(tenant.scim, '/Users', third), 'users of the third operation').toHaveLength(1);
});

test('changes go on after several failures', row('RFC7644-3.7-15'), async ({ tenant, arrange }) => {
  const failing = await failingOperations(arrange, tenant);
  const [changed, deleted] = [await arrange.user(tenant), await arrange.user(tenant)];

  await sendBulk(tenant, [
    failing.create,
    failing.replace,
    { method: 'PUT', path: changed.path, data: { ...changed.sent, active: false } },
    { method: 'DELETE', path: deleted.path },
  ]);

  expect(bodyOf(await tenant.scim.get(changed.path)).active, 'active of the changed user').toBe(false);
  expect(await tenant.scim.get(deleted.path), 'a read of the deleted user').toHaveStatus(404);
});

test('failOnErrors of 1 ends with the first failure', row('RFC7644-3.7-16'), async ({ tenant, arrange }) => {
  const failing = await failingOperations(arrange, tenant);
  const [name, deleted] = [arrange.unique('user'), await arrange.user(tenant)];
  const create = { method: 'POST', path: '/Users', bulkId: 'b', data: userBody(name) };
  const remove = { method: 'DELETE', path: deleted.path };

  const answer = await sendBulk(tenant, [failing.create, create, remove], { failOnErrors: 1 });

  const succeeded = [create, remove].filter((operation) => SUCCESSES.includes(statusOf(answer, operation)));
  expect(succeeded, 'later operations that are said to be done').toEqual([]);
  expect(await foundByName(tenant.scim, '/Users', name), 'users that a later operation creates').toEqual([]);
  expect(await tenant.scim.get(deleted.path), 'a read of who a later operation deletes').toHaveStatus(200);
});

test('failOnErrors of 2 ends with the second failure', row('RFC7644-3.7-16'), async ({ tenant, arrange }) => {
  const failing = await failingOperations(arrange, tenant);
  const [between, later] = [arrange.unique('user'), arrange.unique('user')];

  await sendBulk(
    tenant,
    [
      failing.create,
      { method: 'POST', path: '/Users', bulkId: 'b', data: userBody(between) },
      failing.replace,
      { method: 'POST', path: '/Users', bulkId: 'd', data: userBody(later) },
    ],
    { failOnErrors: 2 },
  );

  expect(await foundByName(tenant.scim, '/Users', between), 'users created before the second failure').toHaveLength(1);
  expect(await foundByName(tenant.scim, '/Users', later), 'users created after it').toEqual([]);
});

test('operations on one resource take effect in their order', row('RFC7644-3.7-18'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const names = [arrange.unique('group'), arrange.unique('group'), arrange.unique('group')];

  await sendBulk(
    tenant,
    names.map((name) => ({ method: 'PUT', path: group.path, data: groupBody(name) })),
  );

  const { displayName } = bodyOf(await tenant.scim.get(group.path));
  expect(displayName === names.at(-1), 'whether the last name stays').toBe(true);
});

test(
  'a group whose member is created later has the member, or is refused',
  row('RFC7644-3.7-18'),
  async ({ tenant, arrange }) => {
    const [groupName, userName] = [arrange.unique('group'), arrange.unique('user')];
    const create = { method: 'POST', path: '/Groups', bulkId: 'g', data: groupBody(groupName, ['bulkId:u']) };

    const answer = await sendBulk(tenant, [
      create,
      { method: 'POST', path: '/Users', bulkId: 'u', data: userBody(userName) },
    ]);

    const [user] = await foundByName(tenant.scim, '/Users', userName);
    const groups = await foundByName(tenant.scim, '/Groups', groupName);
    const members = valuesOf(bodyOf(await readByName(tenant.scim, '/Groups', groupName)).members);
    const isRefused = isRefusedIn(answer, create);
    expect({ groups: groups.length, members }, 'groups of that name, and the members of the first').toEqual(
      isRefused ? { groups: 0, members: [] } : { groups: 1, members: [String(user?.id)] },
    );
  },
);
