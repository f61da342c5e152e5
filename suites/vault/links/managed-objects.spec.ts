import {
  adoptingTenant,
  aliasesOf,
  bodyOf,
  createVaultEntity,
  createVaultGroup,
  expect,
  groupBody,
  linkToClient,
  listed,
  listOf,
  memberIdsOf,
  readSecret,
  row,
  test,
  unlinkFromClient,
  unmanagedGroup,
  unmanagedPerson,
  userBody,
  type VaultClient,
} from '../../../src/harness/index.ts';

const deactivate = [{ op: 'replace', path: 'active', value: false }];

type Linked = Parameters<typeof linkToClient>[2];

/** How an object comes to a SCIM client: for the first time, or back to it. */
const WAYS = [
  { which: 'linked', link: linkToClient },
  {
    which: 'unlinked and linked again',
    link: async (vault: VaultClient, clientName: string, object: Linked) => {
      await linkToClient(vault, clientName, object);
      await unlinkFromClient(vault, clientName, object);
      await linkToClient(vault, clientName, object);
    },
  },
];

for (const { which, link } of WAYS) {
  test(
    `a user that is ${which} is listed and found by its userName`,
    row('VAULT-LINK-03'),
    async ({ vault, arrange }) => {
      const client = await arrange.tenant();
      const user = await arrange.user(client);
      const name = arrange.unique('entity');
      const id = await arrange.during(() => createVaultEntity(vault, name));
      await arrange.during(() => link(vault, client.clientName, { entity_id: id }));

      const patch = await client.scim.patch(`/Users/${id}`, deactivate);
      const list = await client.scim.list('/Users');
      const found = await client.scim.list('/Users', { filter: `userName eq "${name}"` });

      expect(patch).toHaveStatus([200, 204]);
      expect(listed(list), 'the listed users').toEqual(listOf(user, { id }));
      expect(listed(found), 'the users that the filter finds').toEqual(listOf({ id }));
    },
  );
}

test('a linked user can be deleted with its entity', row('VAULT-LINK-03'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const id = await arrange.entity();
  await arrange.during(() => linkToClient(vault, client.clientName, { entity_id: id }));

  const answer = await client.scim.delete(`/Users/${id}`);

  expect(answer).toHaveStatus([200, 204]);
  expect(await vault.read(`identity/entity/id/${id}`), 'a read of the entity').toHaveStatus(404);
});

test(
  'a linked user is renamed together with its alias, and signs in under the new name',
  row('VAULT-LINK-03'),
  async ({ vault, arrange }) => {
    const client = await adoptingTenant(arrange, {});
    const [name, renamed, externalId] = [arrange.unique('person'), arrange.unique('renamed'), arrange.unique('ext')];
    const id = await arrange.during(() => createVaultEntity(vault, name, { external_id: externalId }));
    await arrange.alias(id, client, name);
    await arrange.during(() => linkToClient(vault, client.clientName, { entity_id: id }));
    const person = await arrange.person(client, renamed);

    const answer = await client.scim.put(`/Users/${id}`, userBody(renamed, { externalId }));
    const signIn = await person.signIn();

    expect(answer).toHaveStatus([200, 204]);
    const entity = await vault.read(`identity/entity/id/${id}`);
    const names = [entity.data?.name, ...aliasesOf(entity).map((alias) => alias.name)];
    expect(names, 'names of the entity and its alias').toEqual([renamed, renamed]);
    expect(signIn.auth?.entity_id, 'entity of the sign-in').toBe(id);
  },
);

