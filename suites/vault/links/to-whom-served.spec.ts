import {
  createVaultEntity,
  createVaultGroup,
  expect,
  groupBody,
  idsOf,
  linkPath,
  linkToClient,
  listAll,
  listed,
  listOf,
  memberIdsOf,
  ownerOf,
  row,
  test,
  unlinkFromClient,
} from '../../../src/harness/index.ts';

const SINCE_EVER = 'meta.lastModified ge "1970-01-01T00:00:00Z"';

test(
  'a user that was unlinked is not served to its former SCIM client',
  row('VAULT-LINK-13'),
  async ({ vault, arrange, applies }) => {
    const client = await arrange.tenant();
    const [user, left] = [await arrange.user(client), await arrange.user(client)];
    const group = await arrange.group(client, [left]);
    const path = `identity/entity/id/${user.id}`;
    const unlink = { entity_id: user.id, unlink_aliases: true, remove_memberships: true };
    await arrange.during(() => vault.write(linkPath(client.clientName, 'unlink-entity'), unlink));
    applies((await ownerOf(vault, path)()) === '', 'the server did not unlink the entity');
    const before = await vault.read(path);

    const list = await client.scim.list('/Users');
    const found = [
      await client.scim.list('/Users', { filter: `userName eq "${user.userName}"` }),
      await client.scim.list('/Users', { filter: `externalId eq "${user.externalId}"` }),
    ];
    const active = await client.scim.list('/Users', { filter: 'active eq true' });
    const refused = [
      await client.scim.get(user.path),
      await client.scim.put(user.path, { ...user.sent, active: false }),
      await client.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]),
      await client.scim.delete(user.path),
      await client.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]),
    ];

    expect([list, active].map(listed), 'the users of the client, and the active ones').toEqual([
      listOf(left),
      listOf(left),
    ]);
    expect(found.map(listed), 'what filters on its userName and externalId find').toEqual([listOf(), listOf()]);
    for (const answer of refused) expect(answer, 'a request on the user').toBeRefused();
    expect((await vault.read(path)).data, 'the entity').toEqual(before.data);
    expect(memberIdsOf(await vault.read(`identity/group/id/${group.id}`)), 'members of a group').toEqual([left.id]);
  },
);

test(
  'a group that was unlinked is not served to its former SCIM client',
  row('VAULT-LINK-13'),
  async ({ vault, arrange, applies }) => {
    const client = await arrange.tenant();
    const [member, user] = [await arrange.user(client), await arrange.user(client)];
    const [group, left] = [await arrange.group(client, [member]), await arrange.group(client)];
    const { path } = group;
    const stored = `identity/group/id/${group.id}`;
    await arrange.during(() => unlinkFromClient(vault, client.clientName, { group_id: group.id }));
    applies((await ownerOf(vault, stored)()) === '', 'the server did not unlink the group');
    const before = await vault.read(stored);

    const list = await client.scim.list('/Groups');
    const found = await client.scim.list('/Groups', { filter: `displayName eq "${group.displayName}"` });
    const refused = [
      await client.scim.get(path),
      await client.scim.put(path, groupBody(group.displayName, [user.id])),
      await client.scim.patch(path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]),
      await client.scim.patch(path, [{ op: 'remove', path: 'members', value: [{ value: member.id }] }]),
      await client.scim.patch(path, [{ op: 'remove', path: `members[value eq "${member.id}"]` }]),
      await client.scim.delete(path),
    ];

    expect(listed(list), 'the groups of the client').toEqual(listOf(left));
    expect(listed(found), 'what a filter on its displayName finds').toEqual(listOf());
    for (const answer of refused) expect(answer, 'a request on the group').toBeRefused();
    expect((await vault.read(stored)).data, 'the Vault group').toEqual(before.data);
  },
);

