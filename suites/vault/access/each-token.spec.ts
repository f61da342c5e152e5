import {
  expect,
  groupBody,
  HOLDING_TOKENS,
  heldTokens,
  idOf,
  provisionedMember,
  readSecret,
  row,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

type Resource = { id: string; path: string };
type Given = {
  tenant: Tenant;
  user: Resource & { sent: Record<string, unknown> };
  group: Resource & { displayName: string };
};

const removal = ({ tenant, group }: Given, operation: Record<string, unknown>) =>
  tenant.scim.patch(group.path, [{ op: 'remove', ...operation }]);
const replace = ({ tenant, group }: Given, name: string) => tenant.scim.put(group.path, groupBody(name, []));

const ENDINGS = [
  {
    ending: 'a removal by a value list',
    id: 'VAULT-ACCESS-06',
    end: (given: Given) => removal(given, { path: 'members', value: [{ value: given.user.id }] }),
  },
  {
    ending: 'a removal by a value filter',
    id: 'VAULT-ACCESS-07',
    end: (given: Given) => removal(given, { path: `members[value eq "${given.user.id}"]` }),
  },
  {
    ending: 'a replace that empties the group',
    id: 'VAULT-ACCESS-08',
    end: (given: Given) => replace(given, given.group.displayName),
  },
  {
    ending: 'a replace that empties and renames the group',
    id: 'VAULT-ACCESS-08',
    end: (given: Given) => replace(given, `${given.group.displayName}-renamed`),
  },
  {
    ending: 'the deletion of the group',
    id: 'VAULT-ACCESS-09',
    end: ({ tenant, group }: Given) => tenant.scim.delete(group.path),
  },
] as const;

for (const { ending, id, end } of ENDINGS) {
  test(`no token of a member reads the group's secret after ${ending}`, row(id), async ({ tenant, arrange }) => {
    const policies = [await arrange.policy(HOLDING_TOKENS)];
    const { user, group, person, secret } = await provisionedMember(arrange, tenant, policies);
    const tokens = await heldTokens(arrange, person);
    for (const { session } of tokens) await arrange.during(() => readSecret(session, secret));

    await end({ tenant, user, group });

    for (const { kind, session } of tokens) {
      expect(await session.read(secret), `the secret, read with ${kind}`).toHaveStatus(403);
    }
  });
}

test(
  'no token of a member of a deleted group reads the secrets of the next group of its name',
  row('VAULT-ACCESS-09'),
  async ({ tenant, vault, arrange }) => {
    const policies = [await arrange.policy(HOLDING_TOKENS)];
    const { group, person, secret } = await provisionedMember(arrange, tenant, policies);
    const tokens = await heldTokens(arrange, person);
    for (const { session } of tokens) await arrange.during(() => readSecret(session, secret));
    await tenant.scim.delete(group.path);

    const next = await tenant.scim.post('/Groups', groupBody(group.displayName));
    const granted = { policies: [await arrange.policy({ [secret]: ['read'] })] };
    await vault.write(`identity/group/id/${idOf(next)}`, granted);

    expect(next, 'a create of the next group').toHaveStatus(201);
    for (const { kind, session } of [...tokens, { kind: 'a new sign-in', session: (await person.signIn()).session }]) {
      expect(await session.read(secret), `the secret, read with ${kind}`).toHaveStatus(403);
    }
  },
);

/** What follows the deletion of a user. */
const SUCCESSIONS = [
  { since: '', follow: async () => undefined },
  {
    since: ' after its name came back',
    follow: ({ tenant, user }: Given) => tenant.scim.post('/Users', user.sent),
  },
  {
    since: ' after its name came back and joined the group',
    follow: async ({ tenant, user, group }: Given) => {
      const value = [{ value: idOf(await tenant.scim.post('/Users', user.sent)) }];
      return tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value }]);
    },
  },
];

for (const { since, follow } of SUCCESSIONS) {
  test(
    `no token of a deleted user reads its group's secret${since}`,
    row('VAULT-ACCESS-19'),
    async ({ tenant, vault, arrange }) => {
      const policies = [await arrange.policy(HOLDING_TOKENS)];
      const { user, group, person, secret } = await provisionedMember(arrange, tenant, policies);
      const tokens = await heldTokens(arrange, person);
      for (const { session } of tokens) await arrange.during(() => readSecret(session, secret));
      const before = await vault.read(secret);

      await tenant.scim.delete(user.path);
      await follow({ tenant, user, group });

      for (const { kind, session } of tokens) {
        expect(await session.read(secret), `the secret, read with ${kind}`).toBeRefused();
      }
      const after = await vault.read(secret);
      expect(after.data, 'the secret').toEqual(before.data);
    },
  );
}

test(
  'each token of a user counts for a group that it joins later, and that it joins again',
  row('VAULT-ACCESS-04'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);
    const secret = await arrange.secretOf(group);
    const person = await arrange.person(tenant, user.userName, [await arrange.policy(HOLDING_TOKENS)]);
    const tokens = await heldTokens(arrange, person);
    const members = { path: 'members', value: [{ value: user.id }] };

    await tenant.scim.patch(group.path, [{ op: 'add', ...members }]);
    for (const { kind, session } of tokens) {
      expect(await session.read(secret), `the secret, read with ${kind}`).toHaveStatus(200);
    }
    await tenant.scim.patch(group.path, [{ op: 'remove', ...members }]);
    await tenant.scim.patch(group.path, [{ op: 'add', ...members }]);
    for (const { kind, session } of tokens) {
      expect(await session.read(secret), `the secret, read with ${kind} after a return`).toHaveStatus(200);
    }
  },
);

const byPatch = ({ tenant, user, group }: Given) =>
  tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);
const byReplace = ({ tenant, user, group }: Given) =>
  tenant.scim.put(group.path, groupBody(group.displayName, [user.id]));

test(
  'whoever left a group in any way reads with the token of before when it comes back',
  row('VAULT-ACCESS-04'),
  async ({ tenant, arrange }) => {
    const { user, group, person, secret } = await provisionedMember(arrange, tenant);
    const { session } = await arrange.signedIn(person);
    await arrange.during(() => readSecret(session, secret));
    const removals = ENDINGS.filter(({ id }) => id !== 'VAULT-ACCESS-09');

    for (const [i, { ending, end }] of removals.entries()) {
      const comeBack = [byPatch, byReplace][i % 2] ?? byPatch;
      await end({ tenant, user, group });
      await comeBack({ tenant, user, group });

      expect(await session.read(secret), `the secret after ${ending} and a return`).toHaveStatus(200);
    }
  },
);