test(
  'a linked user reads the secret of its group while it is active and not while it is deactivated',
  row('VAULT-LINK-03'),
  async ({ vault, arrange }) => {
    const client = await adoptingTenant(arrange, {});
    const externalId = arrange.unique('ext');
    const { id, name, path } = await unmanagedPerson(arrange, vault, client, { external_id: externalId });
    await arrange.during(() => linkToClient(vault, client.clientName, { entity_id: id }));
    const group = await arrange.during(() =>
      createVaultGroup(vault, arrange.unique('group'), { member_entity_ids: [id] }),
    );
    const secret = await arrange.secretOf({ id: group });
    const { session } = await arrange.signedIn(await arrange.person(client, name));
    await arrange.during(() => readSecret(session, secret));
    const { userName } = bodyOf(await client.scim.get(path));
    const put = (active: boolean) => client.scim.put(path, userBody(String(userName), { externalId, active }));
    const patch = (value: boolean) => client.scim.patch(path, [{ op: 'replace', path: 'active', value }]);

    for (const send of [patch, put]) {
      for (const { active, status } of [
        { active: false, status: 403 },
        { active: true, status: 200 },
      ]) {
        await send(active);

        const read = await session.read(secret);
        expect(read, `the secret after active ${active}`).toHaveStatus(status);
      }
    }
  },
);

test('a linked user can be put into a group and into a new one', row('VAULT-LINK-03'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const group = await arrange.group(client, [await arrange.user(client)]);
  const id = await arrange.entity();
  await arrange.during(() => linkToClient(vault, client.clientName, { entity_id: id }));
  const name = arrange.unique('group');

  const answer = await client.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: id }] }]);
  const created = await client.scim.post('/Groups', groupBody(name, [id]));

  expect(answer).toHaveStatus([200, 204]);
  expect(created).toHaveStatus(201);
  expect(memberIdsOf(await vault.read(`identity/group/id/${group.id}`)), 'members of the group').toContain(id);
  expect(memberIdsOf(await vault.read(`identity/group/name/${name}`)), 'members of the new group').toEqual([id]);
});

for (const { which, link } of WAYS) {
  test(
    `a group that is ${which} is listed and found by its displayName`,
    row('VAULT-LINK-04'),
    async ({ vault, arrange }) => {
      const client = await arrange.tenant();
      const [own, user] = [await arrange.group(client), await arrange.user(client)];
      const name = arrange.unique('group');
      const id = await arrange.during(() => createVaultGroup(vault, name));
      await arrange.during(() => link(vault, client.clientName, { group_id: id }));

      const add = [{ op: 'add' as const, path: 'members', value: [{ value: user.id }] }];
      const patch = await client.scim.patch(`/Groups/${id}`, add);
      const list = await client.scim.list('/Groups');
      const found = await client.scim.list('/Groups', { filter: `displayName eq "${name}"` });

      expect(patch).toHaveStatus([200, 204]);
      expect(listed(list), 'the listed groups').toEqual(listOf(own, { id }));
      expect(listed(found), 'the groups that the filter finds').toEqual(listOf({ id }));
    },
  );
}

test('a linked group can be renamed', row('VAULT-LINK-04'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const user = await arrange.user(client);
  const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group')));
  await arrange.during(() => linkToClient(vault, client.clientName, { group_id: id }));
  const name = arrange.unique('renamed');

  const answer = await client.scim.put(`/Groups/${id}`, groupBody(name, [user.id]));

  expect(answer).toHaveStatus([200, 204]);
  const stored = await vault.read(`identity/group/id/${id}`);
  expect(stored.data?.name, 'name of the Vault group').toBe(name);
  expect(memberIdsOf(stored), 'members of the Vault group').toEqual([user.id]);
});

test(
  'members of a linked group are removed by a filter, by a replace and by a value list',
  row('VAULT-LINK-04'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const [first, second, last] = (await arrange.users(client, 3)).map(({ id }) => id) as [string, string, string];
    const group = await unmanagedGroup(arrange, vault, { member_entity_ids: [first, second, last] });
    await arrange.during(() => linkToClient(vault, client.clientName, { group_id: group.id }));
    const membersNow = async () => memberIdsOf(await vault.read(group.stored));

    await client.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${first}"]` }]);
    const filtered = await membersNow();
    await client.scim.put(group.path, groupBody(group.name, [last]));
    const replaced = await membersNow();
    await client.scim.patch(group.path, [{ op: 'remove', path: 'members', value: [{ value: last }] }]);

    expect(filtered, 'members after the removal by a filter').toEqual([second, last].sort());
    expect(replaced, 'members after the replace').toEqual([last]);
    expect(await membersNow(), 'members after the removal by a value list').toEqual([]);
  },
);

