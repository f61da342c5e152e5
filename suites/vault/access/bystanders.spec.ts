import {
  type ArrangedGroup,
  type ArrangedUser,
  expect,
  groupBody,
  readSecret,
  removeByFilter,
  removeByValueList,
  row,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

type OfUser = { what: string; send: (tenant: Tenant, user: ArrangedUser, group: ArrangedGroup) => Promise<unknown> };
type OfGroup = { what: string; send: (tenant: Tenant, group: ArrangedGroup) => Promise<unknown> };

const OF_USERS: OfUser[] = [
  {
    what: 'the deactivation of',
    send: (tenant, user) => tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]),
  },
  {
    what: 'the rename of',
    send: (tenant, user) => tenant.scim.put(user.path, { ...user.sent, userName: `renamed-${user.userName}` }),
  },
  { what: 'the removal by a value list of', send: (tenant, user, group) => removeByValueList(tenant, group, user) },
  { what: 'the removal by a value filter of', send: (tenant, user, group) => removeByFilter(tenant, group, user) },
  { what: 'the deletion of', send: (tenant, user) => tenant.scim.delete(user.path) },
];

const OF_GROUPS: OfGroup[] = [
  {
    what: 'the rename of',
    send: (tenant, group) =>
      tenant.scim.put(group.path, { ...group.sent, displayName: `renamed-${group.displayName}` }),
  },
  {
    what: 'the emptying of',
    send: (tenant, group) => tenant.scim.put(group.path, groupBody(group.displayName, [])),
  },
  { what: 'the deletion of', send: (tenant, group) => tenant.scim.delete(group.path) },
];

test(
  "what befalls other members of its group leaves a user's access, however near their names are",
  row('VAULT-ACCESS-39'),
  async ({ tenant, arrange }) => {
    const shortest = await arrange.user(tenant);
    const changes: (OfUser & { user: ArrangedUser })[] = [];
    let userName = shortest.userName;
    for (const change of OF_USERS) {
      userName = `${userName}-x`;
      changes.push({ ...change, user: await arrange.user(tenant, { userName }) });
    }
    const longest = await arrange.user(tenant, { userName: `${userName}-y` });
    const others = changes.map(({ user }) => user);
    const group = await arrange.group(tenant, [shortest, ...others, longest]);
    const secret = await arrange.secretOf(group);
    const readers = [];
    for (const { userName: name } of [shortest, longest]) {
      const person = await arrange.person(tenant, name);
      readers.push({ person, session: (await arrange.signedIn(person)).session });
    }
    for (const { session } of readers) await arrange.during(() => readSecret(session, secret));

    for (const { what, send, user } of changes) {
      await send(tenant, user, group);

      for (const { session } of readers) {
        const read = await session.read(secret);
        expect(read, `the secret, read with the token from before after ${what} another member`).toHaveStatus(200);
      }
    }
    for (const { person } of readers) {
      const { session } = await person.signIn();
      expect(await session.read(secret), 'the secret, read after a new sign-in').toHaveStatus(200);
    }
  },
);

test(
  'what befalls other groups of a user leaves what one gives, however near their names are',
  row('VAULT-ACCESS-39'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const shortest = await arrange.group(tenant, [user]);
    const changes: (OfGroup & { group: ArrangedGroup })[] = [];
    let name = shortest.displayName;
    for (const change of OF_GROUPS) {
      name = `${name}-x`;
      changes.push({ ...change, group: await arrange.group(tenant, [user], name) });
    }
    const longest = await arrange.group(tenant, [user], `${name}-y`);
    const secrets = [await arrange.secretOf(shortest), await arrange.secretOf(longest)];
    const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName));
    for (const secret of secrets) await arrange.during(() => readSecret(session, secret));

    for (const { what, send, group } of changes) {
      await send(tenant, group);

      for (const secret of secrets) {
        expect(await session.read(secret), `the secret of a group after ${what} another one`).toHaveStatus(200);
      }
    }
  },
);
