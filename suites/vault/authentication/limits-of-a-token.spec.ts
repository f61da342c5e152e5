import {
  expect,
  HOLDING_TOKENS,
  issuedToken,
  issueFrom,
  policiesOf,
  row,
  sendEachRequest,
  storedSubjects,
  subjectsOf,
  test,
  userBody,
} from '../../../src/harness/index.ts';

test(
  'each request with a child of a revoked token is refused',
  row('VAULT-AUTH-32'),
  async ({ tenant, vault, arrange }) => {
    const subjects = await subjectsOf(arrange, tenant);
    const parent = await arrange.credential(tenant, { policies: policiesOf(tenant), grants: HOLDING_TOKENS });
    const session = vault.with({ token: parent.token, actor: 'another credential' });
    const token = issuedToken(await arrange.during(() => issueFrom(session, 'auth/token/create')));
    const before = await storedSubjects(vault, subjects);
    expect(await tenant.scim.get('/Users', { token }), 'the list before the revocation').toHaveStatus(200);
    await vault.write('auth/token/revoke-accessor', { accessor: parent.accessor });

    const asked = await sendEachRequest(tenant.scim, subjects, { token });

    for (const { request, answer } of asked) expect(answer, request).toHaveStatus(403);
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  },
);

test(
  'a token with a number of uses is refused when it has used them up',
  row('VAULT-AUTH-33'),
  async ({ tenant, vault, arrange }) => {
    const { scim } = await arrange.credential(tenant, { fields: { num_uses: 2 } });
    const sent = userBody(arrange.unique('user'));
    const path = `identity/entity/name/${sent.userName}`;
    const before = await vault.read(path);

    const served = [await scim.get('/Users'), await scim.get('/Groups')];
    const refused = [await scim.get('/Users'), await scim.post('/Users', sent)];

    for (const answer of served) expect(answer, 'a request within the uses').toHaveStatus(200);
    for (const answer of refused) expect(answer, 'a request beyond the uses').toHaveStatus(403);
    expect((await vault.read(path)).body, 'the entity').toEqual(before.body);
  },
);
