import {
  type ArrangedGroup,
  type ArrangedUser,
  expect,
  expectGone,
  groupBody,
  INNER_NAMESPACES,
  idsOf,
  linkPath,
  listed,
  listOf,
  ownerOf,
  row,
  scimClientPath,
  type Tenant,
  test,
  unlinkFromClient,
  unmanagedGroup,
  userBody,
  type VaultClient,
} from '../../../src/harness/index.ts';

type Guarded = { path: string; fields: Record<string, unknown> | null };

const ENTITY = 'identity/entity/id/';
const GROUP = 'identity/group/id/';

const CHANGES: { change: string; of: (user: ArrangedUser, group: ArrangedGroup) => Guarded }[] = [
  { change: 'rename an entity', of: ({ id }) => ({ path: `${ENTITY}${id}`, fields: { name: 'renamed' } }) },
  { change: 'delete an entity', of: ({ id }) => ({ path: `${ENTITY}${id}`, fields: null }) },
  { change: 'rename a group', of: (_user, { id }) => ({ path: `${GROUP}${id}`, fields: { name: 'renamed' } }) },
  { change: 'empty a group', of: (_user, { id }) => ({ path: `${GROUP}${id}`, fields: { member_entity_ids: [] } }) },
  { change: 'delete a group', of: (_user, { id }) => ({ path: `${GROUP}${id}`, fields: null }) },
  {
    change: 'delete an entity by its name',
    of: ({ userName }) => ({ path: `identity/entity/name/${userName}`, fields: null }),
  },
  {
    change: 'empty a group by its name',
    of: (_user, { displayName }) => ({ path: `identity/group/name/${displayName}`, fields: { member_entity_ids: [] } }),
  },
  {
    change: 'delete a group by its name',
    of: (_user, { displayName }) => ({ path: `identity/group/name/${displayName}`, fields: null }),
  },
];

const changed = (inside: VaultClient, { path, fields }: Guarded) =>
  fields === null ? inside.remove(path) : inside.write(path, fields);

const PLACES = [true, false].flatMap((active) => INNER_NAMESPACES.map((one) => ({ ...one, active })));

for (const { place, made, active } of PLACES) {
  const what = `${active ? 'an active' : 'an inactive'} user and its group`;
  test(`an administrator in ${place} cannot change ${what}`, row('VAULT-NS-19'), async ({ arrange }) => {
    const inside = await made(arrange);
    const child = await arrange.tenant({}, inside);
    const user = await arrange.user(child, { active });
    const group = await arrange.group(child, [user]);
    const both = async () => [
      (await inside.read(`${ENTITY}${user.id}`)).data,
      (await inside.read(`${GROUP}${group.id}`)).data,
    ];
    const before = await both();

    for (const { change, of } of CHANGES) {
      expect(await changed(inside, of(user, group)), change).toBeRefused();
      expect(await both(), `the entity and the group, after the try to ${change}`).toEqual(before);
    }
    // Whether a batch with a managed entity is refused or passes it over, no page says.
    await inside.write('identity/entity/batch-delete', { entity_ids: [await arrange.entity(inside), user.id] });
    expect(await both(), 'the entity and the group, after a batch delete').toEqual(before);
  });
}

const MERGES = [
  {
    id: 'VAULT-ADMIN-15',
    title: 'merging a SCIM-managed entity into another',
    fields: (user: string, other: string) => ({ from_entity_ids: [user], to_entity_id: other }),
  },
  {
    id: 'VAULT-ADMIN-16',
    title: 'merging another entity into a SCIM-managed one',
    fields: (user: string, other: string) => ({ from_entity_ids: [other], to_entity_id: user }),
  },
];

for (const { id, title, fields } of MERGES) {
  test(`in a child namespace ${title} is refused and changes nothing`, row(id), async ({ arrange }) => {
    const inside = await arrange.namespace();
    const user = await arrange.user(await arrange.tenant({}, inside));
    const other = await arrange.entity(inside);
    const both = () =>
      Promise.all([user.id, other].map(async (entity) => (await inside.read(`${ENTITY}${entity}`)).data));
    const before = await both();

    const answer = await inside.write('identity/entity/merge', fields(user.id, other));

    expect(answer).toBeRefused();
    expect(await both(), 'both entities').toEqual(before);
  });
}

for (const { place, made } of INNER_NAMESPACES) {
  test(`the plain deletion of a SCIM client in ${place} is guarded`, row('VAULT-NS-20'), async ({ arrange }) => {
    const inside = await made(arrange);
    const child = await arrange.tenant({}, inside);
    const group = await arrange.group(child, [await arrange.user(child)]);
    const path = scimClientPath(child.clientName);
    const both = async () => [(await inside.read(path)).data, (await inside.read(`${GROUP}${group.id}`)).data];
    const before = await both();

    const answer = await inside.remove(path);

    expect(answer).toBeVaultError(400);
    expect(await both(), 'the client and its group').toEqual(before);
  });
}

