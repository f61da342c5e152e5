import {
  expect,
  groupBody,
  provisionedMember,
  readSecret,
  row,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

type User = { id: string; path: string; sent: Record<string, unknown> };
type Group = { path: string; displayName: string };
type Way = (tenant: Tenant, user: User, userName: string) => Promise<unknown>;

const put = (tenant: Tenant, { path, sent }: User, attributes: Record<string, unknown>) =>
  tenant.scim.put(path, { ...sent, ...attributes });

const RENAMES: { way: string; rename: Way }[] = [
  { way: 'renamed', rename: (tenant, user, userName) => put(tenant, user, { userName }) },
  {
    way: 'renamed twice',
    rename: async (tenant, user, userName) => {
      await put(tenant, user, { userName: `${userName}-between` });
      await put(tenant, user, { userName });
    },
  },
  {
    way: 'deactivated, renamed and activated',
    rename: async (tenant, user, userName) => {
      await put(tenant, user, { active: false });
      await put(tenant, user, { userName, active: false });
      await put(tenant, user, { userName });
    },
  },
  {
    way: 'renamed and deactivated at once, and activated',
    rename: async (tenant, user, userName) => {
      await put(tenant, user, { userName, active: false });
      await put(tenant, user, { userName });
    },
  },
];

for (const { way, rename } of RENAMES) {
  test(
    `a user that was ${way} signs in under the new name to the same entity`,
    row('VAULT-ACCESS-21'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant);
      const userName = arrange.unique('renamed');
      const person = await arrange.person(tenant, userName);

      await rename(tenant, user, userName);
      const signIn = await person.signIn();

      expect(signIn.auth?.entity_id, 'entity of the sign-in').toBe(user.id);
      const entity = await vault.read(`identity/entity/id/${user.id}`);
      expect(entity.data?.name, 'name of the entity').toBe(userName);
    },
  );

  test(
    `the old name of a user that was ${way} no longer leads to the entity`,
    row('VAULT-ACCESS-22'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant);
      const person = await arrange.person(tenant, user.userName);
      const userName = arrange.unique('renamed');

      await rename(tenant, user, userName);
      const signIn = await person.signIn();

      expect(signIn.auth?.entity_id, 'entity of the sign-in').not.toBe(user.id);
      const entity = await vault.read(`identity/entity/id/${user.id}`);
      expect(entity.data?.name, 'name of the entity').toBe(userName);
    },
  );
}

test(
  "renamed users go on reading their group's secret with the tokens that they have",
  row('VAULT-ACCESS-36'),
  async ({ tenant, arrange }) => {
    const members = [];
    for (const { way, rename } of RENAMES) members.push({ way, rename, user: await arrange.user(tenant) });
    const users = members.map(({ user }) => user);
    const secret = await arrange.secretOf(await arrange.group(tenant, users));

    for (const { way, rename, user } of members) {
      const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName));
      await arrange.during(() => readSecret(session, secret));

      await rename(tenant, user, arrange.unique('renamed'));

      const read = await session.read(secret);
      expect(read, `the secret, read with the token of a user that was ${way}`).toHaveStatus(200);
    }
  },
);

test(
  'the members of a group that is renamed go on reading its secret',
  row('VAULT-ACCESS-35'),
  async ({ tenant, arrange }) => {
    const { user, group, person, secret } = await provisionedMember(arrange, tenant);
    const { session } = await arrange.signedIn(person);
    await arrange.during(() => readSecret(session, secret));

    await tenant.scim.put(group.path, groupBody(arrange.unique('renamed'), [user.id]));
    const later = await arrange.signedIn(person);

    expect(await session.read(secret), 'the secret, read with the token from before').toHaveStatus(200);
    expect(await later.session.read(secret), 'the secret, read after a new sign-in').toHaveStatus(200);
  },
);

test(
  'members that are added to a group after its rename read its secret',
  row('VAULT-ACCESS-04'),
  async ({ tenant, arrange }) => {
    const { user, group, secret } = await provisionedMember(arrange, tenant);
    const joiner = await arrange.user(tenant);
    const person = await arrange.person(tenant, joiner.userName);
    const { session } = await arrange.signedIn(person);
    await tenant.scim.put(group.path, groupBody(arrange.unique('renamed'), [user.id]));

    await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: joiner.id }] }]);
    const later = await arrange.signedIn(person);

    expect(await session.read(secret), 'the secret, read with the token from before').toHaveStatus(200);
    expect(await later.session.read(secret), 'the secret, read after a new sign-in').toHaveStatus(200);
  },
);

/** What ends the access of a member. */
const ENDINGS = [
  {
    ending: 'removed by a value list',
    id: 'VAULT-ACCESS-06',
    end: (tenant: Tenant, user: User, group: Group) =>
      tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value: [{ value: user.id }] }]),
  },
  {
    ending: 'left out by a replace',
    id: 'VAULT-ACCESS-08',
    end: (tenant: Tenant, _user: User, group: Group) => tenant.scim.put(group.path, groupBody(group.displayName)),
  },
  {
    ending: 'without its group, which was deleted,',
    id: 'VAULT-ACCESS-09',
    end: (tenant: Tenant, _user: User, group: Group) => tenant.scim.delete(group.path),
  },
  {
    ending: 'deactivated',
    id: 'VAULT-ACCESS-10',
    end: (tenant: Tenant, user: User) =>
      tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]),
  },
  {
    ending: 'deleted',
    id: 'VAULT-ACCESS-19',
    end: (tenant: Tenant, user: User) => tenant.scim.delete(user.path),
  },
] as const;

for (const { ending, id, end } of ENDINGS) {
  test(
    `who was renamed and is then ${ending} does not read the group's secret any more`,
    row(id),
    async ({ tenant, vault, arrange }) => {
      const { user, group, person, secret } = await provisionedMember(arrange, tenant);
      const { session } = await arrange.signedIn(person);
      const userName = arrange.unique('renamed');
      const renamed = await arrange.person(tenant, userName);
      await arrange.during(() => put(tenant, user, { userName }));
      const { session: later } = await arrange.signedIn(renamed);
      for (const one of [session, later]) await arrange.during(() => readSecret(one, secret));
      const before = await vault.read(secret);

      await end(tenant, user, group);

      for (const one of [session, later, (await renamed.signIn()).session]) {
        expect(await one.read(secret), 'the secret of the group').toBeRefused();
      }
      expect((await vault.read(secret)).data, 'the secret').toEqual(before.data);
    },
  );
}
