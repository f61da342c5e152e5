import {
  expect,
  issuedToken,
  policiesOf,
  REVOCATIONS,
  row,
  scimClientPath,
  test,
  tokenFields,
  waitUntilGone,
} from '../../../src/harness/index.ts';

const SCIM_TOKEN = { fields: { type: 'scim' } };

test('no more SCIM tokens than max_active_tokens are usable', row('VAULT-STOK-03'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 2 } });
  const [first, second] = [await arrange.credential(tenant, SCIM_TOKEN), await arrange.credential(tenant, SCIM_TOKEN)];
  const policies = policiesOf(tenant);
  const role = await arrange.tokenRole(tenant);
  const client = `identity/scim/client/${tenant.clientName}`;
  const fields = { access_grant_principal: tenant.principalId, allow_user_adoption: true };
  await arrange.during(() => vault.writeOrThrow('change something else of the client', client, fields));
  const before = await vault.read(client);

  const issued = await vault.write(
    `auth/token/create/${role}`,
    tokenFields(tenant.clientName, policies, { type: 'scim' }),
  );

  const served = [
    await first.scim.get('/Groups'),
    await second.scim.get('/Groups'),
    await tenant.scim.get('/Groups', { token: issuedToken(issued) }),
  ].filter(({ status }) => status === 200);
  expect(served.length, 'the number of SCIM tokens that serve').toBe(2);
  expect((await vault.read(client)).data, 'the client').toEqual(before.data);
});

for (const { limit, lowered } of [
  { limit: 5, lowered: 2 },
  { limit: 2, lowered: 1 },
]) {
  test(
    `no more SCIM tokens are usable than a max_active_tokens that was lowered from ${limit} to ${lowered}`,
    row('VAULT-STOK-03'),
    async ({ vault, arrange }) => {
      const tenant = await arrange.tenant({ clientFields: { max_active_tokens: limit } });
      const first = await arrange.credential(tenant, SCIM_TOKEN);
      const policies = policiesOf(tenant);
      const role = await arrange.tokenRole(tenant);
      const fields = { access_grant_principal: tenant.principalId, max_active_tokens: lowered };
      const client = `identity/scim/client/${tenant.clientName}`;
      await arrange.during(() => vault.writeOrThrow('lower max_active_tokens', client, fields));
      const before = await vault.read(client);

      const asked = tokenFields(tenant.clientName, policies, { type: 'scim' });
      const issued = [
        await vault.write(`auth/token/create/${role}`, asked),
        await vault.write(`auth/token/create/${role}`, asked),
      ];

      const tokens = [first.token, ...issued.map(issuedToken)];
      const lists = await Promise.all(tokens.map((token) => tenant.scim.get('/Groups', { token })));
      const served = lists.filter(({ status }) => status === 200);
      expect(served.length, 'the number of SCIM tokens that serve').toBe(lowered);
      expect((await vault.read(client)).data, 'the client').toEqual(before.data);
    },
  );
}

test('a higher max_active_tokens lets more SCIM tokens be issued', row('VAULT-STOK-04'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 2 } });
  const issued = [await arrange.credential(tenant, SCIM_TOKEN), await arrange.credential(tenant, SCIM_TOKEN)];
  const policies = policiesOf(tenant);
  const role = await arrange.tokenRole(tenant);

  const client = `identity/scim/client/${tenant.clientName}`;
  await arrange.during(() =>
    vault.write(`auth/token/create/${role}`, tokenFields(tenant.clientName, policies, { type: 'scim' })),
  );
  const raised = await vault.write(client, { access_grant_principal: tenant.principalId, max_active_tokens: 3 });
  const third = await vault.write(
    `auth/token/create/${role}`,
    tokenFields(tenant.clientName, policies, { type: 'scim' }),
  );

  expect(raised).toHaveStatus([200, 204]);
  expect(third).toHaveStatus(200);
  for (const { scim } of issued) expect(await scim.get('/Groups'), 'a list with an earlier token').toHaveStatus(200);
  const list = await tenant.scim.get('/Groups', { token: issuedToken(third) });
  expect(list, 'a list with the third token').toHaveStatus(200);
});

