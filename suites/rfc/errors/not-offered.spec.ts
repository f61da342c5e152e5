import { bodyOf, expect, groupBody, idsOf, row, searchBody, sendBulk, test } from '../../../src/harness/index.ts';

test('an unknown endpoint answers 404', row('RFC7644-3.12-11'), async ({ tenant }) => {
  const answer = await tenant.scim.get('/NoSuchType');

  expect(answer).toHaveStatus(404);
});

test(
  'an optional operation that is not offered answers 501',
  row('RFC7644-3.12-15'),
  async ({ tenant, target, applies, arrange }) => {
    const config = target.discovery.serviceProviderConfig as { bulk?: { supported?: unknown } } | null;
    applies(config?.bulk?.supported !== true, 'bulk is offered');
    const name = arrange.unique('group');
    const before = await tenant.scim.get('/Groups');

    const refused = await sendBulk(tenant, [{ method: 'POST', path: '/Groups', bulkId: 'a', data: groupBody(name) }]);

    expect(refused).toHaveStatus(501);
    const after = await tenant.scim.get('/Groups');
    expect(bodyOf(after).totalResults, 'number of groups').toBe(bodyOf(before).totalResults);
  },
);

test('a server without bulk refuses /Bulk', row('RFC7644-3.7-02'), async ({ tenant, arrange }) => {
  const before = await tenant.scim.get('/Groups');

  const refused = await sendBulk(tenant, [
    { method: 'POST', path: '/Groups', bulkId: 'a', data: groupBody(arrange.unique('group')) },
  ]);

  expect(refused).toHaveStatus([501, 404, 405]);
  const after = await tenant.scim.get('/Groups');
  expect(bodyOf(after).totalResults, 'number of groups').toBe(bodyOf(before).totalResults);
});

test('501 marks what is not implemented at all', row('RFC9110-15.6.2-01'), async ({ tenant, applies }) => {
  const before = await tenant.scim.get('/Me');
  applies(before.status !== 200, 'the server offers /Me');

  const refused = await tenant.scim.delete('/Me');

  expect(refused).toHaveStatus([404, 405, 501]);
  const after = await tenant.scim.get('/Me');
  expect(after.status, 'status of a GET afterwards').toBe(before.status);
});

test('a server without /Me answers 501', row('RFC7644-3.11-01'), async ({ tenant, applies }) => {
  const answer = await tenant.scim.get('/Me');

  applies(answer.status !== 200 && answer.status !== 308, 'the server offers /Me');
  expect(answer).toHaveStatus(501);
});

test('a POST to .search creates nothing', row('RFC7644-3.4.3-02'), async ({ tenant, applies }) => {
  const before = await tenant.scim.list('/Users', { count: 1 });

  const answer = await tenant.scim.post('/Users/.search', searchBody({ count: 1 }));

  applies(answer.status !== 200, 'the server offers .search');
  expect(answer).toHaveStatus([404, 405, 501]);
  const after = await tenant.scim.list('/Users', { count: 1 });
  expect(bodyOf(after).totalResults, 'number of users').toBe(bodyOf(before).totalResults);
});

test('a query without a match is not an error', row('RFC7644-3.4.3-01'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.post('/Users/.search', searchBody({ filter: `userName eq "${user.userName}"` }));

  applies(![404, 405, 501].includes(answer.status), 'not offered here: search.post');
  expect(answer).toHaveStatus(200);
  expect(idsOf(answer), 'ids that the search finds').toEqual([user.id]);
});
