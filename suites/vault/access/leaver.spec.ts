import {
  expect,
  highRiskWhen,
  memberIdsOf,
  provisionedMember,
  readSecret,
  row,
  test,
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
