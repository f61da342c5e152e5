import {
  expect,
  HOLDING_TOKENS,
  idOf,
  issuedToken,
  issueFrom,
  listed,
  listOf,
  policiesOf,
  row,
  scimClientPath,
  type Tenant,
  test,
  userBody,
  wordsOf,
} from '../../../src/harness/index.ts';

test("the token's entity alone selects the client", row('VAULT-AUTH-20'), async ({ arrange }) => {
  const [tenant, other] = [await arrange.tenant(), await arrange.tenant()];
  const own = await arrange.user(tenant);
  const foreign = await arrange.user(other);

  const answer = await tenant.scim.get('/Users');
  const answerOfOther = await other.scim.get('/Users');

  expect(listed(answer), 'the users of the first client').toEqual(listOf(own));
  expect(listed(answerOfOther), 'the users of the second client').toEqual(listOf(foreign));
});

test(
  'SCIM clients that exchange their principals are each seen by the token of the one that they have now',
  row('VAULT-AUTH-20'),
  async ({ vault, arrange }) => {
    const [first, second, between] = [await arrange.tenant(), await arrange.tenant(), await arrange.freePrincipal()];
    const [ofFirst, ofSecond] = [await arrange.user(first), await arrange.user(second)];
    const give = ({ clientName }: Tenant, { principalId }: Tenant) =>
      vault.write(scimClientPath(clientName), { access_grant_principal: principalId });

    const answers = [await give(first, between), await give(second, first), await give(first, second)];

    for (const answer of answers) expect(answer, 'a change of a principal').toHaveStatus([200, 204]);
    expect(listed(await first.scim.get('/Users')), 'the users of the second client').toEqual(listOf(ofSecond));
    expect(listed(await second.scim.get('/Users')), 'the users of the first client').toEqual(listOf(ofFirst));
    for (const [{ scim }, user] of [
      [first, ofFirst],
      [second, ofSecond],
    ] as const) {
      expect(await scim.get(user.path), 'a user of the former client').toBeRefused();
    }
  },
);

test('child and batch tokens of the principal select its client', row('VAULT-AUTH-20'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  const parent = await arrange.credential(tenant, { policies: policiesOf(tenant), grants: HOLDING_TOKENS });
  const session = vault.with({ token: parent.token, actor: 'another credential' });

  for (const { kind, fields } of [
    { kind: 'a child token', fields: {} },
    { kind: 'a batch token', fields: { type: 'batch' } },
  ]) {
    const token = issuedToken(await arrange.during(() => issueFrom(session, 'auth/token/create', fields)));
    const list = await tenant.scim.get('/Users', { token });
    const read = await tenant.scim.get(user.path, { token });

    expect(listed(list), `the users of the client, listed with ${kind}`).toEqual(listOf(user));
    expect(read.body, `the user, read with ${kind}`).toEqual(user.body);
  }
});

test('a name in the URL or a header cannot select another client', row('VAULT-AUTH-21'), async ({ other, arrange }) => {
  const tenant = await arrange.tenant();
  const own = await arrange.user(tenant);
  await arrange.user(other);
  const name = encodeURIComponent(other.clientName);

  for (const query of [`client_name=${name}`, `client=${name}`, `client_id=${other.clientId ?? name}`]) {
    const answer = await tenant.scim.get(`/Users?${query}`);
    expect(listed(answer), 'the users when the query names another client').toEqual(listOf(own));
  }
  for (const header of ['X-Scim-Client', 'X-Vault-Scim-Client', 'X-Client-Name']) {
    const answer = await tenant.scim.get('/Users', { headers: { [header]: other.clientName } });
    expect(listed(answer), 'the users when a header names another client').toEqual(listOf(own));
  }
  const created = await tenant.scim.post(`/Users?client_name=${name}`, userBody(arrange.unique('user')));
  expect(listed(await tenant.scim.get('/Users')), 'the users after a create').toEqual(
    listOf(own, { id: idOf(created) }),
  );
});

test('how a request in the wrong namespace is refused', row('VAULT-AUTH-28'), async ({ vault, arrange, observe }) => {
  const inside = await arrange.namespace();
  const tenant = await arrange.tenant({}, inside);
  await arrange.user(tenant);
  const baseUrl = tenant.scimBaseUrl.replace(
    `/${inside.namespace}/`,
    vault.namespace === '' ? '/' : `/${vault.namespace}/`,
  );

  const answer = await tenant.scim.wire.with({ baseUrl }).send({ method: 'GET', path: '/Users' });

  expect(answer).toBeRefused();
  expect(await tenant.scim.get('/Users'), 'the list in the namespace of the client').toHaveStatus(200);
  observe(wordsOf(answer));
});