test('a deletion in a child namespace takes the linked resources along', row('VAULT-NS-20'), async ({ arrange }) => {
  const inside = await arrange.namespace();
  const child = await arrange.tenant({}, inside);
  const user = await arrange.user(child);
  const group = await arrange.group(child, [user]);
  const path = scimClientPath(child.clientName);

  const answer = await inside.remove(path, { 'delete-linked-resources': 'true' });

  expect(answer).toHaveStatus([200, 204]);
  await expectGone(inside, path, 'the client');
  await expectGone(inside, `${ENTITY}${user.id}`, 'the entity');
  await expectGone(inside, `${GROUP}${group.id}`, 'the group');
});

test('a deletion in a child namespace can leave the resources unmanaged', row('VAULT-NS-20'), async ({ arrange }) => {
  const inside = await arrange.namespace();
  const child = await arrange.tenant({}, inside);
  const user = await arrange.user(child);
  const group = await arrange.group(child, [user]);
  const path = scimClientPath(child.clientName);

  const answer = await inside.remove(path, { 'unlink-resources': 'true' });

  expect(answer).toHaveStatus([200, 204]);
  await expectGone(inside, path, 'the client');
  expect(await ownerOf(inside, `${ENTITY}${user.id}`)(), 'owner of the entity').toBe('');
  expect(await ownerOf(inside, `${GROUP}${group.id}`)(), 'owner of the group').toBe('');
});

for (const { place, made } of INNER_NAMESPACES) {
  test(
    `an entity and a group of ${place} are linked to a SCIM client there, and unlinked`,
    row('VAULT-NS-26'),
    async ({ arrange, applies }) => {
      const inside = await made(arrange);
      const child = await arrange.tenant({}, inside);
      const entity = await arrange.entity(inside);
      const group = await unmanagedGroup(arrange, inside, { member_entity_ids: [entity] });
      const objects = [{ entity_id: entity }, { group_id: group.id }] as const;
      const owners = async () => [await ownerOf(inside, `${ENTITY}${entity}`)(), await ownerOf(inside, group.stored)()];

      const answers = [
        await inside.write(linkPath(child.clientName, 'link-entity'), objects[0]),
        await inside.write(linkPath(child.clientName, 'link-group'), objects[1]),
      ];

      for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
      expect(await owners(), 'owners of the linked entity and group').toEqual([child.clientId, child.clientId]);
      const reads = [await child.scim.get(`/Users/${entity}`), await child.scim.get(group.path)];
      for (const read of reads) expect(read, 'a read by the client').toHaveStatus(200);
      for (const object of objects) await unlinkFromClient(inside, child.clientName, object);
      applies((await owners()).join('') === '', 'the server did not unlink the entity and the group');
      const again = [await child.scim.get(`/Users/${entity}`), await child.scim.get(group.path)];
      for (const read of again) expect(read, 'a read of what was unlinked').toBeRefused();
    },
  );
}

test(
  'without user adoption a create in a child namespace does not take over an entity there',
  row('VAULT-ADOPT-02'),
  async ({ arrange }) => {
    const inside = await arrange.namespace();
    const child = await arrange.tenant({ aliasMount: 'userpass' }, inside);
    const [id, name] = [await arrange.entity(inside), arrange.unique('person')];
    const alias = { name, canonical_id: id, mount_accessor: child.aliasMount?.accessor };
    await arrange.during(() => inside.writeOrThrow('create an alias', 'identity/entity-alias', alias));
    const before = await inside.read(`${ENTITY}${id}`);

    const answer = await child.scim.post('/Users', userBody(name));

    expect(answer).toBeRefused();
    expect((await inside.read(`${ENTITY}${id}`)).data, 'the entity and its alias').toEqual(before.data);
  },
);

test(
  'without group adoption a replace in a child namespace does not take over a group there',
  row('VAULT-ADOPT-03'),
  async ({ arrange }) => {
    const inside = await arrange.namespace();
    const child = await arrange.tenant({}, inside);
    const group = await unmanagedGroup(arrange, inside);
    const before = await inside.read(group.stored);

    const answer = await child.scim.put(group.path, groupBody(group.name));

    expect(answer).toBeRefused();
    expect((await inside.read(group.stored)).data, 'the Vault group').toEqual(before.data);
  },
);

