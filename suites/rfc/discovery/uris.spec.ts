import { bodyOf, expect, metaOf, resourcesOf, row, test } from '../../../src/harness/index.ts';

test('URIs of resources and endpoints have no query', row('RFC7644-1.3-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const read = await tenant.scim.get(user.path);
  const resourceTypes = await tenant.scim.get('/ResourceTypes');

  const uris = [
    tenant.scimBaseUrl,
    metaOf(bodyOf(read), 'location'),
    ...resourcesOf(resourceTypes).map(({ endpoint }) => String(endpoint)),
  ];
  expect(
    uris.filter((uri) => uri.includes('?')),
    'URIs with a query',
  ).toEqual([]);
});
