import {
  bodyOf,
  expect,
  policiesOf,
  row,
  scimClientPath,
  type Tenant,
  test,
  tokenFields,
  wordsOf,
} from '../../../src/harness/index.ts';

const SCIM_TOKEN = { fields: { type: 'scim' } };

const ORDERS = [
  { order: 'an hour', fields: { ttl: '1h' } },
  { order: 'a second too long', fields: { ttl: '61s' } },
  { order: 'no time named', fields: { ttl: undefined } },
  { order: 'a period', fields: { ttl: undefined, period: '1h' } },
  { order: 'an hour at most', fields: { ttl: undefined, explicit_max_ttl: '1h' } },
];

test(
  'no SCIM token lives longer than max_token_ttl, however it is ordered',
  row('VAULT-STOK-07'),
  async ({ vault, arrange }) => {
    const clientFields = { max_token_ttl: 60, max_active_tokens: 2 * ORDERS.length };
    const tenant = await arrange.tenant({ clientFields });
    const policies = policiesOf(tenant);
    const role = await arrange.tokenRole(tenant);

    for (const { method, order, fields } of ORDERS.flatMap((one) => [
      { method: 'POST', ...one },
      { method: 'PUT', ...one },
    ])) {
      const body = tokenFields(tenant.clientName, policies, { type: 'scim', ...fields });
      const issued = await vault.send({ method, path: `/v1/auth/token/create/${role}`, body });

      const accessor = issued.auth?.accessor ?? '';
      const looked = await vault.write('auth/token/lookup-accessor', { accessor });
      expect(issued.status, `the status of the request for ${order}`).toBeLessThan(500);
      expect(issued.auth?.lease_duration ?? 0, `the seconds given for ${order}`).toBeLessThanOrEqual(60);
      expect(Number(looked.data?.ttl ?? 0), `the seconds that a lookup shows for ${order}`).toBeLessThanOrEqual(60);
    }
  },
);

for (const { what, former, changes } of [
  { what: 'set later', former: undefined, changes: [60] },
  { what: 'lowered', former: 3_600, changes: [60] },
  { what: 'raised', former: 45, changes: [60] },
  { what: 'changed twice', former: 45, changes: [90, 60] },
]) {
  test(
    `a max_token_ttl that is ${what} counts for the next SCIM tokens, also when another field is changed then`,
    row('VAULT-STOK-07'),
    async ({ vault, arrange }) => {
      const tenant = await arrange.tenant({ clientFields: { max_token_ttl: former } });
      await arrange.credential(tenant, { fields: { type: 'scim', ttl: '30s' } });
      const policies = policiesOf(tenant);
      const role = await arrange.tokenRole(tenant);
      const update = (fields: Record<string, unknown>) =>
        vault.write(scimClientPath(tenant.clientName), { access_grant_principal: tenant.principalId, ...fields });

      for (const seconds of changes) await update({ max_token_ttl: seconds });
      const asked = tokenFields(tenant.clientName, policies, { type: 'scim', ttl: '1h' });
      const first = await vault.write(`auth/token/create/${role}`, asked);
      await update({ max_active_tokens: 3 });
      const second = await vault.write(`auth/token/create/${role}`, asked);

      for (const { status, auth } of [first, second]) {
        const looked = await vault.write('auth/token/lookup-accessor', { accessor: auth?.accessor ?? '' });
        expect(status, 'the status of the request for an hour').toBeLessThan(500);
        expect(Number(looked.data?.ttl ?? 0), 'the seconds that a lookup shows').toBeLessThanOrEqual(60);
      }
    },
  );
}

test('a SCIM token is refused when its max_token_ttl is over', row('VAULT-STOK-07'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant({ clientFields: { max_token_ttl: 1 } });
  const user = await arrange.user(tenant);
  const stored = `identity/entity/id/${user.id}`;
  const { scim } = await arrange.credential(tenant, { fields: { type: 'scim', ttl: '1s' } });
  const before = await vault.read(stored);
  await expect
    .poll(async () => (await scim.get(user.path)).status, { message: 'the user after the expiry', timeout: 5_000 })
    .toBe(403);

  const refused = [await scim.get('/Users'), await scim.put(user.path, user.sent), await scim.delete(user.path)];

  for (const answer of refused) expect(answer, 'a request after the expiry').toHaveStatus(403);
  expect((await vault.read(stored)).data, 'the entity of the user').toEqual(before.data);
});

