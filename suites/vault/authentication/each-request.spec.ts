import {
  type Arrange,
  type Credential,
  createVaultEntity,
  createVaultGroup,
  expect,
  HOLDING_TOKENS,
  issuedToken,
  issueFrom,
  LOSE_PRINCIPAL,
  policiesOf,
  REVOCATIONS,
  row,
  scimClientPath,
  sendEachRequest,
  storedSubjects,
  subjectsOf,
  type Tenant,
  test,
  unknownToken,
  type VaultClient,
  waitUntilGone,
} from '../../../src/harness/index.ts';

const SELF = 'auth/token/revoke-self';
const ALONE = 'auth/token/revoke-orphan';

const EACH_REVOCATION = [
  ...REVOCATIONS,
  {
    by: 'itself',
    revoke: (vault: VaultClient, { token }: Credential) =>
      vault.with({ token, actor: 'another credential' }).write(SELF, {}),
  },
  {
    by: 'its value, apart from its children',
    revoke: (vault: VaultClient, { token }: Credential) =>
      vault.with({ token, actor: 'another credential' }).write(ALONE, { token: token.reveal() }),
  },
];

test('each request with a revoked token is refused', row('VAULT-AUTH-12'), async ({ tenant, vault, arrange }) => {
  const subjects = await subjectsOf(arrange, tenant);
  const before = await storedSubjects(vault, subjects);
  const grants = { [SELF]: ['update'], [ALONE]: ['update', 'sudo'] };

  for (const { by, revoke } of EACH_REVOCATION) {
    const revoked = await arrange.credential(tenant, { policies: policiesOf(tenant), grants });
    expect(await revoked.scim.get('/Users'), 'the list before the revocation').toHaveStatus(200);
    await revoke(vault, revoked);
    const asked = await sendEachRequest(revoked.scim, subjects);

    for (const { request, answer } of asked) expect(answer, `${request}, revoked by ${by}`).toHaveStatus(403);
  }
  expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
});

const CALLERS = [
  { who: 'a token of a role', caller: async (_arrange: Arrange, tenant: Tenant) => tenant },
  { who: 'a token of a sign-in', caller: (arrange: Arrange, tenant: Tenant) => arrange.login(tenant, 'userpass') },
];

const callersOf = (arrange: Arrange, tenant: Tenant) =>
  Promise.all(CALLERS.map(async ({ who, caller }) => ({ who, scim: (await caller(arrange, tenant)).scim })));

/** Further tokens of a principal: of another sign-in, and those that a token of it has made. */
async function furtherTokens(arrange: Arrange, vault: VaultClient, tenant: Tenant) {
  const parent = await arrange.credential(tenant, { policies: policiesOf(tenant), grants: HOLDING_TOKENS });
  const session = vault.with({ token: parent.token, actor: 'another credential' });
  const issue = async (fields = {}) =>
    issuedToken(await arrange.during(() => issueFrom(session, 'auth/token/create', fields)));
  return [
    { kind: 'a child token', token: await issue() },
    { kind: 'a batch token', token: await issue({ type: 'batch' }) },
    { kind: 'a token of another sign-in', token: (await arrange.login(tenant, 'approle')).token },
  ];
}

const LOST = [
  { which: 'disabled', id: 'VAULT-AUTH-17' },
  { which: 'deleted', id: 'VAULT-AUTH-19' },
  { which: 'former', id: 'VAULT-CLIENT-20' },
] as const;

for (const { which, id } of LOST) {
  test(`each request with a token of a ${which} principal is refused`, row(id), async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const subjects = await subjectsOf(arrange, tenant);
    const callers = await callersOf(arrange, tenant);
    const further = await furtherTokens(arrange, vault, tenant);
    await LOSE_PRINCIPAL[which](arrange, vault, tenant);
    const before = await storedSubjects(vault, subjects);

    for (const { who, scim } of callers) {
      const asked = await sendEachRequest(scim, subjects);

      for (const { request, answer } of asked) expect(answer, `${request} with ${who}`).toBeRefused();
    }
    for (const { kind, token } of further) {
      const { path } = subjects.user;
      expect(await tenant.scim.get(path, { token }), `a read with ${kind}`).toBeRefused();
      expect(await tenant.scim.delete(path, { token }), `a deletion with ${kind}`).toBeRefused();
    }
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  });
}

test(
  'each request with a token of a deleted client is refused',
  row('VAULT-CLDEL-22'),
  async ({ tenant: owner, vault, arrange }) => {
    const tenant = await arrange.tenant();
    const callers = await callersOf(arrange, tenant);
    const subjects = await subjectsOf(arrange, owner);
    await vault.remove(scimClientPath(tenant.clientName));
    await arrange.during(() => waitUntilGone(vault, scimClientPath(tenant.clientName)));
    const before = await storedSubjects(vault, subjects);

    for (const { who, scim } of callers) {
      const asked = await sendEachRequest(scim, subjects);

      for (const { request, answer } of asked) expect(answer, `${request} with ${who}`).toBeRefused();
    }
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  },
);

test(
  'the tokens of a deleted principal stay refused when an entity of its name is the principal',
  row('VAULT-AUTH-19'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const callers = await callersOf(arrange, tenant);
    const [principal, path] = [`identity/entity/id/${tenant.principalId}`, `identity/entity/id/${user.id}`];
    const { data } = await vault.read(principal);
    await vault.remove(principal);
    const next = await arrange.during(() => createVaultEntity(vault, String(data?.name)));
    await vault.write(scimClientPath(tenant.clientName), { access_grant_principal: next });
    const before = await vault.read(path);

    for (const { who, scim } of callers) {
      expect(await scim.get(user.path), `a read with ${who}`).toBeRefused();
      expect(await scim.put(user.path, { ...user.sent, active: false }), `a replace with ${who}`).toBeRefused();
    }
    expect((await vault.read(path)).data, 'the entity of the user').toEqual(before.data);
  },
);