test('a linked user and group are served to no other SCIM client', row('VAULT-LINK-14'), async ({ vault, arrange }) => {
  const [client, other] = [await arrange.tenant(), await arrange.tenant()];
  const names = { entity: arrange.unique('entity'), group: arrange.unique('group') };
  const entity = await arrange.during(() => createVaultEntity(vault, names.entity, { external_id: 'of-the-linked' }));
  const group = await arrange.during(() => createVaultGroup(vault, names.group));
  await arrange.during(() => linkToClient(vault, client.clientName, { entity_id: entity }));
  await arrange.during(() => linkToClient(vault, client.clientName, { group_id: group }));
  const stored = [`identity/entity/id/${entity}`, `identity/group/id/${group}`];
  const both = () => Promise.all(stored.map(async (path) => (await vault.read(path)).data));
  const before = await both();

  const lists = [
    await other.scim.list('/Users', { filter: `userName eq "${names.entity}"` }),
    await other.scim.list('/Groups', { filter: `displayName eq "${names.group}"` }),
    await other.scim.list('/Users', { filter: 'externalId eq "of-the-linked"' }),
  ];
  const ids = [
    ...(await listAll(other, '/Users')).ids,
    ...(await listAll(other, '/Groups')).ids,
    ...idsOf(await other.scim.list('/Users', { filter: 'active eq true' })),
    ...idsOf(await other.scim.list('/Users', { filter: SINCE_EVER })),
    ...idsOf(await other.scim.list('/Groups', { filter: SINCE_EVER })),
  ];
  const refused = [
    await other.scim.get(`/Users/${entity}`),
    await other.scim.patch(`/Users/${entity}`, [{ op: 'replace', path: 'active', value: false }]),
    await other.scim.delete(`/Users/${entity}`),
    await other.scim.get(`/Groups/${group}`),
    await other.scim.put(`/Groups/${group}`, groupBody(names.group)),
    await other.scim.delete(`/Groups/${group}`),
  ];

  for (const list of lists) expect(idsOf(list), 'what the other client finds').toEqual([]);
  expect(
    ids.filter((id) => id === entity || id === group),
    'the linked ones in what the other client lists',
  ).toEqual([]);
  for (const answer of refused) expect(answer, 'a request of the other client').toBeRefused();
  expect(await both(), 'the entity and the group').toEqual(before);
});

test(
  'a user and a group that moved to another SCIM client are served to that one alone',
  row('VAULT-LINK-14'),
  async ({ vault, arrange, applies }) => {
    const [former, client] = [await arrange.tenant(), await arrange.tenant()];
    const [user, own] = [await arrange.user(former), await arrange.user(former)];
    const group = await arrange.group(former);
    const moved = [
      { stored: `identity/entity/id/${user.id}`, object: { entity_id: user.id }, action: 'link-entity' },
      { stored: `identity/group/id/${group.id}`, object: { group_id: group.id }, action: 'link-group' },
    ] as const;
    for (const { stored, object, action } of moved) {
      await arrange.during(() => unlinkFromClient(vault, former.clientName, object));
      await arrange.during(() => vault.write(linkPath(client.clientName, action), object));
      applies((await ownerOf(vault, stored)()) === client.clientId, 'the user and the group do not move here');
    }
    const both = () => Promise.all(moved.map(async ({ stored }) => (await vault.read(stored)).data));
    const before = await both();

    const lists = [
      await former.scim.list('/Users'),
      await former.scim.list('/Users', { filter: `externalId eq "${user.externalId}"` }),
      await former.scim.list('/Groups'),
    ];
    const refused = [
      await former.scim.get(user.path),
      await former.scim.put(user.path, { ...user.sent, active: false }),
      await former.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]),
      await former.scim.delete(user.path),
      await former.scim.get(group.path),
      await former.scim.put(group.path, groupBody(group.displayName, [own.id])),
      await former.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: own.id }] }]),
      await former.scim.delete(group.path),
    ];

    expect(lists.map(listed), 'what the former client lists').toEqual([listOf(own), listOf(), listOf()]);
    for (const answer of refused) expect(answer, 'a request of the former client').toBeRefused();
    expect(await both(), 'the entity and the group').toEqual(before);
  },
);
