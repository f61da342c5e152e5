import {
  ACTIVITY_FORMS,
  type ArrangedUser,
  addMember,
  createVaultGroup,
  expect,
  groupBody,
  provisionedMember,
  row,
  type Tenant,
  test,
  unmanagedGroup,
} from '../../../src/harness/index.ts';

test(
  "a joiner's sign-in leads to the entity that SCIM provisioned",
  row('VAULT-ACCESS-01'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const person = await arrange.person(tenant, user.userName);

    const signIn = await person.signIn();

    expect(signIn).toHaveStatus(200);
    expect(signIn.auth?.entity_id, 'entity of the sign-in').toBe(user.id);
  },
);

test(
  'a sign-in without provisioning has no rights of a SCIM group',
  row('VAULT-ACCESS-02'),
  async ({ tenant, arrange }) => {
    const group = await arrange.group(tenant, [await arrange.user(tenant)]);
    const secret = await arrange.secretOf(group);
    const stranger = await arrange.person(tenant, arrange.unique('stranger'));

    const { session } = await stranger.signIn();
    const read = await session.read(secret);

    expect(read, 'the secret, read by somebody who was not provisioned').toHaveStatus(403);
  },
);

test('joiners read a secret by the policy of their group', row('VAULT-ACCESS-03'), async ({ tenant, arrange }) => {
  const [first, second] = [await arrange.user(tenant), await arrange.user(tenant)];
  const secret = await arrange.secretOf(await arrange.group(tenant, [first, second]));
  const people = [await arrange.person(tenant, first.userName), await arrange.person(tenant, second.userName)];

  const signIns = [await people[0]?.signIn(), await people[1]?.signIn()];
  const reads = [await signIns[0]?.session.read(secret), await signIns[1]?.session.read(secret)];

  expect(
    reads.map((read) => read?.status),
    'status of the secret, read by each member',
  ).toEqual([200, 200]);
});

/** How somebody comes to a name that another user had before. */
const SUCCESSIONS: { whose: string; free: (tenant: Tenant, former: ArrangedUser) => Promise<unknown> }[] = [
  { whose: 'a deleted user', free: (tenant, { path }) => tenant.scim.delete(path) },
  {
    whose: 'a user that is called otherwise now',
    free: (tenant, { path, sent, userName }) => tenant.scim.put(path, { ...sent, userName: `${userName}-former` }),
  },
];

for (const { whose, free } of SUCCESSIONS) {
  test(
    `a joiner's sign-in under the name of ${whose} leads to its own entity`,
    row('VAULT-ACCESS-01'),
    async ({ tenant, arrange }) => {
      const former = await arrange.user(tenant);
      const person = await arrange.person(tenant, former.userName);
      await arrange.signedIn(person);
      await arrange.during(() => free(tenant, former));
      const user = await arrange.user(tenant, { userName: former.userName, externalId: arrange.unique('ext') });

      const signIn = await person.signIn();

      expect(signIn).toHaveStatus(200);
      expect(signIn.auth?.entity_id, 'entity of the sign-in').toBe(user.id);
    },
  );

  test(
    `a joiner under the name of ${whose} reads the secret of its group`,
    row('VAULT-ACCESS-03'),
    async ({ tenant, arrange }) => {
      const { user: former, person } = await provisionedMember(arrange, tenant);
      await arrange.signedIn(person);
      await arrange.during(() => free(tenant, former));
      const names = { userName: former.userName, externalId: arrange.unique('ext') };
      const user = await arrange.user(tenant, names);
      const secret = await arrange.secretOf(await arrange.group(tenant, [user]));

      const { session, auth } = await person.signIn();

      expect(auth?.entity_id, 'entity of the sign-in').toBe(user.id);
      expect(await session.read(secret), 'the secret of the group').toHaveStatus(200);
    },
  );
}