for (const { who, caller } of CALLERS) {
  test(
    `${who} that was refused serves again when its principal is enabled again`,
    row('VAULT-AUTH-18'),
    async ({ vault, arrange }) => {
      const tenant = await arrange.tenant();
      const subjects = await subjectsOf(arrange, tenant);
      const { scim } = await caller(arrange, tenant);
      const principal = `identity/entity/id/${tenant.principalId}`;
      await vault.write(principal, { disabled: true });
      await scim.get(subjects.user.path);

      await vault.write(principal, { disabled: false });

      expect((await scim.get(subjects.user.path)).body, 'the user').toEqual(subjects.user.body);
      const asked = await sendEachRequest(scim, subjects);
      for (const { request, answer } of asked) expect(answer, request).toHaveStatus([200, 201, 204]);
    },
  );
}

const STRANGERS = [
  {
    who: 'a token whose entity is no principal',
    id: 'VAULT-AUTH-14',
    caller: (arrange: Arrange, _tenant: Tenant) => arrange.freePrincipal(),
  },
  {
    who: 'a token without an entity',
    id: 'VAULT-AUTH-15',
    caller: (arrange: Arrange, tenant: Tenant) => arrange.credential(tenant, { alias: null }),
  },
] as const;

for (const { who, id, caller } of STRANGERS) {
  test(`each request with ${who} is refused`, row(id), async ({ tenant, vault, arrange }) => {
    const subjects = await subjectsOf(arrange, tenant);
    const { scim } = await caller(arrange, tenant);
    const before = await storedSubjects(vault, subjects);

    const asked = await sendEachRequest(scim, subjects);

    for (const { request, answer } of asked) expect(answer, request).toBeRefused();
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  });
}

test(
  'a user of a SCIM client, and who is in a group with its principal, are refused',
  row('VAULT-AUTH-14'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant({ aliasMount: 'userpass' });
    const subjects = await subjectsOf(arrange, tenant);
    const [user, stranger] = [await arrange.user(tenant), await arrange.freePrincipal()];
    const signIn = await arrange.signedIn(await arrange.person(tenant, user.userName, policiesOf(tenant)));
    const fields = { member_entity_ids: [tenant.principalId, stranger.principalId] };
    await arrange.during(() => createVaultGroup(vault, arrange.unique('group'), fields));
    const before = await storedSubjects(vault, subjects);

    const asked = [
      ...(await sendEachRequest(tenant.scim, subjects, { token: issuedToken(signIn) })),
      ...(await sendEachRequest(stranger.scim, subjects)),
    ];

    for (const { request, answer } of asked) expect(answer, request).toBeRefused();
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  },
);

test('each request without a token is refused', row('VAULT-AUTH-30'), async ({ tenant, vault, arrange }) => {
  const subjects = await subjectsOf(arrange, tenant);
  const before = await storedSubjects(vault, subjects);

  const asked = await sendEachRequest(tenant.scim, subjects, { token: null });

  for (const { request, answer } of asked) {
    expect(answer, request).toBeRefused();
    expect(answer.text.includes(subjects.group.displayName), `the name of the group in ${request}`).toBe(false);
  }
  expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
});

test(
  'each request with an unknown token is refused with 403',
  row('VAULT-AUTH-11'),
  async ({ tenant, vault, arrange }) => {
    const subjects = await subjectsOf(arrange, tenant);
    const before = await storedSubjects(vault, subjects);

    const asked = await sendEachRequest(tenant.scim, subjects, { token: unknownToken() });

    for (const { request, answer } of asked) expect(answer, request).toHaveStatus(403);
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  },
);

test(
  'each request with an expired token is refused with 403',
  row('VAULT-AUTH-13'),
  async ({ tenant, vault, arrange }) => {
    const subjects = await subjectsOf(arrange, tenant);
    const short = await arrange.credential(tenant, { fields: { ttl: '1s' } });
    const before = await storedSubjects(vault, subjects);
    await expect
      .poll(async () => (await short.scim.get('/Users')).status, {
        message: 'the list after the expiry',
        timeout: 5_000,
      })
      .toBe(403);

    const asked = await sendEachRequest(short.scim, subjects);

    for (const { request, answer } of asked) expect(answer, request).toHaveStatus(403);
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  },
);

for (const type of ['userpass', 'approle'] as const) {
  test(
    `the token of a ${type} sign-in that is revoked is refused`,
    row('VAULT-AUTH-12'),
    async ({ vault, arrange }) => {
      const tenant = await arrange.tenant();
      const user = await arrange.user(tenant);
      const before = await tenant.scim.get(user.path);

      for (const { by, revoke } of REVOCATIONS) {
        const login = await arrange.login(tenant, type);
        expect(await login.scim.get(user.path), 'the user before the revocation').toHaveStatus(200);

        await revoke(vault, login);

        expect(await login.scim.get(user.path), `a read after a revocation by ${by}`).toHaveStatus(403);
        expect(await login.scim.delete(user.path), `a deletion after a revocation by ${by}`).toHaveStatus(403);
        expect((await tenant.scim.get(user.path)).body, 'the user').toEqual(before.body);
      }
    },
  );
}
