import { expect, resourcesOf, row, test, wordsOf } from '../../../src/harness/index.ts';

test('a refusal by a rate limit', row('VAULT-ERR-12'), async ({ tenant, arrange, applies, observe }) => {
  const user = await arrange.user(tenant);
  const path = `${new URL(tenant.scimBaseUrl).pathname.replace(/^\/v1\//, '')}${user.path}`;
  const isLimited = await arrange.rateLimit(path, { rate: 1, interval: '60s' });
  applies(isLimited, 'the run may not make a rate limit quota');

  const first = await tenant.scim.get(user.path);
  const second = await tenant.scim.get(user.path);

  const after = second.header('retry-after') === undefined ? 'without' : 'with';
  observe(`${first.status}, then ${wordsOf(second)}, ${second.mediaType || 'no media type'}, ${after} Retry-After`);
  expect(resourcesOf(second), 'resources in a refusal').toEqual([]);
});