test(
  "a policy that an administrator gave to the user's entity counts",
  row('VAULT-ACCESS-23'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const secret = await arrange.secret();
    const policies = [await arrange.policy({ [secret]: ['read'] })];
    const person = await arrange.person(tenant, user.userName);

    await vault.write(`identity/entity/id/${user.id}`, { policies });
    const { session } = await person.signIn();

    const read = await session.read(secret);
    expect(read, 'the secret, read by the policy of the entity').toHaveStatus(200);
  },
);

test(
  "a policy of an administrator's parent group reaches the members of a SCIM group, also later ones",
  row('VAULT-ACCESS-24'),
  async ({ tenant, vault, arrange }) => {
    const [user, later] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [user]);
    const secret = await arrange.secret();
    const policies = [await arrange.policy({ [secret]: ['read'] })];
    const parent = { policies, member_group_ids: [group.id] };
    await arrange.during(() => createVaultGroup(vault, arrange.unique('parent'), parent));
    const [person, joiner] = [
      await arrange.person(tenant, user.userName),
      await arrange.person(tenant, later.userName),
    ];

    const { session } = await person.signIn();
    const { session: early } = await joiner.signIn();
    await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: later.id }] }]);

    const read = await session.read(secret);
    expect(read, 'the secret, read by the policy of the parent group').toHaveStatus(200);
    for (const one of [early, (await joiner.signIn()).session]) {
      expect(await one.read(secret), 'the secret, read by a member that was added later').toHaveStatus(200);
    }
  },
);

test(
  'a policy of a group two levels above a SCIM group reaches its members',
  row('VAULT-ACCESS-24'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const parent = await unmanagedGroup(arrange, vault, { member_group_ids: [group.id] });
    const secret = await arrange.secret();
    const policies = [await arrange.policy({ [secret]: ['read'] })];
    const person = await arrange.person(tenant, user.userName);
    const { session: early } = await arrange.signedIn(person);

    await vault.write('identity/group', { name: arrange.unique('above'), policies, member_group_ids: [parent.id] });

    const { session } = await person.signIn();
    for (const one of [early, session]) {
      expect(await one.read(secret), 'the secret, read by the policy of the group above').toHaveStatus(200);
    }
  },
);

for (const { form, send } of ACTIVITY_FORMS) {
  test(
    `a user that joined groups while ${form} had deactivated it reads their secrets when it is active again`,
    row('VAULT-ACCESS-03'),
    async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant);
      const person = await arrange.person(tenant, user.userName);
      const { session: early } = await arrange.signedIn(person);
      await arrange.during(() => send(tenant, user, false));
      const [patched, replaced] = [await arrange.group(tenant), await arrange.group(tenant)];
      const made = await arrange.group(tenant, [user]);
      await arrange.during(() => addMember(tenant, patched, user));
      await arrange.during(() => tenant.scim.put(replaced.path, groupBody(replaced.displayName, [user.id])));
      const secrets = [];
      for (const group of [made, patched, replaced]) secrets.push(await arrange.secretOf(group));

      await send(tenant, user, true);

      const { session } = await person.signIn();
      for (const [i, secret] of secrets.entries()) {
        const what = `the secret of group ${i + 1} of the three`;
        expect(await early.read(secret), `${what}, read with the token from before`).toHaveStatus(200);
        expect(await session.read(secret), `${what}, read after a sign-in`).toHaveStatus(200);
      }
    },
  );
}

test(
  'a policy of the entity counts again when its user was deactivated and activated in any form',
  row('VAULT-ACCESS-23'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const secret = await arrange.secret();
    const policies = [await arrange.policy({ [secret]: ['read'] })];
    await vault.write(`identity/entity/id/${user.id}`, { policies });
    const person = await arrange.person(tenant, user.userName);
    const { session: early } = await arrange.signedIn(person);

    for (const { form, send } of ACTIVITY_FORMS) {
      await send(tenant, user, false);
      await send(tenant, user, true);

      const { session } = await person.signIn();
      expect(await early.read(secret), `the secret, read with the first token after ${form}`).toHaveStatus(200);
      expect(await session.read(secret), `the secret, read with a new token after ${form}`).toHaveStatus(200);
    }
  },
);
