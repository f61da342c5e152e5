import {
  CLIENT_CHANGES,
  expect,
  expectEachServed,
  idOf,
  issuedToken,
  listed,
  listOf,
  PRINCIPAL_CHANGES,
  policiesOf,
  roleFields,
  row,
  sendEachRequest,
  subjectsOf,
  TOKEN_CHANGES,
  test,
  tokenFields,
  userBody,
} from '../../../src/harness/index.ts';

const SCIM_TOKEN = { fields: { type: 'scim' } };

for (const method of ['POST', 'PUT']) {
  test(
    `a token of type scim can be issued through a token role by ${method}`,
    row('VAULT-STOK-01'),
    async ({ vault, arrange }) => {
      const tenant = await arrange.tenant();
      const role = `${tenant.clientName}-scim`;
      const policies = policiesOf(tenant);
      await vault.write(`auth/token/roles/${role}`, roleFields(tenant.clientName, policies));

      const body = tokenFields(tenant.clientName, policies, { type: 'scim' });
      const issued = await vault.send({ method, path: `/v1/auth/token/create/${role}`, body });
      const sent = userBody(arrange.unique('user'));
      const created = await tenant.scim.post('/Users', sent, { token: issuedToken(issued) });

      expect(issued).toHaveStatus(200);
      expect(created).toHaveStatus(201);
      const entity = await vault.read(`identity/entity/id/${idOf(created)}`);
      expect(entity.data?.id, 'the entity of the user').toBe(idOf(created));
      expect(await tenant.scim.get(`/Users/${idOf(created)}`), 'the user, read by the client').toHaveStatus(200);
    },
  );
}

test('a SCIM token serves in either header that carries tokens', row('VAULT-STOK-02'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  const { scim } = await arrange.credential(tenant, SCIM_TOKEN);

  for (const tokenHeader of ['vault', 'bearer'] as const) {
    const session = scim.with({ tokenHeader });

    expect(listed(await session.get('/Users')), 'the users of the client').toEqual(listOf(user));
    expect(await session.put(user.path, user.sent), 'a replace').toHaveStatus([200, 204]);
  }
});

test(
  'a SCIM token serves each request on the client of its principal, and nothing else',
  row('VAULT-STOK-02'),
  async ({ vault, other, arrange }) => {
    const tenant = await arrange.tenant();
    const subjects = await subjectsOf(arrange, tenant);
    await arrange.user(other);
    const { scim } = await arrange.credential(tenant, SCIM_TOKEN);

    const list = await scim.get('/Users');
    const asked = await sendEachRequest(scim, subjects);

    expect(listed(list), 'the users of the client').toEqual(listOf(subjects.user));
    await expectEachServed(asked, { vault, subjects });
  },
);

test(
  'a SCIM token goes on serving through all that ordinarily happens to it, its principal and its client',
  row('VAULT-STOK-02'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const credential = await arrange.credential(tenant, SCIM_TOKEN);

    for (const { change, make } of [...PRINCIPAL_CHANGES, ...CLIENT_CHANGES, ...TOKEN_CHANGES]) {
      await make({ arrange, vault, tenant, credential });

      const answer = await credential.scim.put(user.path, user.sent);
      expect(answer, `a replace after ${change}`).toHaveStatus([200, 204]);
    }
    expect(listed(await credential.scim.get('/Users')), 'the users of the client').toEqual(listOf(user));
  },
);

test('ordinary service tokens keep serving beside SCIM tokens', row('VAULT-STOK-15'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  const scimToken = await arrange.credential(tenant, SCIM_TOKEN);
  expect(await scimToken.scim.get('/Groups'), 'a list with the SCIM token').toHaveStatus(200);

  const answer = await tenant.scim.get('/Users');
  const writes = [
    await tenant.scim.put(user.path, { ...user.sent, active: false }),
    await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]),
  ];

  expect(listed(answer), 'the users of the client').toEqual(listOf(user));
  for (const write of writes) expect(write, 'a write with a service token').toHaveStatus([200, 204]);
  expect((await tenant.scim.get(user.path)).body, 'the user').toMatchObject({ active: true });
});

test(
  'ordinary service tokens serve while SCIM tokens take every place of the client',
  row('VAULT-STOK-15'),
  async ({ arrange }) => {
    const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 1 } });
    const user = await arrange.user(tenant);
    const [former, full] = [await arrange.login(tenant, 'userpass'), await arrange.credential(tenant, SCIM_TOKEN)];
    expect(await full.scim.get(user.path), 'a read with the SCIM token').toHaveStatus(200);

    for (const { scim } of [tenant, former]) {
      expect(listed(await scim.get('/Users')), 'the users of the client').toEqual(listOf(user));
      expect(await scim.put(user.path, user.sent), 'a replace with a service token').toHaveStatus([200, 204]);
    }
    expect((await tenant.scim.get(user.path)).body, 'the user').toMatchObject({ active: true });
  },
);

test('a SCIM token starts with scm.', row('VAULT-STOK-11'), async ({ vault, arrange, observe }) => {
  const tenant = await arrange.tenant();
  const role = `${tenant.clientName}-scim`;
  const policies = policiesOf(tenant);
  await arrange.during(() => vault.write(`auth/token/roles/${role}`, roleFields(tenant.clientName, policies)));

  const issued = await vault.write(
    `auth/token/create/${role}`,
    tokenFields(tenant.clientName, policies, { type: 'scim' }),
  );

  expect(issued).toHaveStatus(200);
  const prefix = /^\w+\./.exec(issued.auth?.client_token ?? '')?.[0] ?? 'none';
  observe(`prefix of a SCIM token: ${prefix}`);
});

test('what a lookup shows of a SCIM token', row('VAULT-STOK-12'), async ({ vault, arrange, observe }) => {
  const tenant = await arrange.tenant();
  const { accessor } = await arrange.credential(tenant, SCIM_TOKEN);

  const { status, data } = await vault.write('auth/token/lookup-accessor', { accessor });

  expect(status, 'the status of the lookup').toBeLessThan(500);
  const entity = data?.entity_id === tenant.principalId ? 'the principal' : 'another or none';
  observe(`type ${data?.type}, orphan ${data?.orphan}, renewable ${data?.renewable}, entity: ${entity}`);
});
