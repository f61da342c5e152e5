import {
  type Arrange,
  type Credential,
  DELETIONS,
  expect,
  issuedToken,
  policiesOf,
  REVOCATIONS,
  row,
  scimClientPath,
  type Tenant,
  test,
  tokenFields,
  type VaultClient,
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

  const body = tokenFields(tenant.clientName, policies, { type: 'scim' });
  const issued = [];
  for (const method of ['POST', 'PUT']) {
    issued.push(await vault.send({ method, path: `/v1/auth/token/create/${role}`, body }));
  }

  const tokens = [first.token, second.token, ...issued.map(issuedToken)];
  const lists = await Promise.all(tokens.map((token) => tenant.scim.get('/Groups', { token })));
  const served = lists.filter(({ status }) => status === 200);
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
  const role = await arrange.tokenRole(tenant);
  const order = tokenFields(tenant.clientName, policiesOf(tenant), { type: 'scim' });
  await arrange.during(() => vault.write(`auth/token/create/${role}`, order));

  for (const limit of [3, 4]) {
    const fields = { access_grant_principal: tenant.principalId, max_active_tokens: limit };
    const raised = await vault.write(scimClientPath(tenant.clientName), fields);
    const next = await vault.write(`auth/token/create/${role}`, order);

    expect(raised, `a change of the limit to ${limit}`).toHaveStatus([200, 204]);
    expect(next, `the order of token ${limit}`).toHaveStatus(200);
    const list = await tenant.scim.get('/Groups', { token: issuedToken(next) });
    expect(list, `a list with token ${limit}`).toHaveStatus(200);
  }
  for (const { scim } of issued) expect(await scim.get('/Groups'), 'a list with an earlier token').toHaveStatus(200);
});

test(
  'no more SCIM tokens than max_active_tokens are usable when they are ordered at once',
  row('VAULT-STOK-03'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 2 } });
    const [path, role] = [scimClientPath(tenant.clientName), await arrange.tokenRole(tenant)];
    const order = tokenFields(tenant.clientName, policiesOf(tenant), { type: 'scim' });
    const before = await vault.read(path);

    const issued = await Promise.all([1, 2, 3, 4].map(() => vault.write(`auth/token/create/${role}`, order)));

    const tokens = issued.map(issuedToken);
    const lists = await Promise.all(tokens.map((token) => tenant.scim.get('/Groups', { token })));
    const served = lists.filter(({ status }) => status === 200);
    expect(served.length, 'the number of SCIM tokens that serve').toBeLessThanOrEqual(2);
    expect((await vault.read(path)).data, 'the client').toEqual(before.data);
  },
);

test('a max_active_tokens of twelve lets twelve serve', row('VAULT-STOK-04'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 12 } });
  const [path, role] = [scimClientPath(tenant.clientName), await arrange.tokenRole(tenant)];
  const order = tokenFields(tenant.clientName, policiesOf(tenant), { type: 'scim' });

  const issued = [];
  while (issued.length < 12) issued.push(await vault.write(`auth/token/create/${role}`, order));

  for (const answer of issued) {
    expect(answer, 'the order of one of twelve').toHaveStatus(200);
    const list = await tenant.scim.get('/Groups', { token: issuedToken(answer) });
    expect(list, 'a list with one of twelve').toHaveStatus(200);
  }
  expect((await vault.read(path)).data?.max_active_tokens, 'max_active_tokens of the client').toBe(12);
});

/** A client with three SCIM tokens whose `max_active_tokens` is lowered to two then. */
async function beyondLimit(arrange: Arrange, vault: VaultClient) {
  const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 3 } });
  const tokens: Credential[] = [];
  for (let held = 0; held < 3; held += 1) tokens.push(await arrange.credential(tenant, SCIM_TOKEN));
  const role = await arrange.tokenRole(tenant);
  const fields = { access_grant_principal: tenant.principalId, max_active_tokens: 2 };
  const path = scimClientPath(tenant.clientName);
  await arrange.during(() => vault.writeOrThrow('lower max_active_tokens', path, fields));
  const asked = tokenFields(tenant.clientName, policiesOf(tenant), { type: 'scim' });
  return { tenant, tokens, path, order: () => vault.write(`auth/token/create/${role}`, asked) };
}