test(
  'the members of a linked group read by the policies that it had before and gets later, until it is deleted',
  row('VAULT-LINK-04'),
  async ({ vault, arrange }) => {
    const client = await adoptingTenant(arrange, {});
    const [user, joiner] = [await arrange.user(client), await arrange.user(client)];
    const [early, late] = [await arrange.secret(), await arrange.secret()];
    const policies = [await arrange.policy({ [early]: ['read'] })];
    const group = await unmanagedGroup(arrange, vault, { policies, member_entity_ids: [user.id] });
    await arrange.during(() => linkToClient(vault, client.clientName, { group_id: group.id }));
    const signedIn = async ({ userName }: { userName: string }) =>
      (await arrange.signedIn(await arrange.person(client, userName))).session;
    const sessions = [await signedIn(user), await signedIn(joiner)];
    const statuses = async () => {
      const reads = sessions.flatMap((session) => [early, late].map((secret) => session.read(secret)));
      return (await Promise.all(reads)).map(({ status }) => status);
    };

    await client.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: joiner.id }] }]);
    const both = [...policies, await arrange.policy({ [late]: ['read'] })];
    await vault.write(group.stored, { policies: both });
    const linked = await statuses();
    await client.scim.delete(group.path);

    expect(linked, 'statuses of both secrets, read by both members').toEqual([200, 200, 200, 200]);
    expect(await statuses(), 'statuses after the deletion of the group').toEqual([403, 403, 403, 403]);
  },
);

test('a linked group can be deleted', row('VAULT-LINK-04'), async ({ vault, arrange }) => {
  const client = await arrange.tenant();
  const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group')));
  await arrange.during(() => linkToClient(vault, client.clientName, { group_id: id }));

  const answer = await client.scim.delete(`/Groups/${id}`);

  expect(answer).toHaveStatus([200, 204]);
  expect(await vault.read(`identity/group/id/${id}`), 'a read of the Vault group').toHaveStatus(404);
});

test(
  'an administrator can neither delete nor rename a linked entity',
  row('VAULT-LINK-12'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const name = arrange.unique('entity');
    const id = await arrange.during(() => createVaultEntity(vault, name));
    await arrange.during(() => linkToClient(vault, client.clientName, { entity_id: id }));
    const path = `identity/entity/id/${id}`;
    const before = await vault.read(path);

    for (const change of [
      () => vault.remove(path),
      () => vault.remove(`identity/entity/name/${name}`),
      () => vault.write(path, { name: arrange.unique('renamed') }),
    ]) {
      expect(await change()).toBeRefused();
      expect((await vault.read(path)).data, 'the entity').toEqual(before.data);
    }
  },
);

test(
  'an administrator can neither delete, rename nor fill a linked group',
  row('VAULT-LINK-12'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const name = arrange.unique('group');
    const [member, stranger] = [await arrange.user(client), await arrange.entity()];
    const id = await arrange.during(() => createVaultGroup(vault, name, { member_entity_ids: [member.id] }));
    await arrange.during(() => linkToClient(vault, client.clientName, { group_id: id }));
    const path = `identity/group/id/${id}`;
    const before = await vault.read(path);

    for (const change of [
      () => vault.remove(path),
      () => vault.remove(`identity/group/name/${name}`),
      () => vault.write(path, { name: arrange.unique('renamed') }),
      () => vault.write(path, { member_entity_ids: [member.id, stranger] }),
      () => vault.write(`identity/group/name/${name}`, { member_entity_ids: [] }),
    ]) {
      expect(await change()).toBeRefused();
      expect((await vault.read(path)).data, 'the group').toEqual(before.data);
    }
  },
);
