import { bodyOf, expect, idOf, row, type Tenant, test } from '../../../src/harness/index.ts';

/** The resource that a Location of /Me names, wherever its host and the path before the endpoint may be. */
function at(tenant: Tenant, location: string) {
  return tenant.scim.get(`/${location.split('/').slice(-2).join('/')}`);
}

test('/Me names the permanent URI of its resource', row('RFC7644-3.11-03'), async ({ tenant, applies }) => {
  const answer = await tenant.scim.get('/Me');

  applies(answer.status === 200, 'the server does not answer /Me itself');
  const location = answer.header('location') ?? '';
  expect(location, 'Location of /Me').toMatch(/\/[^/]+\/(?!Me$)[^/]+$/);
  const behind = await at(tenant, location);
  expect(idOf(behind), 'id behind the Location').toBe(bodyOf(answer).id);
});

test('a redirect of /Me leads to a resource', row('RFC7644-3.11-02'), async ({ tenant, applies, observe }) => {
  const answer = await tenant.scim.get('/Me');

  applies([307, 308].includes(answer.status), 'the server does not redirect /Me');
  observe(`/Me redirects with ${answer.status}`);
  const behind = await at(tenant, answer.header('location') ?? '');
  expect(behind).toHaveStatus(200);
});