test(
  'a SCIM token that is renewed does not live longer than max_token_ttl',
  row('VAULT-STOK-07'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant({ clientFields: { max_token_ttl: 60 } });
    const { token, accessor } = await arrange.credential(tenant, {
      fields: { type: 'scim', ttl: '50s', renewable: true },
    });
    const before = await vault.write('auth/token/lookup-accessor', { accessor });

    const answers = [
      await vault.write('auth/token/renew', { token: token.reveal(), increment: '1h' }),
      await vault.write('auth/token/renew-accessor', { accessor, increment: '1h' }),
    ];

    for (const { status, auth } of answers) {
      expect(status, 'the status of a renewal by an hour').toBeLessThan(500);
      expect(auth?.lease_duration ?? 0, 'the seconds given by a renewal').toBeLessThanOrEqual(60);
    }
    expect(before.data?.ttl, 'the seconds that a lookup shows before').toBeLessThanOrEqual(60);
    const looked = [
      await vault.write('auth/token/lookup', { token: token.reveal() }),
      await vault.write('auth/token/lookup-accessor', { accessor }),
    ];
    for (const { data } of looked) expect(data?.ttl, 'the seconds that a lookup shows').toBeLessThanOrEqual(60);
  },
);

test(
  'no SCIM token lives longer than max_token_ttl after a refused update and a change of the principal',
  row('VAULT-STOK-07'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant({ clientFields: { max_token_ttl: 60 } });
    const [path, next] = [scimClientPath(tenant.clientName), await arrange.freePrincipal()];
    const secondsOf = async (principal: Tenant) => {
      const asked = tokenFields(principal.clientName, policiesOf(principal), { type: 'scim', ttl: '1h' });
      const { auth } = await vault.write(`auth/token/create/${await arrange.tokenRole(principal)}`, asked);
      const looked = await vault.write('auth/token/lookup-accessor', { accessor: auth?.accessor ?? '' });
      return Number(looked.data?.ttl ?? 0);
    };

    const refused = await vault.write(path, { access_grant_principal: tenant.principalId, max_token_ttl: -1 });
    const ofFirst = await secondsOf(tenant);
    const changed = await vault.write(path, { access_grant_principal: next.principalId });
    const ofNext = await secondsOf(next);

    expect(refused, 'an update to a negative lifetime').toBeRefused();
    expect(changed, 'the change of the principal').toHaveStatus([200, 204]);
    expect(ofFirst, 'the seconds of a token after the refused update').toBeLessThanOrEqual(60);
    expect(ofNext, 'the seconds of a token of the next principal').toBeLessThanOrEqual(60);
    expect((await vault.read(path)).data?.max_token_ttl, 'max_token_ttl of the client').toBe(60);
  },
);

test(
  'two SCIM tokens of a client serve side by side, so that one can replace the other, again and again',
  row('VAULT-STOK-10'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const first = await arrange.credential(tenant, SCIM_TOKEN);

    const before = await first.scim.get(user.path);
    const second = await arrange.credential(tenant, SCIM_TOKEN);
    const between = [
      await first.scim.get(user.path),
      await second.scim.get(user.path),
      await first.scim.put(user.path, { ...user.sent, active: false }),
      await second.scim.put(user.path, { ...user.sent, active: true }),
    ];
    await vault.write('auth/token/revoke-accessor', { accessor: first.accessor });
    const after = await second.scim.put(user.path, { ...user.sent, active: false });
    const third = await arrange.credential(tenant, SCIM_TOKEN);
    const later = [await second.scim.get(user.path), await third.scim.get(user.path)];
    await vault.write('auth/token/revoke-accessor', { accessor: second.accessor });
    const read = await third.scim.get(user.path);

    for (const answer of [before, ...between, after, ...later, read]) expect(answer).toHaveStatus([200, 204]);
    expect(bodyOf(read).active, 'active').toBe(false);
  },
);

test('how a SCIM token beyond a limit is answered', row('VAULT-STOK-14'), async ({ vault, arrange, observe }) => {
  const tenant = await arrange.tenant({ clientFields: { max_active_tokens: 2, max_token_ttl: 60 } });
  await arrange.credential(tenant, { fields: { type: 'scim', ttl: '30s' } });
  const policies = policiesOf(tenant);
  const role = await arrange.tokenRole(tenant);
  const order = (ttl: string) => tokenFields(tenant.clientName, policies, { type: 'scim', ttl });

  const long = await vault.write(`auth/token/create/${role}`, order('1h'));
  await arrange.during(() => vault.write(`auth/token/create/${role}`, order('30s')));
  const excess = await vault.write(`auth/token/create/${role}`, order('30s'));

  expect(long.status, 'the status for a long TTL').toBeLessThan(500);
  expect(excess.status, 'the status beyond the limit').toBeLessThan(500);
  observe(`TTL above max_token_ttl: ${wordsOf(long)}; one token too many: ${wordsOf(excess)}`);
});
