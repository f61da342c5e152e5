import {
  bodyOf,
  createVaultEntity,
  createVaultGroup,
  expect,
  linkPath,
  linkToClient,
  listed,
  listOf,
  memberIdsOf,
  ownerOf,
  row,
  scimClientPath,
  storedObjects,
  test,
  unlinkFromClient,
  unmanagedGroup,
  valuesOf,
} from '../../../src/harness/index.ts';

const POLICIES = ['vsc-first', 'vsc-second'];
const GIFTS = { policies: POLICIES, metadata: { team: 'blue' } };

const KINDS = [
  { id: 'VAULT-LINK-01', type: 'entity', link: 'link-entity', unlink: 'unlink-entity' },
  { id: 'VAULT-LINK-02', type: 'group', link: 'link-group', unlink: 'unlink-group' },
] as const;

test('unmanaged entities can be linked to a SCIM client', row('VAULT-LINK-01'), async ({ vault, arrange }) => {
  const names = [arrange.unique('entity'), arrange.unique('entity')];
  const ids = await arrange.during(() => Promise.all(names.map((name) => createVaultEntity(vault, name))));
  const client = await arrange.tenant();
  const path = `/v1/${linkPath(client.clientName, 'link-entity')}`;

  const answers = [
    await vault.send({ method: 'POST', path, body: { entity_id: ids[0] } }),
    await vault.send({ method: 'PUT', path, body: { entity_id: ids[1] } }),
  ];

  for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
  for (const [i, id] of ids.entries()) {
    const entity = await vault.read(`identity/entity/id/${id}`);
    expect(entity.data?.scim_client_id, 'mark on the entity').toBe(client.clientId);
    const user = await client.scim.get(`/Users/${id}`);
    expect(user).toHaveStatus(200);
    expect(bodyOf(user).userName, 'userName of the linked user').toBe(names[i]);
  }
});

test('unmanaged groups can be linked to a SCIM client', row('VAULT-LINK-02'), async ({ vault, arrange }) => {
  const names = [arrange.unique('group'), arrange.unique('group')];
  const ids = await arrange.during(() => Promise.all(names.map((name) => createVaultGroup(vault, name))));
  const client = await arrange.tenant();
  const path = `/v1/${linkPath(client.clientName, 'link-group')}`;

  const answers = [
    await vault.send({ method: 'POST', path, body: { group_id: ids[0] } }),
    await vault.send({ method: 'PUT', path, body: { group_id: ids[1] } }),
  ];

  for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
  for (const [i, id] of ids.entries()) {
    const group = await vault.read(`identity/group/id/${id}`);
    expect(group.data?.scim_client_id, 'mark on the group').toBe(client.clientId);
    const read = await client.scim.get(`/Groups/${id}`);
    expect(read).toHaveStatus(200);
    expect(bodyOf(read).displayName, 'displayName of the linked group').toBe(names[i]);
  }
});

test(
  'linking leaves the groups of administrators that hold an entity and a group, and what the group holds',
  row('VAULT-LINK-16'),
  async ({ vault, arrange }) => {
    const [entity, otherEntity, member] = [await arrange.entity(), await arrange.entity(), await arrange.entity()];
    const [otherGroup, child] = [await unmanagedGroup(arrange, vault), await unmanagedGroup(arrange, vault)];
    const content = { member_entity_ids: [member], member_group_ids: [child.id] };
    const group = await unmanagedGroup(arrange, vault, content);
    const around = [
      await unmanagedGroup(arrange, vault, { member_entity_ids: [otherEntity, entity] }),
      await unmanagedGroup(arrange, vault, { member_group_ids: [otherGroup.id, group.id] }),
      otherGroup,
      child,
      { stored: `identity/entity/id/${member}` },
      { stored: `identity/entity/id/${otherEntity}` },
    ];
    const client = await arrange.tenant();
    const paths = around.map(({ stored }) => stored);
    await arrange.during(() =>
      Promise.all(paths.map((path) => vault.writeOrThrow('give policies', path, { policies: POLICIES }))),
    );
    const aroundNow = () => storedObjects(vault, paths);
    const before = await aroundNow();

    const answers = [
      await vault.write(linkPath(client.clientName, 'link-entity'), { entity_id: entity }),
      await vault.write(linkPath(client.clientName, 'link-group'), { group_id: group.id }),
    ];

    for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
    expect(await aroundNow(), 'what is around the entity and the group').toEqual(before);
    const linked = await vault.read(group.stored);
    expect(linked.data, 'the linked group').toMatchObject(content);
  },
);

