import {
  createVaultEntity,
  createVaultGroup,
  expect,
  groupBody,
  linkToClient,
  listed,
  listOf,
  memberIdsOf,
  row,
  test,
  unlinkFromClient,
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
