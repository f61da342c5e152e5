import { bodyOf, expect, metaOf, resourcesOf, row, test } from '../../../src/harness/index.ts';

const CONFIG = '/ServiceProviderConfig';
const URN = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';

type Feature = { supported?: unknown; maxOperations?: unknown; maxPayloadSize?: unknown; maxResults?: unknown };

test('the configuration names its schema', row('RFC7644-4-01'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  expect(answer).toHaveStatus(200);
  expect(bodyOf(answer).schemas, 'schemas of the configuration').toEqual([URN]);
});

test('the configuration is a single object', row('RFC7644-4-02'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  const { patch, bulk, filter, Resources } = bodyOf(answer);
  expect(
    { patch: typeof patch, bulk: typeof bulk, filter: typeof filter, Resources: typeof Resources },
    'top level of the configuration',
  ).toEqual({ patch: 'object', bulk: 'object', filter: 'object', Resources: 'undefined' });
});

test('the configuration endpoint has a singular name', row('RFC7644-3.2-07'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  expect(answer).toHaveStatus(200);
});

test('patch.supported is a boolean', row('RFC7643-5-01'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  const patch = bodyOf(answer).patch as Feature | undefined;
  expect(typeof patch?.supported, 'type of patch.supported').toBe('boolean');
});

test('bulk.supported is a boolean', row('RFC7643-5-02'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  const bulk = bodyOf(answer).bulk as Feature | undefined;
  expect(typeof bulk?.supported, 'type of bulk.supported').toBe('boolean');
});

test('filter.supported is a boolean', row('RFC7643-5-03'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  const filter = bodyOf(answer).filter as Feature | undefined;
  expect(typeof filter?.supported, 'type of filter.supported').toBe('boolean');
});

test('changePassword.supported is a boolean', row('RFC7643-5-04'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  const changePassword = bodyOf(answer).changePassword as Feature | undefined;
  expect(typeof changePassword?.supported, 'type of changePassword.supported').toBe('boolean');
});

test('sort.supported is a boolean', row('RFC7643-5-05'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  const sort = bodyOf(answer).sort as Feature | undefined;
  expect(typeof sort?.supported, 'type of sort.supported').toBe('boolean');
});

test('etag.supported is a boolean', row('RFC7643-5-06'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  const etag = bodyOf(answer).etag as Feature | undefined;
  expect(typeof etag?.supported, 'type of etag.supported').toBe('boolean');
});

test('the limits of bulk are integers', row('RFC7643-5-07', 'RFC7644-3.7.4-01'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  const bulk = bodyOf(answer).bulk as Feature | undefined;
  expect(
    [bulk?.maxOperations, bulk?.maxPayloadSize].map(Number.isInteger),
    'maxOperations and maxPayloadSize are integers',
  ).toEqual([true, true]);
});

test('filter.maxResults is an integer', row('RFC7643-5-08'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  const filter = bodyOf(answer).filter as Feature | undefined;
  expect(Number.isInteger(filter?.maxResults), 'filter.maxResults is an integer').toBe(true);
});

test('meta of the configuration, where given, is its own', row('RFC7643-5-16'), async ({ tenant, applies }) => {
  const answer = await tenant.scim.get(CONFIG);

  applies(bodyOf(answer).meta !== undefined, 'the configuration has no meta');
  expect(metaOf(answer.body, 'resourceType'), 'meta.resourceType of the configuration').toBe('ServiceProviderConfig');
  expect(metaOf(answer.body, 'location'), 'meta.location of the configuration').toMatch(/\/ServiceProviderConfig$/);
});

test('URLs of the configuration are HTTP URLs', row('RFC7643-5-15'), async ({ tenant, applies }) => {
  const answer = await tenant.scim.get(CONFIG);

  const url = bodyOf(answer).documentationUri;
  applies(url !== undefined, 'the configuration has no documentationUri');
  expect(String(url), 'documentationUri').toMatch(/^https?:\/\//);
});

test('the configuration cannot be changed', row('RFC7643-5-17'), async ({ tenant }) => {
  const before = await tenant.scim.get(CONFIG);

  const refused = await tenant.scim.put(CONFIG, { ...bodyOf(before), documentationUri: 'https://example.com/changed' });

  expect(refused).toHaveStatus([403, 404, 405, 501]);
  const after = await tenant.scim.get(CONFIG);
  expect(after.body, 'the configuration afterwards').toEqual(before.body);
});

test(
  'no list holds more resources than filter.maxResults',
  row('RFC7643-5-09'),
  async ({ tenant, arrange, applies }) => {
    const { filter } = bodyOf(await tenant.scim.get(CONFIG)) as { filter?: Feature };
    const most = Number(filter?.maxResults);
    applies(most > 0, 'the configuration names no maxResults');
    await arrange.users(tenant, 3);

    const list = await tenant.scim.list('/Users');

    expect(resourcesOf(list).length <= most, `whether a list holds at most ${most} users`).toBe(true);
  },
);
