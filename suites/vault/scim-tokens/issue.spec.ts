import {
  expect,
  idOf,
  issuedToken,
  listed,
  listOf,
  policiesOf,
  roleFields,
  row,
  test,
  tokenFields,
  userBody,
} from '../../../src/harness/index.ts';

test('a token of type scim can be issued through a token role', row('VAULT-STOK-01'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant();
  const role = `${tenant.clientName}-scim`;
  const policies = policiesOf(tenant);
  await vault.write(`auth/token/roles/${role}`, roleFields(tenant.clientName, policies));

  const issued = await vault.write(
    `auth/token/create/${role}`,
    tokenFields(tenant.clientName, policies, { type: 'scim' }),
  );
  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user')), { token: issuedToken(issued) });

  expect(issued).toHaveStatus(200);
  expect(created).toHaveStatus(201);
  const entity = await vault.read(`identity/entity/id/${idOf(created)}`);
  expect(entity.data?.id, 'the entity of the user').toBe(idOf(created));
  expect(await tenant.scim.get(`/Users/${idOf(created)}`), 'the user, read by the client').toHaveStatus(200);
});

test('a SCIM token serves the client of its principal', row('VAULT-STOK-02'), async ({ other, arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  await arrange.user(other);
  const scimToken = await arrange.credential(tenant, { fields: { type: 'scim' } });

  const answer = await scimToken.scim.get('/Users');

  expect(listed(answer), 'the users of the client').toEqual(listOf(user));
});

test('ordinary service tokens keep serving beside SCIM tokens', row('VAULT-STOK-15'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  const scimToken = await arrange.credential(tenant, { fields: { type: 'scim' } });
  expect(await scimToken.scim.get('/Groups'), 'a list with the SCIM token').toHaveStatus(200);

  const answer = await tenant.scim.get('/Users');

  expect(listed(answer), 'the users of the client').toEqual(listOf(user));
});

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
  const { accessor } = await arrange.credential(tenant, { fields: { type: 'scim' } });

  const { status, data } = await vault.write('auth/token/lookup-accessor', { accessor });

  expect(status, 'the status of the lookup').toBeLessThan(500);
  const entity = data?.entity_id === tenant.principalId ? 'the principal' : 'another or none';
  observe(`type ${data?.type}, orphan ${data?.orphan}, renewable ${data?.renewable}, entity: ${entity}`);
});