test(
  'a SCIM client that has more SCIM tokens than a lowered max_active_tokens gets no further one',
  row('VAULT-STOK-03'),
  async ({ vault, arrange }) => {
    const { tenant, tokens, path, order } = await beyondLimit(arrange, vault);
    const before = await vault.read(path);

    const further = issuedToken(await order());

    const all = [...tokens.map(({ token }) => token), further];
    const lists = await Promise.all(all.map((token) => tenant.scim.get('/Groups', { token })));
    const served = lists.filter(({ status }) => status === 200);
    expect(served.length, 'the number of SCIM tokens that serve').toBeLessThanOrEqual(3);
    expect((await vault.read(path)).data, 'the client').toEqual(before.data);
  },
);

test(
  'a SCIM client that had more SCIM tokens than a lowered max_active_tokens gets one again when enough are revoked',
  row('VAULT-STOK-05'),
  async ({ vault, arrange }) => {
    const { tenant, tokens, order } = await beyondLimit(arrange, vault);
    for (const { accessor } of tokens.slice(1)) await vault.write('auth/token/revoke-accessor', { accessor });

    const next = await order();

    expect(next, 'the order after the revocations').toHaveStatus(200);
    const list = await tenant.scim.get('/Groups', { token: issuedToken(next) });
    expect(list, 'a list with the next token').toHaveStatus(200);
  },
);

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
  'the limit does not count the SCIM tokens of other clients, also of those whose names begin alike',
  row('VAULT-STOK-06'),
  async ({ vault, arrange }) => {
    const clientFields = { max_active_tokens: 1 };
    const full = await arrange.tenant({ clientFields });
    const alike = await arrange.tenant({ clientFields, name: `${full.clientName}s` });

    for (const tenant of [full, await arrange.tenant({ clientFields }), alike]) {
      const order = tokenFields(tenant.clientName, policiesOf(tenant), { type: 'scim' });
      const answer = await vault.write(`auth/token/create/${await arrange.tokenRole(tenant)}`, order);

      expect(answer, 'the order of the only token of a client').toHaveStatus(200);
      const list = await tenant.scim.get('/Groups', { token: issuedToken(answer) });
      expect(list, 'a list with that token').toHaveStatus(200);
    }
  },
);

test(
  'the limit does not count the SCIM tokens of a former client of the same name, however that was deleted',
  row('VAULT-STOK-06'),
  async ({ vault, arrange }) => {
    const clientFields = { max_active_tokens: 1 };
    const tenant = await arrange.tenant({ clientFields });
    const [path, role] = [scimClientPath(tenant.clientName), await arrange.tokenRole(tenant)];
    const order = tokenFields(tenant.clientName, policiesOf(tenant), { type: 'scim' });
    await arrange.credential(tenant, SCIM_TOKEN);

    for (const { how, flags } of DELETIONS) {
      await vault.remove(path, flags);
      await waitUntilGone(vault, path);
      await vault.write(path, { access_grant_principal: tenant.principalId, ...clientFields });
      const answer = await vault.write(`auth/token/create/${role}`, order);

      expect(answer, `the order of a token for the next client after ${how}`).toHaveStatus(200);
      const list = await tenant.scim.get('/Groups', { token: issuedToken(answer) });
      expect(list, `a list with the token of the next client after ${how}`).toHaveStatus(200);
    }
  },
);

test('a sign-in of the principal does not count as a SCIM token', row('VAULT-STOK-08'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 1 } });
  const role = await arrange.tokenRole(tenant);
  const logins = [await arrange.login(tenant, 'userpass'), await arrange.login(tenant, 'approle')];
  const order = tokenFields(tenant.clientName, policiesOf(tenant), { type: 'scim' });

  const issued = await vault.write(`auth/token/create/${role}`, order);

  expect(issued, 'the order of the only SCIM token').toHaveStatus(200);
  const list = await tenant.scim.get('/Groups', { token: issuedToken(issued) });
  expect(list, 'a list with the SCIM token').toHaveStatus(200);
  for (const { scim } of logins) expect(await scim.get('/Groups'), 'a list with a sign-in').toHaveStatus(200);
});

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

