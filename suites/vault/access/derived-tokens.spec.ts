import {
  expect,
  highRiskWhen,
  isAccepted,
  issueFrom,
  provisionedMember,
  readSecret,
  row,
  setActive,
  test,
} from '../../../src/harness/index.ts';

const deactivate = [{ op: 'replace', path: 'active', value: false }];
const ISSUE = { 'auth/token/create': ['create', 'update'] };
const LEAVE_PARENT = { 'auth/token/revoke-orphan': ['create', 'update', 'sudo'] };
const ISSUE_ORPHAN = { 'auth/token/create-orphan': ['create', 'update', 'sudo'] };

test("a deactivated user's child token is refused", row('VAULT-ACCESS-12'), async ({ tenant, vault, arrange }) => {
  const { user, person, secret } = await provisionedMember(arrange, tenant, [await arrange.policy(ISSUE)]);
  const { session } = await arrange.signedIn(person);
  const child = await arrange.during(() => issueFrom(session, 'auth/token/create'));
  await arrange.during(() => readSecret(child.session, secret));
  const before = await vault.read(secret);

  await tenant.scim.patch(user.path, deactivate);
  const read = await child.session.read(secret);

  expect(read, 'the secret, read with the child token').toHaveStatus(403);
  const after = await vault.read(secret);
  expect(after.data, 'the secret').toEqual(before.data);
});

test("a deactivated user's orphan token is refused", row('VAULT-ACCESS-13'), async ({ tenant, vault, arrange }) => {
  const policies = [await arrange.policy({ ...ISSUE, ...LEAVE_PARENT })];
  const { user, person, secret } = await provisionedMember(arrange, tenant, policies);
  const { session, auth } = await arrange.signedIn(person);
  const orphan = await arrange.during(() => issueFrom(session, 'auth/token/create'));
  const parent = { token: auth?.client_token };
  await arrange.during(() => session.writeOrThrow('revoke a parent alone', 'auth/token/revoke-orphan', parent));
  await arrange.during(() => readSecret(orphan.session, secret));
  const before = await vault.read(secret);

  await tenant.scim.patch(user.path, deactivate);
  const read = await orphan.session.read(secret);

  expect(read, 'the secret, read with the orphan token').toHaveStatus(403);
  const after = await vault.read(secret);
  expect(after.data, 'the secret').toEqual(before.data);
});

test("a deactivated user's batch token is refused", row('VAULT-ACCESS-14'), async ({ tenant, vault, arrange }) => {
  const { user, person, secret } = await provisionedMember(arrange, tenant, [await arrange.policy(ISSUE)]);
  const { session } = await arrange.signedIn(person);
  const batch = await arrange.during(() => issueFrom(session, 'auth/token/create', { type: 'batch' }));
  await arrange.during(() => readSecret(batch.session, secret));
  const before = await vault.read(secret);

  await tenant.scim.patch(user.path, deactivate);
  const read = await batch.session.read(secret);

  expect(read, 'the secret, read with the batch token').toHaveStatus(403);
  const after = await vault.read(secret);
  expect(after.data, 'the secret').toEqual(before.data);
});

test(
  'an orphan token that a user made of its own, after the deactivation',
  row('VAULT-ACCESS-32'),
  async ({ tenant, arrange, observe }) => {
    const secret = await arrange.secret();
    const policies = [await arrange.policy({ ...ISSUE_ORPHAN, [secret]: ['read'] })];
    const { user, person } = await provisionedMember(arrange, tenant, policies);
    const { session } = await arrange.signedIn(person);
    const orphan = await arrange.during(() => issueFrom(session, 'auth/token/create-orphan'));
    await arrange.during(() => setActive(tenant, user, false));

    const read = await orphan.session.read(secret);

    expect(read, 'the secret, read with the orphan token').toHaveStatus([200, 403]);
    const entity = orphan.auth?.entity_id === '' ? 'no entity' : 'an entity';
    observe(`the token has ${entity}; a secret of its own policy: ${read.status}`, highRiskWhen(isAccepted(read)));
  },
);
