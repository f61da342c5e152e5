import {
  type ArrangedUser,
  type BulkOperation,
  bulkResults,
  expect,
  foundByName,
  isRefusedIn,
  row,
  sendBulk,
  test,
  userBody,
} from '../../../src/harness/index.ts';

const REFUSED = 'whether the operation, or the whole request, is refused';

/** Operations that lack what they need, on a user who has to stay as he is. */
const INCOMPLETE: [id: string, what: string, operation: (user: ArrangedUser) => BulkOperation][] = [
  ['RFC7644-3.7-07', 'an operation without a method', ({ path, sent }) => ({ path, data: { ...sent, active: false } })],
  ['RFC7644-3.7-07', 'an operation with the method GET', ({ path }) => ({ method: 'GET', path })],
  ['RFC7644-3.7-09', 'a DELETE without a path', () => ({ method: 'DELETE' })],
  // Not a DELETE of the endpoint: a server that takes it would lose users that are not the test's.
  ['RFC7644-3.7-09', 'a PUT to all users', ({ sent }) => ({ method: 'PUT', path: '/Users', data: sent })],
  ['RFC7644-3.7-10', 'a PUT without data', ({ path }) => ({ method: 'PUT', path })],
  ['RFC7644-3.7-10', 'a PATCH without data', ({ path }) => ({ method: 'PATCH', path })],
];

for (const [id, what, operationOn] of INCOMPLETE) {
  test(`${what} is refused`, row(id as 'RFC7644-3.7-07'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const before = await tenant.scim.get(user.path);
    const operation = operationOn(user);

    const answer = await sendBulk(tenant, [operation]);

    expect(isRefusedIn(answer, operation), REFUSED).toBe(true);
    const after = await tenant.scim.get(user.path);
    expect(after.body, 'the user afterwards').toEqual(before.body);
  });
}

test('a POST to one user is refused', row('RFC7644-3.7-09'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const name = arrange.unique('user');
  const operation = { method: 'POST', path: user.path, bulkId: 'a', data: userBody(name) };

  const answer = await sendBulk(tenant, [operation]);

  expect(isRefusedIn(answer, operation), REFUSED).toBe(true);
  expect(await foundByName(tenant.scim, '/Users', name), 'users of the name in the data').toEqual([]);
  expect(await foundByName(tenant.scim, '/Users', user.userName), 'users of the old name').toHaveLength(1);
});

test('a POST without data is refused', row('RFC7644-3.7-10'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const operation = { method: 'POST', path: '/Users', bulkId: 'a' };

  const answer = await sendBulk(tenant, [operation]);

  expect(isRefusedIn(answer, operation), REFUSED).toBe(true);
  expect(await tenant.scim.get(user.path), 'a read afterwards').toHaveStatus(200);
});

test('each result names the method', row('RFC7644-3.7-07'), async ({ tenant, arrange }) => {
  const [changed, deleted] = [await arrange.user(tenant), await arrange.user(tenant)];

  const answer = await sendBulk(tenant, [
    { method: 'POST', path: '/Users', bulkId: 'a', data: userBody(arrange.unique('user')) },
    { method: 'PUT', path: changed.path, data: { ...changed.sent, active: false } },
    { method: 'DELETE', path: deleted.path },
  ]);

  expect(
    bulkResults(answer)
      .map(({ method }) => String(method))
      .sort(),
    'methods of the results',
  ).toEqual(['DELETE', 'POST', 'PUT']);
  expect(await tenant.scim.get(deleted.path), 'a read of who was deleted').toHaveStatus(404);
});

test('a POST without a bulkId is refused, or carried out', row('RFC7644-3.7-08'), async ({ tenant, arrange }) => {
  const name = arrange.unique('user');
  const operation = { method: 'POST', path: '/Users', data: userBody(name) };

  const answer = await sendBulk(tenant, [operation]);

  const isRefused = isRefusedIn(answer, operation);
  const created = await foundByName(tenant.scim, '/Users', name);
  expect({ isRefused, users: created.length }, 'what is said and what is done').toEqual({
    isRefused,
    users: isRefused ? 0 : 1,
  });
});