test(
  'linking leaves the name, policies and metadata of a disabled entity',
  row('VAULT-LINK-01'),
  async ({ vault, arrange }) => {
    const name = arrange.unique('entity');
    const fields = { policies: POLICIES, metadata: { team: 'blue' }, disabled: true };
    const id = await arrange.during(() => createVaultEntity(vault, name, fields));
    const client = await arrange.tenant();

    const answer = await vault.write(linkPath(client.clientName, 'link-entity'), { entity_id: id });

    expect(answer).toHaveStatus([200, 204]);
    const entity = await vault.read(`identity/entity/id/${id}`);
    expect(entity.data, 'the entity').toMatchObject({ name, ...fields });
    expect(bodyOf(await client.scim.get(`/Users/${id}`)).active, 'active of the linked user').toBe(false);
  },
);

test(
  'linking leaves the policies, metadata and members of the group',
  row('VAULT-LINK-02'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const user = await arrange.user(client);
    const name = arrange.unique('group');
    const fields = { policies: POLICIES, metadata: { team: 'blue' }, member_entity_ids: [user.id] };
    const id = await arrange.during(() => createVaultGroup(vault, name, fields));

    const answer = await vault.write(linkPath(client.clientName, 'link-group'), { group_id: id });

    expect(answer).toHaveStatus([200, 204]);
    const group = await vault.read(`identity/group/id/${id}`);
    expect(group.data, 'the Vault group').toMatchObject({ name, ...fields });
  },
);

for (const { id: rowId, type, link, unlink } of KINDS) {
  test(
    `what an administrator gave ${type === 'entity' ? 'an entity' : 'a group'} stays when it is linked again`,
    row(rowId),
    async ({ vault, arrange, applies }) => {
      const client = await arrange.tenant();
      const create = type === 'entity' ? createVaultEntity : createVaultGroup;
      const id = await arrange.during(() => create(vault, arrange.unique(type), GIFTS));
      const path = `identity/${type}/id/${id}`;
      const object = { [`${type}_id`]: id };
      await arrange.during(() => vault.writeOrThrow('link', linkPath(client.clientName, link), object));
      await arrange.during(() => vault.write(linkPath(client.clientName, unlink), object));
      applies((await ownerOf(vault, path)()) === '', 'the server did not unlink the object');
      await arrange.during(() => vault.writeOrThrow('give policies and metadata', path, GIFTS));
      const before = await vault.read(path);

      const answer = await vault.write(linkPath(client.clientName, link), object);

      expect(answer).toHaveStatus([200, 204]);
      expect(await ownerOf(vault, path)(), 'owner of the object').toBe(client.clientId);
      const { name } = before.data ?? {};
      expect((await vault.read(path)).data, 'the object').toMatchObject({ name, ...GIFTS });
    },
  );
}

const LEFT = 'the server did not unlink the object';

test(
  'a user that is linked again is served as the administrator left it',
  row('VAULT-LINK-01'),
  async ({ vault, arrange, applies }) => {
    const client = await arrange.tenant();
    const user = await arrange.user(client);
    const path = `identity/entity/id/${user.id}`;
    const name = arrange.unique('renamed');
    await arrange.during(() => client.scim.list('/Users', { filter: `userName eq "${user.userName}"` }));
    await arrange.during(() => unlinkFromClient(vault, client.clientName, { entity_id: user.id }));
    applies((await ownerOf(vault, path)()) === '', LEFT);
    await arrange.during(() => vault.writeOrThrow('rename and disable', path, { name, disabled: true }));

    const answer = await vault.write(linkPath(client.clientName, 'link-entity'), { entity_id: user.id });

    expect(answer).toHaveStatus([200, 204]);
    const { userName, active } = bodyOf(await client.scim.get(user.path));
    expect({ userName, active }, 'the user').toEqual({ userName: name, active: false });
    expect((await vault.read(path)).data?.disabled, 'disabled of the entity').toBe(true);
    const found = [name, user.userName].map((one) => client.scim.list('/Users', { filter: `userName eq "${one}"` }));
    expect((await Promise.all(found)).map(listed), 'what filters on its name and its former one find').toEqual([
      listOf(user),
      listOf(),
    ]);
  },
);

