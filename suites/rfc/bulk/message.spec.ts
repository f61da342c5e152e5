import {
  bodyOf,
  bulkBody,
  expect,
  foundByName,
  row,
  sendBulk,
  supportedIn,
  test,
  userBody,
} from '../../../src/harness/index.ts';

const REFUSALS = { status: 400, scimTypeIfAny: ['invalidSyntax', 'invalidValue'] };

test('the configuration announces whether bulk is offered', row('RFC7644-3.7-01'), async ({ tenant, observe }) => {
  const answer = await tenant.scim.get('/ServiceProviderConfig');

  observe(`bulk.supported is ${String(supportedIn(answer, 'bulk'))}`);
});

for (const [what, schemas] of [
  ['without schemas', {}],
  ['of another schema', { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'] }],
] as const) {
  test(`a bulk request ${what} is refused`, row('RFC7644-3.7-03'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const before = await tenant.scim.get(user.path);

    const { schemas: _own, ...message } = bulkBody([{ method: 'DELETE', path: user.path }]);
    const refused = await tenant.scim.post('/Bulk', { ...schemas, ...message });

    expect(refused).toBeScimError(REFUSALS);
    const after = await tenant.scim.get(user.path);
    expect(after.body, 'the user afterwards').toEqual(before.body);
  });
}

test('a bulk answer names its message schema', row('RFC7644-3.7-04'), async ({ tenant, arrange }) => {
  const name = arrange.unique('user');

  const answer = await sendBulk(tenant, [{ method: 'POST', path: '/Users', bulkId: 'a', data: userBody(name) }]);

  expect(bodyOf(answer).schemas, 'schemas of the answer').toEqual([
    'urn:ietf:params:scim:api:messages:2.0:BulkResponse',
  ]);
  expect(await foundByName(tenant.scim, '/Users', name), 'users of that name').toHaveLength(1);
});

test('failOnErrors does not come back', row('RFC7644-3.7-05'), async ({ tenant, arrange }) => {
  const name = arrange.unique('user');

  const answer = await sendBulk(tenant, [{ method: 'POST', path: '/Users', bulkId: 'a', data: userBody(name) }], {
    failOnErrors: 1,
  });

  expect(answer).toHaveStatus(200);
  expect(bodyOf(answer).failOnErrors, 'failOnErrors of the answer').toBeUndefined();
  expect(await foundByName(tenant.scim, '/Users', name), 'users of that name').toHaveLength(1);
});

test('a bulk request without Operations is refused', row('RFC7644-3.7-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const { Operations: _left, ...message } = bulkBody([]);

  const refused = await tenant.scim.post('/Bulk', message);

  expect(refused).toBeScimError(REFUSALS);
  expect(await tenant.scim.get(user.path), 'a read afterwards').toHaveStatus(200);
});

test('a bulk answer holds Operations', row('RFC7644-3.7-06'), async ({ tenant, arrange }) => {
  const name = arrange.unique('user');

  const answer = await sendBulk(tenant, [{ method: 'POST', path: '/Users', bulkId: 'a', data: userBody(name) }]);

  expect(Array.isArray(bodyOf(answer).Operations), 'whether Operations is an array').toBe(true);
  expect(await foundByName(tenant.scim, '/Users', name), 'users of that name').toHaveLength(1);
});
