import {
  bodyOf,
  bulkResults,
  differences,
  expect,
  failingOperations,
  resultOf,
  row,
  sendBulk,
  statusOf,
  test,
  userBody,
} from '../../../src/harness/index.ts';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const UNKNOWN = '/Users/00000000-0000-4000-8000-000000000000';

test(
  'each result but that of a failed POST has the location of its resource',
  row('RFC7644-3.7-11'),
  async ({ tenant, arrange }) => {
    const failing = await failingOperations(arrange, tenant);
    const [changed, deleted] = [await arrange.user(tenant), await arrange.user(tenant)];
    const data = userBody(arrange.unique('user'));
    const create = { method: 'POST', path: '/Users', bulkId: 'a', data };
    const replace = { method: 'PUT', path: changed.path, data: { ...changed.sent, active: false } };
    const remove = { method: 'DELETE', path: deleted.path };

    const answer = await sendBulk(tenant, [create, replace, remove, failing.replace, failing.create]);

    const resources = [replace, remove, failing.replace].map((operation) => ({ operation, path: operation.path }));
    expect(
      resources.map(({ operation, path }) => String(resultOf(answer, operation).location).slice(-path.length)),
      'ends of the locations',
    ).toEqual(resources.map(({ path }) => path));
    const id = String(resultOf(answer, create).location).split('/').at(-1);
    const read = await tenant.scim.get(`/Users/${id}`);
    expect(bodyOf(read).userName, 'userName at the location of the new user').toBe(data.userName);
  },
);

test('the result of a failed operation holds the error', row('RFC7644-3.7-12'), async ({ tenant, arrange }) => {
  const failing = await failingOperations(arrange, tenant);
  const operations = [failing.create, failing.replace];

  const answer = await sendBulk(tenant, operations);

  expect(
    operations.map((operation) => resultOf(answer, operation).response),
    'error messages of the results',
  ).toEqual(
    operations.map((operation) =>
      expect.objectContaining({ schemas: [ERROR], status: String(statusOf(answer, operation)) }),
    ),
  );
  const read = await tenant.scim.get(failing.user.path);
  expect(bodyOf(read).userName, 'userName after the failed replace').toBe(failing.user.userName);
});

test(
  'the result of a success may leave the resource out',
  row('RFC7644-3.7-13'),
  async ({ tenant, arrange, types, observe }) => {
    const user = await arrange.user(tenant);
    const replace = { method: 'PUT', path: user.path, data: { ...user.sent, active: false } };

    const answer = await sendBulk(tenant, [replace]);

    const { response } = resultOf(answer, replace);
    const read = await tenant.scim.get(user.path);
    const isAlike = differences(read.body, response, types.user).length === 0;
    observe(`the result of a PUT shows the resource: ${response !== undefined}, and as a read does: ${isAlike}`);
  },
);

test('the result of a POST carries its bulkId', row('RFC7644-3.7-17'), async ({ tenant, arrange }) => {
  const [first, second] = [userBody(arrange.unique('user')), userBody(arrange.unique('user'))];

  const answer = await sendBulk(tenant, [
    { method: 'POST', path: '/Users', bulkId: 'zeta', data: first },
    { method: 'POST', path: '/Users', bulkId: 'alpha', data: second },
  ]);

  const readOf = (bulkId: string) => {
    const result = bulkResults(answer).find((one) => one.bulkId === bulkId);
    const location = String(result?.location ?? result?.response?.id ?? 'none');
    return tenant.scim.get(`/Users/${location.split('/').at(-1)}`);
  };
  expect(bodyOf(await readOf('zeta')).userName, 'userName behind the first bulkId').toBe(first.userName);
  expect(bodyOf(await readOf('alpha')).userName, 'userName behind the second bulkId').toBe(second.userName);
});

test('every operation has a result', row('RFC7644-3.7.3-01'), async ({ tenant, arrange }) => {
  const failing = await failingOperations(arrange, tenant);
  const [changed, deleted] = [await arrange.user(tenant), await arrange.user(tenant)];

  const answer = await sendBulk(tenant, [
    failing.create,
    { method: 'POST', path: '/Users', bulkId: 'a', data: userBody(arrange.unique('user')) },
    failing.replace,
    { method: 'PUT', path: changed.path, data: { ...changed.sent, active: false } },
    { method: 'DELETE', path: deleted.path },
  ]);

  expect(bulkResults(answer), 'results').toHaveLength(5);
  expect(await tenant.scim.get(deleted.path), 'a read of who was deleted').toHaveStatus(404);
});

test('each result has the status of a single request', row('RFC7644-3.7.3-02'), async ({ tenant, arrange }) => {
  const failing = await failingOperations(arrange, tenant);
  const [changed, deleted] = [await arrange.user(tenant), await arrange.user(tenant)];
  const [changedSingly, deletedSingly] = [await arrange.user(tenant), await arrange.user(tenant)];
  const singly = [
    await tenant.scim.post('/Users', userBody(arrange.unique('user'))),
    await tenant.scim.put(changedSingly.path, { ...changedSingly.sent, active: false }),
    await tenant.scim.delete(deletedSingly.path),
    await tenant.scim.post('/Users', failing.create.data),
    await tenant.scim.put(failing.user.path, failing.replace.data),
    await tenant.scim.delete(UNKNOWN),
  ];
  const operations = [
    { method: 'POST', path: '/Users', bulkId: 'a', data: userBody(arrange.unique('user')) },
    { method: 'PUT', path: changed.path, data: { ...changed.sent, active: false } },
    { method: 'DELETE', path: deleted.path },
    failing.create,
    failing.replace,
    { method: 'DELETE', path: UNKNOWN },
  ];

  const answer = await sendBulk(tenant, operations);

  expect(
    operations.map((operation) => statusOf(answer, operation)),
    'statuses of the results, and of single requests',
  ).toEqual(singly.map(({ status }) => status));
  expect(await tenant.scim.get(deleted.path), 'a read of who was deleted').toHaveStatus(404);
});

test('the result of a failed operation says why in words', row('RFC7644-3.7.3-03'), async ({ tenant, arrange }) => {
  const failing = await failingOperations(arrange, tenant);
  const operations = [failing.create, failing.replace];

  const answer = await sendBulk(tenant, operations);

  const words = operations.map((operation) => {
    const { response, status } = resultOf(answer, operation);
    const { description } = (typeof status === 'object' && status !== null ? status : {}) as { description?: unknown };
    return String(response?.detail ?? description ?? '').trim();
  });
  expect(words, 'descriptions of the errors').not.toContain('');
  const read = await tenant.scim.get(failing.user.path);
  expect(bodyOf(read).userName, 'userName after the failed replace').toBe(failing.user.userName);
});
