import {
  type Credential,
  expect,
  listed,
  listOf,
  row,
  scimClientPath,
  sendEachRequest,
  storedSubjects,
  subjectsOf,
  test,
  type VaultClient,
  waitUntilGone,
} from '../../../src/harness/index.ts';

const SCIM_TOKEN = { fields: { type: 'scim' } };

const REVOCATIONS = [
  {
    by: 'its accessor',
    revoke: (vault: VaultClient, { accessor }: Credential) => vault.write('auth/token/revoke-accessor', { accessor }),
  },
  {
    by: 'its value',
    revoke: (vault: VaultClient, { token }: Credential) => vault.write('auth/token/revoke', { token: token.reveal() }),
  },
];

for (const { by, revoke } of REVOCATIONS) {
  test(
    `each request with a SCIM token that is revoked by ${by} is refused`,
    row('VAULT-STOK-09'),
    async ({ tenant, vault, arrange }) => {
      const subjects = await subjectsOf(arrange, tenant);
      const revoked = await arrange.credential(tenant, SCIM_TOKEN);
      const before = await storedSubjects(vault, subjects);
      expect(await revoked.scim.get('/Users'), 'the list before the revocation').toHaveStatus(200);
      await revoke(vault, revoked);

      const asked = await sendEachRequest(revoked.scim, subjects);

      for (const { request, answer } of asked) expect(answer, request).toBeRefused();
      expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
    },
  );
}

test(
  'each request with a SCIM token of a disabled principal is refused',
  row('VAULT-STOK-16'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const subjects = await subjectsOf(arrange, tenant);
    const { scim } = await arrange.credential(tenant, SCIM_TOKEN);
    await vault.write(`identity/entity/id/${tenant.principalId}`, { disabled: true });
    const before = await storedSubjects(vault, subjects);

    const asked = await sendEachRequest(scim, subjects);

    for (const { request, answer } of asked) expect(answer, request).toBeRefused();
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  },
);

test(
  'each request with a SCIM token of a former principal is refused',
  row('VAULT-STOK-17'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const subjects = await subjectsOf(arrange, tenant);
    const { scim } = await arrange.credential(tenant, SCIM_TOKEN);
    const change = { access_grant_principal: (await arrange.freePrincipal()).principalId };
    await vault.write(scimClientPath(tenant.clientName), change);
    const before = await storedSubjects(vault, subjects);

    const asked = await sendEachRequest(scim, subjects);

    for (const { request, answer } of asked) expect(answer, request).toBeRefused();
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  },
);

test(
  'each request with a SCIM token of a deleted principal is refused',
  row('VAULT-STOK-18'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const subjects = await subjectsOf(arrange, tenant);
    const { scim } = await arrange.credential(tenant, SCIM_TOKEN);
    await vault.remove(`identity/entity/id/${tenant.principalId}`);
    const before = await storedSubjects(vault, subjects);

    const asked = await sendEachRequest(scim, subjects);

    for (const { request, answer } of asked) expect(answer, request).toBeRefused();
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  },
);

test(
  'each request with a SCIM token of a deleted client is refused',
  row('VAULT-STOK-19'),
  async ({ tenant: owner, vault, arrange }) => {
    const tenant = await arrange.tenant();
    const subjects = await subjectsOf(arrange, owner);
    const { scim } = await arrange.credential(tenant, SCIM_TOKEN);
    await vault.remove(scimClientPath(tenant.clientName));
    await arrange.during(() => waitUntilGone(vault, scimClientPath(tenant.clientName)));
    const before = await storedSubjects(vault, subjects);

    const asked = await sendEachRequest(scim, subjects);

    for (const { request, answer } of asked) expect(answer, request).toBeRefused();
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  },
);

test(
  'a SCIM token that was refused serves again when its principal is enabled again',
  row('VAULT-STOK-20'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const { scim } = await arrange.credential(tenant, SCIM_TOKEN);
    const principal = `identity/entity/id/${tenant.principalId}`;
    await vault.write(principal, { disabled: true });
    await scim.get(user.path);

    await vault.write(principal, { disabled: false });

    expect(listed(await scim.get('/Users')), 'the users of the client').toEqual(listOf(user));
    expect((await scim.get(user.path)).body, 'the user').toEqual(user.body);
  },
);
