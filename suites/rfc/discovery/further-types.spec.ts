import { bodyOf, expect, resourcesOf, row, test } from '../../../src/harness/index.ts';

test(
  'a further resource type is served under the plural of its name',
  row('RFC7644-3.2-03'),
  async ({ tenant, applies }) => {
    const resourceTypes = resourcesOf(await tenant.scim.get('/ResourceTypes'));

    const further = resourceTypes.filter(({ name }) => name !== 'User' && name !== 'Group');
    applies(further.length > 0, 'there are users and groups only');
    expect(
      further.map(({ endpoint }) => String(endpoint).replace(/^\/?/, '/')),
      'endpoints of the further types',
    ).toEqual(further.map(({ name }) => `/${name}s`));
  },
);

test(
  'without a version in the base URI the answers are of version 2',
  row('RFC7644-3.13-03'),
  async ({ tenant, applies }) => {
    applies(/\/v2$/.test(tenant.scimBaseUrl), 'the base URI has no version segment');

    const answer = await tenant.scim.get('/../ServiceProviderConfig');

    applies(answer.status === 200 && bodyOf(answer).schemas !== undefined, 'nothing is served without a version');
    expect(bodyOf(answer).schemas, 'schemas of the configuration').toEqual([
      'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
    ]);
  },
);

test('what is announced of security events has its form', row('RFC9967-4-01'), async ({ tenant, observe }) => {
  const answer = await tenant.scim.get('/ServiceProviderConfig');

  const { asyncRequest = 'none', eventUris = [] } = (bodyOf(answer).securityEvents ?? {}) as Record<string, unknown>;
  observe(
    `security events: ${bodyOf(answer).securityEvents === undefined ? 'not announced' : `asynchronous requests ${asyncRequest}`}`,
  );
  expect(['none', 'long', 'request'], 'values of asyncRequest').toContain(asyncRequest);
  expect(Array.isArray(eventUris), 'whether eventUris is an array').toBe(true);
});
