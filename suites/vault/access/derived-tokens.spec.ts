import {
  expect,
  HOLDING_TOKENS,
  heldToken,
  highRiskWhen,
  isAccepted,
  issueFrom,
  memberForEachForm,
  provisionedMember,
  readSecret,
  row,
  setActive,
  test,
} from '../../../src/harness/index.ts';

const ISSUE_ORPHAN = { 'auth/token/create-orphan': ['create', 'update', 'sudo'] };

const KINDS = [
  { kind: 'a child token', id: 'VAULT-ACCESS-12' },
  { kind: 'a token whose parent is revoked', id: 'VAULT-ACCESS-13' },
  { kind: 'a batch token', id: 'VAULT-ACCESS-14' },
] as const;

for (const { kind, id } of KINDS) {
  test(`${kind} of a user is refused after a deactivation in any form`, row(id), async ({ tenant, vault, arrange }) => {
    const policies = [await arrange.policy(HOLDING_TOKENS)];
    const { members, secret } = await memberForEachForm(arrange, tenant, { policies });
    const before = await vault.read(secret);

    for (const { form, send, user, person } of members) {
      const session = await heldToken(arrange, person, kind);
      await arrange.during(() => readSecret(session, secret));

      await send(tenant, user, false);

      expect(await session.read(secret), `the secret, read with ${kind} after ${form}`).toHaveStatus(403);
    }
    const after = await vault.read(secret);
    expect(after.data, 'the secret').toEqual(before.data);
  });
}

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
