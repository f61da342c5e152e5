import { expect, resourcesOf, row, test, unknownToken, userBody, wordsOf } from '../../../src/harness/index.ts';

test('without a token the list of users is refused', row('VAULT-AUTH-07'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get('/Users');

  const answer = await tenant.scim.get('/Users', { token: null });

  expect(answer).toBeRefused();
  expect(resourcesOf(answer), 'the users in the refusal').toEqual([]);
  expect(answer.text, 'the text of the refusal').not.toContain(user.id);
  expect((await tenant.scim.get('/Users')).body, 'the list of users').toEqual(before.body);
});

test('without a token nothing can be created', row('VAULT-AUTH-08'), async ({ tenant, vault, arrange }) => {
  const sent = userBody(arrange.unique('user'));
  const entity = `identity/entity/name/${sent.userName}`;
  const before = [await tenant.scim.get('/Users'), await vault.read(entity)];

  const answer = await tenant.scim.post('/Users', sent, { token: null });

  expect(answer).toBeRefused();
  const after = [await tenant.scim.get('/Users'), await vault.read(entity)];
  expect(
    after.map(({ body }) => body),
    'the list of users and the entity',
  ).toEqual(before.map(({ body }) => body));
});

test('an unknown token is refused with 403', row('VAULT-AUTH-11'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get('/Users');

  const answer = await tenant.scim.get('/Users', { token: unknownToken() });

  expect(answer).toHaveStatus(403);
  expect(answer.text, 'the text of the refusal').not.toContain(user.id);
  expect((await tenant.scim.get('/Users')).body, 'the list of users').toEqual(before.body);
});

test('an expired token is refused with 403', row('VAULT-AUTH-13'), async ({ tenant, arrange }) => {
  const short = await arrange.credential(tenant, { fields: { ttl: '1s' } });
  const sent = userBody(arrange.unique('user'));
  const before = await tenant.scim.get('/Users');

  await expect
    .poll(async () => (await short.scim.get('/Users')).status, { message: 'the list after the expiry', timeout: 5_000 })
    .toBe(403);
  const created = await short.scim.post('/Users', sent);

  expect(created).toHaveStatus(403);
  expect((await tenant.scim.get('/Users')).body, 'the list of users').toEqual(before.body);
});

test('in which form a missing or unknown token is refused', row('VAULT-AUTH-27'), async ({ tenant, observe }) => {
  const missing = await tenant.scim.get('/Users', { token: null });
  const unknown = await tenant.scim.get('/Users', { token: unknownToken() });

  expect(missing).toBeRefused();
  expect(unknown).toBeRefused();
  observe(
    [
      `no token: ${wordsOf(missing)}, ${challenge(missing.header('www-authenticate'))}`,
      `unknown token: ${wordsOf(unknown)}, ${challenge(unknown.header('www-authenticate'))}`,
    ].join('; '),
  );
});

function challenge(header: string | undefined): string {
  return header === undefined ? 'no WWW-Authenticate' : 'with WWW-Authenticate';
}
