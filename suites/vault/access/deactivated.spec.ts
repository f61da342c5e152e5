import {
  type Arrange,
  expect,
  groupBody,
  memberForEachForm,
  provisionedMember,
  readSecret,
  row,
  setActive,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

test(
  'a user that is deactivated in any form cannot use the token that it has already',
  row('VAULT-ACCESS-10'),
  async ({ tenant, vault, arrange }) => {
    const { members, secret } = await memberForEachForm(arrange, tenant);
    const before = await vault.read(secret);

    for (const { form, send, user, person } of members) {
      const { session } = await arrange.signedIn(person);
      await arrange.during(() => readSecret(session, secret));

      await send(tenant, user, false);

      const read = await session.read(secret);
      expect(read, `the secret, read with the token from before after ${form}`).toHaveStatus(403);
    }
    const after = await vault.read(secret);
    expect(after.data, 'the secret').toEqual(before.data);
  },
);

test(
  'a user that is deactivated in any form cannot sign in',
  row('VAULT-ACCESS-11'),
  async ({ tenant, vault, arrange }) => {
    const { members, secret } = await memberForEachForm(arrange, tenant);
    const before = await vault.read(secret);

    for (const { form, send, user, person } of members) {
      await send(tenant, user, false);
      const { session } = await person.signIn();
      const read = await session.read(secret);

      expect(read, `the secret, read after ${form} and the sign-in`).toBeRefused();
    }
    const after = await vault.read(secret);
    expect(after.data, 'the secret').toEqual(before.data);
  },
);

test("a deactivated user's token is not revoked", row('VAULT-ACCESS-15'), async ({ tenant, vault, arrange }) => {
  const { user, person } = await provisionedMember(arrange, tenant);
  const { auth } = await arrange.signedIn(person);
  await arrange.during(() => setActive(tenant, user, false));

  const found = await vault.write('auth/token/lookup-accessor', { accessor: auth?.accessor });

  expect(found, 'a look-up of the accessor').toHaveStatus(200);
  expect(found.data?.entity_id, 'entity of the token').toBe(user.id);
});

const PASTS = [
  {
    past: 'was deactivated',
    id: 'VAULT-ACCESS-11',
    make: async (arrange: Arrange, tenant: Tenant) => {
      const user = await arrange.user(tenant);
      await arrange.during(() => setActive(tenant, user, false));
      return user;
    },
  },
  {
    past: 'was created inactive',
    id: 'VAULT-ACCESS-18',
    make: (arrange: Arrange, tenant: Tenant) => arrange.user(tenant, { active: false }),
  },
] as const;

for (const { past, id, make } of PASTS) {
  test(`a user that ${past} cannot sign in whatever is changed of it`, row(id), async ({ tenant, vault, arrange }) => {
    const secret = await arrange.secret();
    const policies = [await arrange.policy({ [secret]: ['read'] })];
    const user = await make(arrange, tenant);
    const names = { old: user.userName, new: arrange.unique('renamed') };
    const people = {
      old: await arrange.person(tenant, names.old, policies),
      new: await arrange.person(tenant, names.new, policies),
    };
    const sent = { ...user.sent, active: false };
    const before = await vault.read(secret);
    const rename = (userName: string) => () => tenant.scim.put(user.path, { ...sent, userName });
    const changes = [
      { change: 'nothing', person: people.old, send: async () => undefined },
      { change: 'a rename', person: people.new, send: rename(names.new) },
      { change: 'the return of its name', person: people.old, send: rename(names.old) },
      {
        change: 'a new group',
        person: people.old,
        send: () => tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [user.id])),
      },
    ];

    for (const { change, person, send } of changes) {
      await send();
      const { session } = await person.signIn();

      expect(await session.read(secret), `the secret, read after ${change} and the sign-in`).toBeRefused();
    }
    expect((await vault.read(secret)).data, 'the secret').toEqual(before.data);
  });
}
