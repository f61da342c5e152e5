import {
  CLIENT_CHANGES,
  expect,
  issuedToken,
  listed,
  listOf,
  PRINCIPAL_CHANGES,
  policiesOf,
  RENEWAL,
  row,
  scimClientPath,
  TOKEN_CHANGES,
  test,
  tokenFields,
  waitUntilGone,
} from '../../../src/harness/index.ts';

test(
  'tokens of a role and of a sign-in go on serving through all that ordinarily happens to them and their principal',
  row('VAULT-AUTH-20'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const credential = await arrange.login(tenant, 'userpass');

    for (const { change, make } of [...PRINCIPAL_CHANGES, ...CLIENT_CHANGES, RENEWAL, ...TOKEN_CHANGES]) {
      await make({ arrange, vault, tenant, credential });

      expect(await tenant.scim.get(user.path), `a read after ${change}`).toHaveStatus(200);
      expect(await credential.scim.put(user.path, user.sent), `a replace after ${change}`).toHaveStatus([200, 204]);
    }
    expect(listed(await credential.scim.get('/Users')), 'the users of the client').toEqual(listOf(user));
  },
);

test(
  'a disabled principal stays disabled through all else that ordinarily happens to it',
  row('VAULT-AUTH-17'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const stored = `identity/entity/id/${user.id}`;
    const role = await arrange.tokenRole(tenant);
    await vault.write(`identity/entity/id/${tenant.principalId}`, { disabled: true });
    const before = await vault.read(stored);

    for (const { change, make } of [...PRINCIPAL_CHANGES, ...CLIENT_CHANGES]) {
      await make({ arrange, vault, tenant });

      const answer = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
      expect(answer, `a patch after ${change}`).toBeRefused();
    }
    const order = tokenFields(tenant.clientName, policiesOf(tenant));
    const token = issuedToken(await vault.write(`auth/token/create/${role}`, order));
    expect(await tenant.scim.get(user.path, { token }), 'a read with a token that is ordered now').toBeRefused();
    expect(await tenant.scim.delete(user.path, { token }), 'a deletion with that token').toBeRefused();
    expect((await vault.read(stored)).data, 'the entity of the user').toEqual(before.data);
    const principal = await vault.read(`identity/entity/id/${tenant.principalId}`);
    expect(principal.data?.disabled, 'disabled of the principal').toBe(true);
  },
);

test(
  'a token that was refused serves again when a SCIM client of its principal is created again',
  row('VAULT-AUTH-20'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const path = scimClientPath(tenant.clientName);
    await vault.remove(path);
    await arrange.during(() => waitUntilGone(vault, path));
    expect(await tenant.scim.get('/Users'), 'a list without a client').toBeRefused();

    await vault.write(path, { access_grant_principal: tenant.principalId });

    expect(listed(await tenant.scim.get('/Users')), 'the users of the client').toEqual(listOf());
    expect(await tenant.scim.get('/Groups'), 'the list of groups').toHaveStatus(200);
  },
);
