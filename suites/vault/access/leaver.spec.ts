import {
  expect,
  HOLDING_TOKENS,
  heldTokens,
  highRiskWhen,
  memberIdsOf,
  provisionedMember,
  readSecret,
  row,
  scimClientPath,
  test,
  waitUntilGone,
} from '../../../src/harness/index.ts';

test(
  "a deleted user's group policies are gone for a new sign-in",
  row('VAULT-ACCESS-20'),
  async ({ tenant, vault, arrange }) => {
    const { user, person, secret } = await provisionedMember(arrange, tenant);
    const before = await vault.read(secret);

    await tenant.scim.delete(user.path);
    const { session } = await person.signIn();
    const read = await session.read(secret);

    expect(read, 'the secret, read after a new sign-in').toBeRefused();
    const after = await vault.read(secret);
    expect(after.data, 'the secret').toEqual(before.data);
  },
);

test(
  'who is provisioned again under the name of a deleted user reads nothing of that one',
  row('VAULT-ACCESS-20'),
  async ({ tenant, vault, arrange }) => {
    const { user, person, secret } = await provisionedMember(arrange, tenant);
    const { session: old } = await arrange.signedIn(person);
    await arrange.during(() => readSecret(old, secret));
    const before = await vault.read(secret);

    await tenant.scim.delete(user.path);
    const again = await arrange.user(tenant, { userName: user.userName, externalId: user.externalId });
    const { session, auth } = await person.signIn();

    expect(auth?.entity_id, 'the entity of the new sign-in').toBe(again.id);
    expect(await session.read(secret), 'the secret, read after the new sign-in').toBeRefused();
    expect((await vault.read(secret)).data, 'the secret').toEqual(before.data);
  },
);

test(
  "no token of a user that was deleted with its SCIM client reads its group's secret",
  row('VAULT-ACCESS-19'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant({ aliasMount: 'userpass' });
    const { user, person, secret } = await provisionedMember(arrange, tenant, [await arrange.policy(HOLDING_TOKENS)]);
    const tokens = await heldTokens(arrange, person);
    for (const { session } of tokens) await arrange.during(() => readSecret(session, secret));
    const before = await vault.read(secret);

    await vault.remove(scimClientPath(tenant.clientName), { 'delete-linked-resources': 'true' });
    await waitUntilGone(vault, scimClientPath(tenant.clientName));

    expect(await vault.read(`identity/entity/id/${user.id}`), 'the entity of the user').toHaveStatus(404);
    for (const { kind, session } of [...tokens, { kind: 'a new sign-in', session: (await person.signIn()).session }]) {
      expect(await session.read(secret), `the secret, read with ${kind}`).toBeRefused();
    }
    expect((await vault.read(secret)).data, 'the secret').toEqual(before.data);
  },
);

test(
  'whether the Vault group still names a deleted user',
  row('VAULT-ACCESS-31'),
  async ({ tenant, vault, arrange, observe }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);

    await tenant.scim.delete(user.path);

    const read = await vault.read(`identity/group/id/${group.id}`);
    expect(read, 'a read of the Vault group').toHaveStatus(200);
    const named = memberIdsOf(read).includes(user.id);
    observe(named ? 'the deleted user is still named' : 'the deleted user is not named', highRiskWhen(named));
  },
);
