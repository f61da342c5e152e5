import {
  type ArrangedGroup,
  addMember,
  createVaultGroup,
  expect,
  groupBody,
  HOLDING_TOKENS,
  heldTokens,
  readSecret,
  row,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

type Resource = { id: string; path: string };
type Group = ArrangedGroup;
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

/** What may befall a group before an administrator gives it a policy, one after the other. */
const CHANGES: { after: string; change: (tenant: Tenant, group: Group, user: Resource, other: Resource) => unknown }[] =
  [
    {
      after: 'a rename',
      change: (tenant, { path, displayName }, user, other) =>
        tenant.scim.put(path, groupBody(`${displayName}-renamed`, [user.id, other.id])),
    },
    { after: 'the deletion of another member', change: (tenant, _group, _user, { path }) => tenant.scim.delete(path) },
    {
      after: 'its emptying',
      change: (tenant, { path, displayName }) => tenant.scim.put(path, groupBody(displayName, [])),
    },
    { after: 'the return of its member', change: (tenant, group, user) => addMember(tenant, group, user) },
  ];

test(
  'a policy that a group gets or loses after changes by SCIM counts at once for a token of its member',
  row('VAULT-ACCESS-37'),
  async ({ tenant, vault, arrange }) => {
    const [user, other] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [user, other]);
    const secret = await arrange.secret();
    const policies = [await arrange.policy({ [secret]: ['read'] })];
    const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName));
    const path = `identity/group/id/${group.id}`;
    const seen: Record<string, number[]> = {};

    for (const { after, change } of CHANGES) {
      await arrange.during(async () => change(tenant, group, user, other));
      await vault.write(path, { policies });
      const given = await session.read(secret);
      await vault.write(path, { policies: [] });
      const taken = await session.read(secret);
      seen[after] = [given.status, taken.status];
    }

    expect(seen, 'status of the secret with the policy and without it, after each change').toEqual({
      'a rename': [200, 403],
      'the deletion of another member': [200, 403],
      'its emptying': [403, 403],
      'the return of its member': [200, 403],
    });
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
