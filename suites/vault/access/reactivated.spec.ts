import { expect, provisionedMember, readSecret, row, setActive, test } from '../../../src/harness/index.ts';

const activate = [{ op: 'replace', path: 'active', value: true }];

test('a reactivated user can use its old token again', row('VAULT-ACCESS-16'), async ({ tenant, arrange }) => {
  const { user, person, secret } = await provisionedMember(arrange, tenant);
  const { session } = await arrange.signedIn(person);
  await arrange.during(() => readSecret(session, secret));
  await arrange.during(() => setActive(tenant, user, false));

  await tenant.scim.patch(user.path, activate);

  const read = await session.read(secret);
  expect(read, 'the secret, read with the token from before').toHaveStatus(200);
});

test('a reactivated user can sign in again', row('VAULT-ACCESS-17'), async ({ tenant, arrange }) => {
  const { user, person, secret } = await provisionedMember(arrange, tenant);
  await arrange.during(() => setActive(tenant, user, false));

  await tenant.scim.patch(user.path, activate);
  const { session } = await person.signIn();

  const read = await session.read(secret);
  expect(read, 'the secret, read after the sign-in').toHaveStatus(200);
});
