import { absolute, expect, metaOf, row, test } from '../../../src/harness/index.ts';

test('Content-Location is the URI of the resource', row('RFC7643-3.1-22'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  const location = answer.header('content-location');
  applies(location !== undefined, 'the server sends no Content-Location');
  expect(new URL(absolute(location ?? '', answer)).pathname, 'path of Content-Location').toBe(
    new URL(absolute(metaOf(answer.body, 'location'), answer)).pathname,
  );
});
