import {
  expect,
  LOSE_PRINCIPAL,
  listed,
  listOf,
  REVOCATIONS,
  row,
  scimClientPath,
  sendEachRequest,
  storedSubjects,
  subjectsOf,
  test,
  waitUntilGone,
} from '../../../src/harness/index.ts';

const SCIM_TOKEN = { fields: { type: 'scim' } };

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

const LOST = [
  { which: 'disabled', id: 'VAULT-STOK-16' },
  { which: 'former', id: 'VAULT-STOK-17' },
  { which: 'deleted', id: 'VAULT-STOK-18' },
] as const;

for (const { which, id } of LOST) {
  test(`each request with a SCIM token of a ${which} principal is refused`, row(id), async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const subjects = await subjectsOf(arrange, tenant);
    const { scim } = await arrange.credential(tenant, SCIM_TOKEN);
    await LOSE_PRINCIPAL[which](arrange, vault, tenant);
    const before = await storedSubjects(vault, subjects);

    const asked = await sendEachRequest(scim, subjects);

    for (const { request, answer } of asked) expect(answer, request).toBeRefused();
    expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
  });
}

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
