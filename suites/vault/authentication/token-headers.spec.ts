import {
  bodyOf,
  expect,
  expectEachServed,
  listed,
  listOf,
  row,
  sendEachRequest,
  subjectsOf,
  test,
} from '../../../src/harness/index.ts';

/** In the form of a service token; no server has issued it. */
const UNKNOWN = `hvs.${'unknown'.repeat(4)}`;

for (const { title, id, tokenHeader } of [
  { title: 'in X-Vault-Token', id: 'VAULT-AUTH-05', tokenHeader: 'vault' },
  { title: 'as bearer token', id: 'VAULT-AUTH-06', tokenHeader: 'bearer' },
  { title: 'as bearer token in a header in lower case', id: 'VAULT-AUTH-06', tokenHeader: 'bearer in lower case' },
] as const) {
  test(`the token may be sent ${title} with each request`, row(id), async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const subjects = await subjectsOf(arrange, tenant);
    const scim = tenant.scim.with({ tokenHeader });

    const list = await scim.get('/Users');
    const asked = await sendEachRequest(scim, subjects);

    expect(listed(list), 'the users of the client').toEqual(listOf(subjects.user));
    await expectEachServed(asked, { vault, subjects });
  });
}

test('which token counts when both headers carry one', row('VAULT-AUTH-25'), async ({ tenant, arrange, observe }) => {
  await arrange.user(tenant);

  const unknownBearer = await tenant.scim.wire
    .with({ tokenHeader: 'vault' })
    .send({ method: 'GET', path: '/Users', headers: { Authorization: `Bearer ${UNKNOWN}` } });
  const unknownVault = await tenant.scim.get('/Users', { headers: { 'X-Vault-Token': UNKNOWN } });

  observe(
    `X-Vault-Token valid, bearer unknown: ${unknownBearer.status}; X-Vault-Token unknown, bearer valid: ${unknownVault.status}`,
  );
});

test('the service provider configuration can be read without a token', row('VAULT-AUTH-10'), async ({ tenant }) => {
  const known = await tenant.scim.get('/ServiceProviderConfig');

  const answer = await tenant.scim.get('/ServiceProviderConfig', { token: null });

  expect(answer).toHaveStatus(200);
  expect(bodyOf(answer), 'the service provider configuration without a token').toEqual(bodyOf(known));
});

test(
  'whether schemas and resource types can be read without a token',
  row('VAULT-AUTH-09'),
  async ({ tenant, observe }) => {
    const schemas = await tenant.scim.get('/Schemas', { token: null });
    const types = await tenant.scim.get('/ResourceTypes', { token: null });

    expect(schemas.status, 'the status of Schemas').toBeLessThan(500);
    expect(types.status, 'the status of ResourceTypes').toBeLessThan(500);
    observe(`Schemas: ${schemas.status}; ResourceTypes: ${types.status}`);
  },
);
