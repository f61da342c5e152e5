import {
  ACTIVITY_FORMS,
  expect,
  HOLDING_TOKENS,
  heldTokens,
  highRiskWhen,
  isAccepted,
  issueFrom,
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
  for (const { form, send } of ACTIVITY_FORMS) {
    test(
      `${kind} of a user is refused after a deactivation by ${form}`,
      row(id),
      async ({ tenant, vault, arrange }) => {
        const policies = [await arrange.policy(HOLDING_TOKENS)];
        const { user, person, secret } = await provisionedMember(arrange, tenant, policies);
        const tokens = await heldTokens(arrange, person);
        const held = tokens.filter((token) => token.kind === kind);
        for (const { session } of held) await arrange.during(() => readSecret(session, secret));
        const before = await vault.read(secret);

        await send(tenant, user, false);
        const reads = [];
        for (const { session } of held) reads.push(await session.read(secret));

        expect(
          reads.map(({ status }) => status),
          `status of the secret, read with ${kind}`,
        ).toEqual([403]);
        const after = await vault.read(secret);
        expect(after.data, 'the secret').toEqual(before.data);
      },
    );
  }
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