test(
  'a group that is linked again is served as the administrator left it',
  row('VAULT-LINK-02'),
  async ({ vault, arrange, applies }) => {
    const client = await arrange.tenant();
    const [first, second] = [await arrange.user(client), await arrange.user(client)];
    const group = await arrange.group(client, [first]);
    const path = `identity/group/id/${group.id}`;
    const name = arrange.unique('renamed');
    await arrange.during(() => client.scim.list('/Groups', { filter: `displayName eq "${group.displayName}"` }));
    await arrange.during(() => unlinkFromClient(vault, client.clientName, { group_id: group.id }));
    applies((await ownerOf(vault, path)()) === '', LEFT);
    const wanted = { name, member_entity_ids: [second.id] };
    await arrange.during(() => vault.writeOrThrow('rename and fill', path, wanted));

    const answer = await vault.write(linkPath(client.clientName, 'link-group'), { group_id: group.id });

    expect(answer).toHaveStatus([200, 204]);
    const { displayName, members } = bodyOf(await client.scim.get(group.path));
    expect({ displayName, members: valuesOf(members) }, 'the group').toEqual({
      displayName: name,
      members: [second.id],
    });
    expect((await vault.read(path)).data, 'the Vault group').toMatchObject(wanted);
    const found = [name, group.displayName].map((one) =>
      client.scim.list('/Groups', { filter: `displayName eq "${one}"` }),
    );
    expect((await Promise.all(found)).map(listed), 'what filters on its name and its former one find').toEqual([
      listOf(group),
      listOf(),
    ]);
  },
);

test('a linked entity is managed like a created one', row('VAULT-LINK-03'), async ({ vault, arrange }) => {
  const id = await arrange.entity();
  const client = await arrange.tenant();
  await arrange.during(() => linkToClient(vault, client.clientName, { entity_id: id }));

  const answer = await client.scim.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);

  expect(answer).toHaveStatus([200, 204]);
  const entity = await vault.read(`identity/entity/id/${id}`);
  expect(entity.data?.disabled, 'disabled of the entity').toBe(true);
});

test('a linked group is managed like a created one', row('VAULT-LINK-04'), async ({ vault, arrange }) => {
  const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group')));
  const client = await arrange.tenant();
  const user = await arrange.user(client);
  await arrange.during(() => linkToClient(vault, client.clientName, { group_id: id }));

  const answer = await client.scim.patch(`/Groups/${id}`, [
    { op: 'add', path: 'members', value: [{ value: user.id }] },
  ]);

  expect(answer).toHaveStatus([200, 204]);
  const group = await vault.read(`identity/group/id/${id}`);
  expect(memberIdsOf(group), 'members of the Vault group').toEqual([user.id]);
});

test('a linked group counts as a resource of the SCIM client', row('VAULT-LINK-05'), async ({ vault, arrange }) => {
  const id = await arrange.during(() => createVaultGroup(vault, arrange.unique('group')));
  const client = await arrange.tenant();
  await arrange.during(() => linkToClient(vault, client.clientName, { group_id: id }));

  const answer = await vault.remove(scimClientPath(client.clientName));

  expect(answer).toBeVaultError(400);
  const stored = await vault.read(scimClientPath(client.clientName));
  expect(stored.data?.client_id, 'client_id of the client').toBe(client.clientId);
});

test('linking to a SCIM client that does not exist is refused', row('VAULT-LINK-06'), async ({ vault, arrange }) => {
  const id = await arrange.entity();
  const path = `identity/entity/id/${id}`;
  const before = await vault.read(path);

  const answer = await vault.write(linkPath(arrange.unique('client'), 'link-entity'), { entity_id: id });

  expect(answer).toBeRefused();
  const after = await vault.read(path);
  expect(after.data, 'the entity').toEqual(before.data);
  expect(await ownerOf(vault, path)(), 'owner of the entity').toBe('');
});

test(
  'an entity that was unlinked can be linked to another SCIM client',
  row('VAULT-LINK-01'),
  async ({ vault, arrange, applies }) => {
    const [former, client] = [await arrange.tenant(), await arrange.tenant()];
    const user = await arrange.user(former);
    const path = `identity/entity/id/${user.id}`;
    const unlink = { entity_id: user.id, unlink_aliases: true, remove_memberships: true };
    await arrange.during(() => vault.write(linkPath(former.clientName, 'unlink-entity'), unlink));
    applies((await ownerOf(vault, path)()) === '', 'the server did not unlink the entity');

    const answer = await vault.write(linkPath(client.clientName, 'link-entity'), { entity_id: user.id });

    expect(answer).toHaveStatus([200, 204]);
    expect(await ownerOf(vault, path)(), 'owner of the entity').toBe(client.clientId);
    expect(await client.scim.get(user.path), 'a read by the new client').toHaveStatus(200);
  },
);