test('two SCIM clients of a child namespace are kept apart', row('VAULT-NS-21'), async ({ arrange }) => {
  const inside = await arrange.namespace();
  const [child, sibling] = [await arrange.tenant({}, inside), await arrange.tenant({}, inside)];
  const user = await arrange.user(child);
  const group = await arrange.group(child, [user]);
  const own = await arrange.user(sibling);
  const inactive = await arrange.user(child, { active: false });
  const both = async () => [
    (await inside.read(`${ENTITY}${user.id}`)).data,
    (await inside.read(`${GROUP}${group.id}`)).data,
  ];
  const before = await both();

  const lists = [await sibling.scim.list('/Users'), await sibling.scim.list('/Groups')];
  const found = [
    await sibling.scim.list('/Users', { filter: `userName eq "${user.userName}"` }),
    await sibling.scim.list('/Groups', { filter: `displayName eq "${group.displayName}"` }),
    await sibling.scim.list('/Users', { filter: `externalId eq "${user.externalId}"` }),
    await sibling.scim.list('/Users', { filter: 'active eq false' }),
  ];
  const active = await sibling.scim.list('/Users', { filter: 'active eq true' });
  const refused = await eachRequestOn(sibling, { user, group, member: own });

  expect(lists.map(listed), 'the users and groups of the other client').toEqual([listOf(own), listOf()]);
  expect(found.map(idsOf), 'ids that filters of the other client find').toEqual([[], [], [], []]);
  expect(listed(active), 'the active users of the other client').toEqual(listOf(own));
  expect((await child.scim.get(inactive.path)).body, 'an inactive user').toEqual(inactive.body);
  for (const answer of refused) expect(answer, 'a request of the other client').toBeRefused();
  expect(await both(), 'the entity and the group').toEqual(before);
});

test(
  'neither the client of a child nor that of its parent can read or change what the other has',
  row('VAULT-NS-24'),
  async ({ tenant, vault, arrange }) => {
    const inside = await arrange.namespace();
    const child = await arrange.tenant({}, inside);
    const [userAbove, userBelow] = [await arrange.user(tenant), await arrange.user(child)];
    const [groupAbove, groupBelow] = [
      await arrange.group(tenant, [userAbove]),
      await arrange.group(child, [userBelow]),
    ];
    const stored = async () => [
      (await vault.read(`${ENTITY}${userAbove.id}`)).data,
      (await vault.read(`${GROUP}${groupAbove.id}`)).data,
      (await inside.read(`${ENTITY}${userBelow.id}`)).data,
      (await inside.read(`${GROUP}${groupBelow.id}`)).data,
    ];
    const before = await stored();

    const fromBelow = await eachRequestOn(child, { user: userAbove, group: groupAbove, member: userBelow });
    const fromAbove = await eachRequestOn(tenant, { user: userBelow, group: groupBelow, member: userAbove });

    for (const answer of [...fromBelow, ...fromAbove]) expect(answer, 'a request across namespaces').toBeRefused();
    expect(await stored(), 'the entities and the groups').toEqual(before);
  },
);

test(
  'neither the client of a nested namespace nor that two levels above can read or change what the other has',
  row('VAULT-NS-24'),
  async ({ tenant, vault, arrange }) => {
    const inner = await arrange.namespace(await arrange.namespace());
    const nested = await arrange.tenant({}, inner);
    const [userAbove, userBelow] = [await arrange.user(tenant), await arrange.user(nested)];
    const [groupAbove, groupBelow] = [
      await arrange.group(tenant, [userAbove]),
      await arrange.group(nested, [userBelow]),
    ];
    const stored = async () => [
      (await vault.read(`${ENTITY}${userAbove.id}`)).data,
      (await vault.read(`${GROUP}${groupAbove.id}`)).data,
      (await inner.read(`${ENTITY}${userBelow.id}`)).data,
      (await inner.read(`${GROUP}${groupBelow.id}`)).data,
    ];
    const before = await stored();

    const answers = [
      await nested.scim.get(userAbove.path),
      await nested.scim.get(groupAbove.path),
      await nested.scim.delete(userAbove.path),
      await nested.scim.delete(groupAbove.path),
      await tenant.scim.get(userBelow.path),
      await tenant.scim.get(groupBelow.path),
      await tenant.scim.delete(userBelow.path),
      await tenant.scim.delete(groupBelow.path),
    ];

    for (const answer of answers) expect(answer, 'a request across two levels').toBeRefused();
    expect(await stored(), 'the entities and the groups').toEqual(before);
  },
);

/** Each verb, from a client that they do not belong to. @param on.member its own user */
async function eachRequestOn(
  { scim }: Tenant,
  { user, group, member }: { user: ArrangedUser; group: ArrangedGroup; member: ArrangedUser },
) {
  const members = { path: 'members', value: [{ value: member.id }] };
  return [
    await scim.get(user.path),
    await scim.put(user.path, { ...user.sent, active: false }),
    await scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]),
    await scim.get(group.path),
    await scim.put(group.path, groupBody(group.displayName, [member.id])),
    await scim.patch(group.path, [{ op: 'add', ...members }]),
    await scim.patch(group.path, [{ op: 'remove', path: 'members', value: [{ value: user.id }] }]),
    await scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${user.id}"]` }]),
    await scim.delete(user.path),
    await scim.delete(group.path),
  ];
}
