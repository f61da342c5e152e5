import { documentsIn, expect, presentCapabilities, row, supportedIn, test } from '../../../src/harness/index.ts';

const CONFIGURATION = '/ServiceProviderConfig';

test('the service provider configuration is served', row('VAULT-DISC-01'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIGURATION);

  expect(answer).toHaveStatus(200);
  expect(Object.keys((answer.body as object | undefined) ?? {}), 'members of the configuration').toContain('patch');
});

test('filtering is advertised as unsupported', row('VAULT-DISC-02'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIGURATION);

  expect(answer).toHaveStatus(200);
  expect(supportedIn(answer, 'filter'), 'filter.supported').toBe(false);
});

test('what is said of filtering', row('VAULT-DISC-03'), async ({ tenant, observe }) => {
  const answer = await tenant.scim.get(CONFIGURATION);

  observe(`filter.supported is ${supportedIn(answer, 'filter')}`);
});

test(
  'requests, served and refused, do not change what is advertised',
  row('VAULT-DISC-15'),
  async ({ tenant, arrange }) => {
    const documents = async () => [
      await tenant.scim.get(CONFIGURATION),
      await tenant.scim.get('/Schemas'),
      await tenant.scim.get('/ResourceTypes'),
    ];
    const before = await documents();
    const user = await arrange.user(tenant);

    await tenant.scim.patch(user.path, [{ op: 'replace', path: 'nothing', value: '' }]);
    await tenant.scim.list('/Users', { filter: 'nothing co "a"' });
    await tenant.scim.list('/Groups', { filter: 'nothing co "a"' });
    await tenant.scim.post('/Bulk', {});
    await tenant.scim.get('/Nothing');

    const after = await documents();
    expect(
      after.map(({ status, body }) => ({ status, body })),
      'the discovery documents',
    ).toEqual(before.map(({ status, body }) => ({ status, body })));
  },
);

for (const [rowId, capability] of [
  ['VAULT-DISC-04', 'bulk'],
  ['VAULT-DISC-05', 'sort'],
  ['VAULT-DISC-06', 'etag'],
  ['VAULT-DISC-07', 'changePassword'],
] as const) {
  test(`${capability} is not advertised`, row(rowId), async ({ tenant }) => {
    const answer = await tenant.scim.get(CONFIGURATION);
    const withoutToken = await tenant.scim.get(CONFIGURATION, { token: null });

    expect(answer).toHaveStatus(200);
    expect(supportedIn(answer, capability), `${capability}.supported`).not.toBe(true);
    expect(supportedIn(withoutToken, capability), `${capability}.supported without a token`).not.toBe(true);
  });
}

test('patch is not denied', row('VAULT-DISC-08'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIGURATION);
  const withoutToken = await tenant.scim.get(CONFIGURATION, { token: null });

  expect(answer).toHaveStatus(200);
  expect(supportedIn(withoutToken, 'patch'), 'patch.supported without a token').not.toBe(false);
  expect(supportedIn(answer, 'patch'), 'patch.supported').not.toBe(false);
});

test('patch and filtering work where they are advertised', row('VAULT-DISC-19'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const configuration = await tenant.scim.get(CONFIGURATION);

  const present = await presentCapabilities(arrange, tenant);

  expect(configuration).toHaveStatus(200);
  const absent = (['patch', 'filter'] as const).filter(
    (one) => supportedIn(configuration, one) === true && !present.includes(one),
  );
  expect(absent, 'capabilities that are advertised and absent').toEqual([]);
});

test('capabilities that work without being advertised', row('VAULT-DISC-20'), async ({ arrange, observe }) => {
  const tenant = await arrange.tenant();
  const configuration = await tenant.scim.get(CONFIGURATION);

  const present = await presentCapabilities(arrange, tenant);

  const unadvertised = present.filter((one) => supportedIn(configuration, one) !== true);
  observe(unadvertised.length === 0 ? 'none' : `present, not advertised: ${unadvertised.join(', ')}`);
});

test('form and contents of the discovery documents', row('VAULT-DISC-16'), async ({ tenant, observe }) => {
  const configuration = await tenant.scim.get(CONFIGURATION);
  const lists = [await tenant.scim.get('/Schemas'), await tenant.scim.get('/ResourceTypes')];

  const { filter, authenticationSchemes } = (configuration.body ?? {}) as {
    filter?: { maxResults?: unknown };
    authenticationSchemes?: { type?: unknown }[];
  };
  const schemes = Array.isArray(authenticationSchemes) ? authenticationSchemes.map(({ type }) => type) : [];
  const forms = lists.map(({ body }) => (Array.isArray(body) ? 'array' : 'ListResponse'));
  observe(
    `maxResults ${filter?.maxResults}; schemes ${schemes.join(', ') || 'none'}; Schemas ${forms[0]} of ` +
      `${lists.map(documentsIn)[0]?.length}, ResourceTypes ${forms[1]} of ${lists.map(documentsIn)[1]?.length}`,
  );
});
