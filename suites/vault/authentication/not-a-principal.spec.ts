import { expect, row, storedSubjects, subjectsOf, test, userBody, wordsOf } from '../../../src/harness/index.ts';

test('a root token does not serve SCIM', row('VAULT-AUTH-16'), async ({ tenant, vault, arrange, applies }) => {
  const own = await arrange.during(() => vault.readData('look up the own token', 'auth/token/lookup-self'));
  applies([own.policies].flat().includes('root'), 'the token of the run is no root token');
  const sent = userBody(arrange.unique('user'));
  const entity = `identity/entity/name/${sent.userName}`;
  const before = [await tenant.scim.get('/Users'), await vault.read(entity)];

  const answer = await vault.send({ method: 'POST', path: '/v1/identity/scim/v2/Users', body: sent });

  expect(answer).toBeRefused();
  const after = [await tenant.scim.get('/Users'), await vault.read(entity)];
  expect(
    after.map(({ status, body }) => [status, body]),
    'the list of users of a client and the entity',
  ).toEqual(before.map(({ status, body }) => [status, body]));
});

test(
  'each request with a root token on users and groups is refused',
  row('VAULT-AUTH-16'),
  async ({ tenant, vault, arrange, applies }) => {
    const own = await arrange.during(() => vault.readData('look up the own token', 'auth/token/lookup-self'));
    applies([own.policies].flat().includes('root'), 'the token of the run is no root token');
    const subjects = await subjectsOf(arrange, tenant);
    const before = await storedSubjects(vault, subjects);

    for (const { path, sent } of [subjects.user, subjects.group]) {
      const inVault = `/v1/identity/scim/v2${path}`;
      const answers = [
        await vault.send({ method: 'GET', path: inVault.replace(/[^/]+$/, '').slice(0, -1) }),
        await vault.send({ method: 'GET', path: inVault }),
        await vault.send({ method: 'PUT', path: inVault, body: { ...sent, active: false } }),
        await vault.send({ method: 'DELETE', path: inVault }),
      ];
      for (const answer of answers) expect(answer, 'a request with a root token').toBeRefused();
    }

    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  },
);

test(
  "how a valid token that is no principal's is refused",
  row('VAULT-AUTH-26'),
  async ({ tenant, arrange, observe }) => {
    const stranger = await arrange.freePrincipal();
    const user = await arrange.user(tenant);
    const before = await tenant.scim.get(user.path);

    const listed = await stranger.scim.get('/Users');
    const created = await stranger.scim.post('/Users', userBody(arrange.unique('user')));
    const deleted = await stranger.scim.delete(user.path);

    expect(listed).toBeRefused();
    expect(created).toBeRefused();
    expect(deleted).toBeRefused();
    expect((await tenant.scim.get(user.path)).body, 'the user of another client').toEqual(before.body);
    observe(`GET: ${wordsOf(listed)}; POST: ${wordsOf(created)}; DELETE: ${wordsOf(deleted)}`);
  },
);
