import {
  createVaultGroup,
  expect,
  GROUP_PASTS,
  groupBody,
  HOLDING_TOKENS,
  heldTokens,
  readSecret,
  row,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

type Resource = { id: string; path: string };
type Group = Resource & { displayName: string };
type End = (tenant: Tenant, group: Group, user: Resource) => Promise<unknown>;

for (const { by, pathOf } of [
  { by: 'its id', pathOf: ({ id }: Group) => `identity/group/id/${id}` },
  { by: 'its name', pathOf: ({ displayName }: Group) => `identity/group/name/${displayName}` },
]) {
  test(
    `a policy that a group gets or loses by ${by} counts at once for the tokens of its members`,
    row('VAULT-ACCESS-37'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant);
      const group = await arrange.group(tenant, [user]);
      const person = await arrange.person(tenant, user.userName, [await arrange.policy(HOLDING_TOKENS)]);
      const tokens = await heldTokens(arrange, person);
      const secret = await arrange.secret();
      const policies = [await arrange.policy({ [secret]: ['read'] })];
      for (const { session } of tokens) {
        expect(await session.read(secret), 'the secret before').toHaveStatus(403);
      }
      await vault.write(pathOf(group), { policies });

      for (const { kind, session } of tokens) {
        expect(await session.read(secret), `the secret, read with ${kind}`).toHaveStatus(200);
      }
      await vault.write(pathOf(group), { policies: ['vsc-other'] });
      for (const { kind, session } of tokens) {
        expect(await session.read(secret), `the secret under another policy, read with ${kind}`).toHaveStatus(403);
      }
      await vault.write(pathOf(group), { policies: ['vsc-other', ...policies] });
      for (const { kind, session } of tokens) {
        expect(await session.read(secret), `the secret under both policies, read with ${kind}`).toHaveStatus(200);
      }
      await vault.write(pathOf(group), { policies: [] });
      for (const { kind, session } of tokens) {
        expect(await session.read(secret), `the secret afterwards, read with ${kind}`).toHaveStatus(403);
      }
    },
  );
}

test(
  'a policy that a group of any past gets or loses counts at once for a token of its member',
  row('VAULT-ACCESS-37'),
  async ({ tenant, vault, arrange }) => {
    const secret = await arrange.secret();
    const policies = [await arrange.policy({ [secret]: ['read'] })];

    for (const { past, make } of GROUP_PASTS) {
      const { id, members } = await make(arrange, tenant);
      const { session } = await arrange.signedIn(await arrange.person(tenant, members[0]?.userName ?? ''));

      await vault.write(`identity/group/id/${id}`, { policies });
      const given = await session.read(secret);
      await vault.write(`identity/group/id/${id}`, { policies: [] });
      const taken = await session.read(secret);

      expect(given, `the secret by the policy of a group ${past}`).toHaveStatus(200);
      expect(taken, `the secret after the policy of a group ${past}`).toHaveStatus(403);
    }
  },
);

const ENDINGS: { ending: string; end: End }[] = [
  {
    ending: 'a removal by a value list',
    end: (tenant, group, { id }) =>
      tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value: [{ value: id }] }]),
  },
  {
    ending: 'a replace without it',
    end: (tenant, group) => tenant.scim.put(group.path, groupBody(group.displayName)),
  },
];

for (const { ending, end } of ENDINGS) {
  test(
    `a member loses what a parent group gives after ${ending}`,
    row('VAULT-ACCESS-38'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant);
      const group = await arrange.group(tenant, [user]);
      const secret = await arrange.secret();
      const parent = { policies: [await arrange.policy({ [secret]: ['read'] })], member_group_ids: [group.id] };
      await arrange.during(() => createVaultGroup(vault, arrange.unique('parent'), parent));
      const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName));
      await arrange.during(() => readSecret(session, secret));

      await end(tenant, group, user);

      const read = await session.read(secret);
      expect(read, 'the secret of the parent group, read with the token from before').toHaveStatus(403);
    },
  );
}
