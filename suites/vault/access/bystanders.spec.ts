import {
  type ArrangedGroup,
  type ArrangedUser,
  expect,
  groupBody,
  readSecret,
  removeByFilter,
  row,
  type Tenant,
  test,
  unmanagedGroup,
} from '../../../src/harness/index.ts';

type OfUser = { what: string; send: (tenant: Tenant, user: ArrangedUser, group: ArrangedGroup) => Promise<unknown> };
type OfGroup = { what: string; send: (tenant: Tenant, group: ArrangedGroup) => Promise<unknown> };

/** In this order each name begins with those before it; who reads stands in the middle. */
const OF_USERS: { shorter: OfUser[]; longer: OfUser[] } = {
  shorter: [
    { what: 'the deletion of', send: (tenant, user) => tenant.scim.delete(user.path) },
    {
      what: 'the deactivation of',
      send: (tenant, user) => tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]),
    },
    {
      what: 'the rename of',
      send: (tenant, user) => tenant.scim.put(user.path, { ...user.sent, userName: `renamed-${user.userName}` }),
    },
  ],
  longer: [
    { what: 'the removal of', send: (tenant, user, group) => removeByFilter(tenant, group, user) },
    { what: 'the deletion of', send: (tenant, user) => tenant.scim.delete(user.path) },
  ],
};

const OF_GROUPS: { shorter: OfGroup[]; longer: OfGroup[] } = {
  shorter: [
    { what: 'the deletion of', send: (tenant, group) => tenant.scim.delete(group.path) },
    {
      what: 'the rename of',
      send: (tenant, group) =>
        tenant.scim.put(group.path, { ...group.sent, displayName: `renamed-${group.displayName}` }),
    },
  ],
  longer: [
    {
      what: 'the emptying of',
      send: (tenant, group) => tenant.scim.put(group.path, groupBody(group.displayName, [])),
    },
    { what: 'the deletion of', send: (tenant, group) => tenant.scim.delete(group.path) },
  ],
};

test(
  "what befalls other members of its group leaves a user's access, however near their names are",
  row('VAULT-ACCESS-39'),
  async ({ tenant, arrange }) => {
    const name = nestedNames(arrange.unique('user'));
    const made = async (change: OfUser) => ({ ...change, user: await arrange.user(tenant, { userName: name() }) });
    const shorter = await inTurn(OF_USERS.shorter, made);
    const reader = await arrange.user(tenant, { userName: name() });
    const changes = [...shorter, ...(await inTurn(OF_USERS.longer, made))];
    const group = await arrange.group(tenant, [reader, ...changes.map(({ user }) => user)]);
    const secret = await arrange.secretOf(group);
    const person = await arrange.person(tenant, reader.userName);
    const { session } = await arrange.signedIn(person);
    await arrange.during(() => readSecret(session, secret));

    for (const { what, send, user } of changes) {
      await send(tenant, user, group);

      const read = await session.read(secret);
      expect(read, `the secret, read with the token from before after ${what} another member`).toHaveStatus(200);
    }
    const later = await person.signIn();
    expect(await later.session.read(secret), 'the secret, read after a new sign-in').toHaveStatus(200);
  },
);

test(
  'what befalls other groups of a user leaves what one gives, however near their names are',
  row('VAULT-ACCESS-39'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const name = nestedNames(arrange.unique('group'));
    const made = async (change: OfGroup) => ({ ...change, group: await arrange.group(tenant, [user], name()) });
    const shorter = await inTurn(OF_GROUPS.shorter, made);
    const secret = await arrange.secretOf(await arrange.group(tenant, [user], name()));
    const changes = [...shorter, ...(await inTurn(OF_GROUPS.longer, made))];
    const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName));
    await arrange.during(() => readSecret(session, secret));

    for (const { what, send, group } of changes) {
      await send(tenant, group);

      expect(await session.read(secret), `the secret of a group after ${what} another one`).toHaveStatus(200);
    }
  },
);

test(
  "the deletion of an administrator's group leaves what SCIM's and the administrator's other groups give",
  row('VAULT-ACCESS-39'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const fields = { member_entity_ids: [user.id] };
    const [kept, deleted] = [
      await unmanagedGroup(arrange, vault, fields),
      await unmanagedGroup(arrange, vault, fields),
    ];
    const secrets = [await arrange.secretOf(await arrange.group(tenant, [user])), await arrange.secretOf(kept)];
    const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName));
    for (const secret of secrets) await arrange.during(() => readSecret(session, secret));

    await vault.remove(deleted.stored);

    for (const secret of secrets) {
      expect(await session.read(secret), 'the secret of a group that is left').toHaveStatus(200);
    }
  },
);

test(
  'the deletion of others that had the same policy leaves what a group gives',
  row('VAULT-ACCESS-39'),
  async ({ tenant, vault, arrange }) => {
    const [reader, leaver] = [await arrange.user(tenant), await arrange.user(tenant)];
    const [group, ending] = [await arrange.group(tenant, [reader]), await arrange.group(tenant, [leaver])];
    const secret = await arrange.secret();
    const policies = [await arrange.policy({ [secret]: ['read'] })];
    for (const path of [`group/id/${group.id}`, `group/id/${ending.id}`, `entity/id/${leaver.id}`]) {
      await arrange.during(() => vault.writeOrThrow('give a policy', `identity/${path}`, { policies }));
    }
    const { session } = await arrange.signedIn(await arrange.person(tenant, reader.userName));
    await arrange.during(() => readSecret(session, secret));

    for (const { path } of [ending, leaver]) {
      await tenant.scim.delete(path);

      expect(await session.read(secret), `the secret after the deletion of ${path}`).toHaveStatus(200);
    }
  },
);

test(
  "what befalls one group in an administrator's group leaves what that gives the members of the others",
  row('VAULT-ACCESS-39'),
  async ({ tenant, vault, arrange }) => {
    const [reader, leaver] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [reader]);
    const [renamed, deleted] = [await arrange.group(tenant, [leaver]), await arrange.group(tenant, [leaver, reader])];
    const secret = await arrange.secret();
    const policies = [await arrange.policy({ [secret]: ['read'] })];
    const held = [renamed, group, deleted].map(({ id }) => id);
    await unmanagedGroup(arrange, vault, { policies, member_group_ids: held });
    const { session } = await arrange.signedIn(await arrange.person(tenant, reader.userName));
    await arrange.during(() => readSecret(session, secret));

    for (const [what, act] of [
      ['the rename of another group', () => tenant.scim.put(renamed.path, groupBody(`${renamed.displayName}-x`))],
      ['the deletion of another group', () => tenant.scim.delete(deleted.path)],
      ['the deletion of a user', () => tenant.scim.delete(leaver.path)],
    ] as const) {
      await act();

      expect(await session.read(secret), `the secret after ${what}`).toHaveStatus(200);
    }
  },
);

/** Gives names of which each begins with the one before it. */
function nestedNames(first: string): () => string {
  let next = first;
  return () => {
    const name = next;
    next = `${next}-x`;
    return name;
  };
}

async function inTurn<From, To>(items: readonly From[], make: (item: From) => Promise<To>): Promise<To[]> {
  const made: To[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}