test(
  'ordinary service tokens are issued while SCIM tokens take every place of the client',
  row('VAULT-STOK-08'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 1 } });
    const [role, full] = [await arrange.tokenRole(tenant), await arrange.credential(tenant, SCIM_TOKEN)];
    const order = tokenFields(tenant.clientName, policiesOf(tenant));

    const issued = [
      await vault.write(`auth/token/create/${role}`, order),
      await vault.write(`auth/token/create/${role}`, order),
    ];

    for (const answer of issued) {
      expect(answer, 'the order of a service token').toHaveStatus(200);
      const list = await tenant.scim.get('/Groups', { token: issuedToken(answer) });
      expect(list, 'a list with the service token').toHaveStatus(200);
    }
    expect(await full.scim.get('/Groups'), 'a list with the SCIM token').toHaveStatus(200);
  },
);

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

/** Whose revocation frees no place under the limit of a SCIM client. */
const FREEING_NOTHING = [
  {
    what: 'a SCIM token of another client',
    revoked: async (arrange: Arrange) => arrange.credential(await arrange.tenant(), SCIM_TOKEN),
  },
  {
    what: 'a service token of its principal',
    revoked: (arrange: Arrange, tenant: Tenant) => arrange.credential(tenant),
  },
  {
    what: 'a SCIM token that is revoked already',
    revoked: async (arrange: Arrange, tenant: Tenant, vault: VaultClient) => {
      const credential = await arrange.credential(tenant, SCIM_TOKEN);
      await arrange.during(() => vault.write('auth/token/revoke-accessor', { accessor: credential.accessor }));
      return credential;
    },
  },
];

for (const { what, revoked } of FREEING_NOTHING) {
  test(
    `no more SCIM tokens than max_active_tokens are usable after the revocation of ${what}`,
    row('VAULT-STOK-03'),
    async ({ vault, arrange }) => {
      const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 2 } });
      const [path, role] = [scimClientPath(tenant.clientName), await arrange.tokenRole(tenant)];
      const order = tokenFields(tenant.clientName, policiesOf(tenant), { type: 'scim' });
      const bystanders = [];
      for (const { revoke } of REVOCATIONS) bystanders.push({ revoke, of: await revoked(arrange, tenant, vault) });
      const first = await arrange.credential(tenant, SCIM_TOKEN);
      const before = await vault.read(path);

      for (const { revoke, of } of bystanders) await revoke(vault, of);
      const issued = [];
      for (let ordered = 0; ordered < 3; ordered += 1)
        issued.push(await vault.write(`auth/token/create/${role}`, order));

      const tokens = [first.token, ...issued.map(issuedToken)];
      const lists = await Promise.all(tokens.map((token) => tenant.scim.get('/Groups', { token })));
      expect(lists.filter(({ status }) => status === 200).length, 'the number of SCIM tokens that serve').toBe(2);
      expect((await vault.read(path)).data, 'the client').toEqual(before.data);
    },
  );
}

test(
  'a max_active_tokens counts through refused updates and a change of the principal',
  row('VAULT-STOK-04'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 2 } });
    const [path, next] = [scimClientPath(tenant.clientName), await arrange.freePrincipal()];
    const serving = async (principal: Tenant) => {
      const order = tokenFields(principal.clientName, policiesOf(principal), { type: 'scim' });
      const issued = await vault.write(`auth/token/create/${await arrange.tokenRole(principal)}`, order);
      return tenant.scim.get('/Groups', { token: issuedToken(issued) });
    };
    const update = (fields: Record<string, unknown>) => vault.write(path, fields);

    const raised = await update({ access_grant_principal: tenant.principalId, max_active_tokens: 4 });
    const refused = [
      await update({ access_grant_principal: tenant.principalId, max_active_tokens: 0 }),
      await update({ max_active_tokens: 1 }),
    ];
    const ofFirst = [await serving(tenant), await serving(tenant), await serving(tenant), await serving(tenant)];
    await vault.write(path, { access_grant_principal: next.principalId, max_active_tokens: 8 });
    const ofNext = [await serving(next), await serving(next), await serving(next), await serving(next)];

    expect(raised, 'the update to 4').toHaveStatus([200, 204]);
    for (const answer of refused) expect(answer, 'an update that is refused').toBeRefused();
    for (const answer of ofFirst) expect(answer, 'a list with one of four tokens').toHaveStatus(200);
    for (const answer of ofNext)
      expect(answer, 'a list with one of four tokens of the next principal').toHaveStatus(200);
    expect((await vault.read(path)).data?.max_active_tokens, 'max_active_tokens of the client').toBe(8);
  },
);