for (const { by, revoke } of REVOCATIONS) {
  test(
    `revoking a SCIM token by ${by} frees its place under the limit, whichever it is and also after an order beyond it`,
    row('VAULT-STOK-05'),
    async ({ vault, arrange }) => {
      const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 2 } });
      const tokens = [await arrange.credential(tenant, SCIM_TOKEN), await arrange.credential(tenant, SCIM_TOKEN)];
      const policies = policiesOf(tenant);
      const role = await arrange.tokenRole(tenant);
      const fields = tokenFields(tenant.clientName, policies, { type: 'scim' });

      for (const token of tokens.reverse()) {
        const beyond = await vault.write(`auth/token/create/${role}`, fields);
        await revoke(vault, token);
        const next = await vault.write(`auth/token/create/${role}`, fields);

        expect(beyond.status, 'the status of an order beyond the limit').toBeLessThan(500);
        expect(next, 'the order after a revocation').toHaveStatus(200);
        const list = await tenant.scim.get('/Groups', { token: issuedToken(next) });
        expect(list, 'a list with the next token').toHaveStatus(200);
      }
    },
  );
}

test(
  'the limit counts neither the SCIM tokens of another client nor those of a former client of its name',
  row('VAULT-STOK-06'),
  async ({ vault, arrange }) => {
    const clientFields = { max_active_tokens: 1 };
    const full = await arrange.tenant({ clientFields });
    const tenant = await arrange.tenant({ clientFields, name: `${full.clientName}s` });
    const roles = [await arrange.tokenRole(tenant), await arrange.tokenRole(full)];
    const issue = (role: string | undefined, { clientName, policy }: typeof full) =>
      vault.write(`auth/token/create/${role}`, tokenFields(clientName, policiesOf({ policy }), { type: 'scim' }));
    await arrange.credential(full, SCIM_TOKEN);

    const ofAnother = await issue(roles[0], tenant);
    await vault.remove(scimClientPath(full.clientName));
    await waitUntilGone(vault, scimClientPath(full.clientName));
    const again = { access_grant_principal: full.principalId, ...clientFields };
    await vault.write(scimClientPath(full.clientName), again);
    const ofNext = await issue(roles[1], full);

    for (const [which, answer, { scim }] of [
      ['another client', ofAnother, tenant],
      ['the next client of its name', ofNext, full],
    ] as const) {
      expect(answer, `the order of a token for ${which}`).toHaveStatus(200);
      const list = await scim.get('/Groups', { token: issuedToken(answer) });
      expect(list, `a list with the token of ${which}`).toHaveStatus(200);
    }
  },
);

test('an ordinary service token does not count as a SCIM token', row('VAULT-STOK-08'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 2 } });
  const policies = policiesOf(tenant);
  const role = await arrange.tokenRole(tenant);
  for (const ttl of ['50m', '51m', '52m', '53m', '54m']) {
    const ordinary = tokenFields(tenant.clientName, policies, { ttl });
    await arrange.during(() => vault.writeAuth('issue a service token', `auth/token/create/${role}`, ordinary));
  }
  const fields = tokenFields(tenant.clientName, policies, { type: 'scim' });

  const issued = [
    await vault.write(`auth/token/create/${role}`, fields),
    await vault.write(`auth/token/create/${role}`, fields),
  ];

  for (const answer of issued) {
    expect(answer).toHaveStatus(200);
    const list = await tenant.scim.get('/Groups', { token: issuedToken(answer) });
    expect(list, 'a list with a SCIM token').toHaveStatus(200);
  }
});

test('a limit of one SCIM token leaves one usable', row('VAULT-STOK-03'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 1 } });
  const first = await arrange.credential(tenant, SCIM_TOKEN);
  const policies = policiesOf(tenant);
  const role = await arrange.tokenRole(tenant);
  const client = `identity/scim/client/${tenant.clientName}`;
  const before = await vault.read(client);

  const fields = tokenFields(tenant.clientName, policies, { type: 'scim' });
  const issued = await vault.write(`auth/token/create/${role}`, fields);

  const served = [
    await first.scim.get('/Groups'),
    await tenant.scim.get('/Groups', { token: issuedToken(issued) }),
  ].filter(({ status }) => status === 200);
  expect(served.length, 'the number of SCIM tokens that serve').toBe(1);
  expect((await vault.read(client)).data, 'the client').toEqual(before.data);
});

test('an expired SCIM token frees its place under the limit', row('VAULT-STOK-21'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 2 } });
  await arrange.credential(tenant, SCIM_TOKEN);
  await arrange.credential(tenant, { fields: { type: 'scim', ttl: '1s' } });
  const policies = policiesOf(tenant);
  const role = await arrange.tokenRole(tenant);
  const fields = tokenFields(tenant.clientName, policies, { type: 'scim' });

  await expect
    .poll(async () => (await vault.write(`auth/token/create/${role}`, fields)).status, {
      message: 'the status of the request for the next token',
      timeout: 5_000,
    })
    .toBe(200);

  expect(await tenant.scim.get('/Groups'), 'a list of the client').toHaveStatus(200);
});
