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
