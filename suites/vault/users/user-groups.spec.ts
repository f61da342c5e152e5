import {
  ACTIVITY_FORMS,
  addMember,
  bodyOf,
  createVaultGroup,
  expect,
  groupBody,
  ownerOf,
  type Removal,
  removeByFilter,
  removeByValueList,
  removeMember,
  resourcesOf,
  row,
  test,
  unlinkFromClient,
  userBody,
  valuesOf,
} from '../../../src/harness/index.ts';

test(
  "a user's groups name its groups, older and younger than itself",
  row('VAULT-USER-22'),
  async ({ tenant, arrange }) => {
    const [patched, replaced] = [await arrange.group(tenant), await arrange.group(tenant)];
    const user = await arrange.user(tenant);
    const created = await arrange.group(tenant, [user]);
    await arrange.during(() => addMember(tenant, patched, user));
    await arrange.during(() => tenant.scim.put(replaced.path, groupBody(replaced.displayName, [user.id])));

    const answer = await tenant.scim.get(user.path);

    const ids = [patched.id, replaced.id, created.id].sort();
    expect(valuesOf(bodyOf(answer).groups), 'ids of the groups').toEqual(ids);
  },
);

for (const { form, send } of ACTIVITY_FORMS) {
  test(
    `a user's groups follow those that it joined and left while ${form} had deactivated it`,
    row('VAULT-USER-22'),
    async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant);
      const [kept, left, joined] = [
        await arrange.group(tenant, [user]),
        await arrange.group(tenant, [user]),
        await arrange.group(tenant),
      ];
      await arrange.during(() => send(tenant, user, false));
      await arrange.during(() => removeMember(tenant, left, user));
      await arrange.during(() => addMember(tenant, joined, user));

      const inactive = await tenant.scim.get(user.path);
      await arrange.during(() => send(tenant, user, true));
      const active = await tenant.scim.get(user.path);

      const shown = [inactive, active].map((answer) => valuesOf(bodyOf(answer).groups));
      const wanted = [kept.id, joined.id].sort();
      expect(shown, 'ids of the groups while it is inactive and after').toEqual([wanted, wanted]);
    },
  );
}

test('each user of a list has its own groups', row('VAULT-USER-22'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const [both, one, none] = await arrange.users(tenant, 3);
  const inactive = await arrange.user(tenant, { active: false });
  const [first, second] = [
    await arrange.group(
      tenant,
      [both, one].flatMap((user) => user ?? []),
    ),
    await arrange.group(
      tenant,
      [both, inactive].flatMap((user) => user ?? []),
    ),
  ];

  const list = await tenant.scim.list('/Users');

  const shown = Object.fromEntries(resourcesOf(list).map(({ id, groups }) => [String(id), valuesOf(groups)]));
  expect(shown, 'ids of the groups of each user').toEqual({
    [both?.id ?? '']: [first.id, second.id].sort(),
    [one?.id ?? '']: [first.id],
    [none?.id ?? '']: [],
    [inactive.id]: [second.id],
  });
});

const membersWithout = ({ sent }: { sent: Record<string, unknown> }, user: { id: string }) =>
  [sent.members ?? []].flat().filter((member) => (member as { value: string }).value !== user.id);

const REMOVALS: { removal: string; remove: Removal }[] = [
  { removal: 'a value list', remove: removeByValueList },
  { removal: 'a value filter', remove: removeByFilter },
  {
    removal: 'a replace without it',
    remove: (tenant, group, user) =>
      tenant.scim.put(group.path, { ...group.sent, members: membersWithout(group, user) }),
  },
  {
    removal: 'a replace that empties the group',
    remove: (tenant, group) => tenant.scim.put(group.path, groupBody(group.displayName, [])),
  },
];

test(
  "a user's groups leave out a group that it was removed from, in whatever way",
  row('VAULT-USER-23'),
  async ({ tenant, arrange }) => {
    const [user, staying] = [await arrange.user(tenant), await arrange.user(tenant)];

    for (const { removal, remove } of REMOVALS) {
      const left = await arrange.group(tenant, [user, staying]);
      await arrange.during(() => tenant.scim.get(user.path));
      await arrange.during(() => removeMember(tenant, left, user, remove));

      const read = await tenant.scim.get(user.path);
      const list = await tenant.scim.list('/Users', { filter: `userName eq "${user.userName}"` });

      const [shown, listed] = [valuesOf(bodyOf(read).groups), valuesOf(resourcesOf(list)[0]?.groups)];
      expect(shown, `ids of the groups that are read after ${removal}`).not.toContain(left.id);
      expect(listed, `ids of the groups in a list after ${removal}`).not.toContain(left.id);
    }
  },
);

test(
  "a user's groups leave out unmanaged groups, in each answer",
  row('VAULT-USER-24'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const unmanaged = await arrange.during(() =>
      createVaultGroup(vault, arrange.unique('admins'), { member_entity_ids: [user.id] }),
    );
    await arrange.group(tenant, [user]);

    const replaced = await tenant.scim.put(user.path, user.sent);
    const read = await tenant.scim.get(user.path);
    const list = await tenant.scim.list('/Users', { filter: `userName eq "${user.userName}"` });

    const shown = [bodyOf(replaced), bodyOf(read), resourcesOf(list)[0]].map((body) => valuesOf(body?.groups));
    expect(shown.flat(), 'ids of the groups').not.toContain(unmanaged);
  },
);

test(
  "a user's groups leave out each group that was unlinked",
  row('VAULT-USER-24'),
  async ({ vault, arrange, applies }) => {
    const client = await arrange.tenant();
    const user = await arrange.user(client);
    const groups = [await arrange.group(client, [user]), await arrange.group(client, [user])];
    await arrange.group(client, [user]);

    for (const { id } of groups) {
      await arrange.during(() => unlinkFromClient(vault, client.clientName, { group_id: id }));
      applies((await ownerOf(vault, `identity/group/id/${id}`)()) === '', 'the server did not unlink the group');

      const read = await client.scim.get(user.path);
      const list = await client.scim.list('/Users');

      expect(valuesOf(bodyOf(read).groups), 'ids of the groups in a read').not.toContain(id);
      expect(valuesOf(resourcesOf(list)[0]?.groups), 'ids of the groups in a list').not.toContain(id);
    }
  },
);

test("a user's groups leave out inherited memberships", row('VAULT-USER-25'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  const unmanaged = await arrange.during(() =>
    createVaultGroup(vault, arrange.unique('parent'), { member_group_ids: [group.id] }),
  );

  const answer = await tenant.scim.get(user.path);

  expect(valuesOf(bodyOf(answer).groups), 'ids of the groups').not.toContain(unmanaged);
});

test('groups in a create make no membership', row('VAULT-USER-26'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const sent = userBody(arrange.unique('user'), { groups: [{ value: group.id }] });

  const answer = await tenant.scim.post('/Users', sent);

  expect(answer.status, 'status of the create').toBeLessThan(500);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'ids of the members').toEqual([]);
});

test('groups in a replace change no membership', row('VAULT-USER-27'), async ({ tenant, arrange }) => {
  const [user, member] = [await arrange.user(tenant), await arrange.user(tenant)];
  const [wanted, held] = [await arrange.group(tenant, [member]), await arrange.group(tenant, [user])];

  const answer = await tenant.scim.put(user.path, { ...user.sent, groups: [{ value: wanted.id }] });

  expect(answer.status, 'status of the replace').toBeLessThan(500);
  const [joined, kept] = [await tenant.scim.get(wanted.path), await tenant.scim.get(held.path)];
  expect(valuesOf(bodyOf(joined).members), 'members of the group that was sent').toEqual([member.id]);
  expect(valuesOf(bodyOf(kept).members), 'members of the group that was not sent').toEqual([user.id]);
});

test('an empty list of groups in a replace ends no membership', row('VAULT-USER-27'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answer = await tenant.scim.put(user.path, { ...user.sent, groups: [] });

  expect(answer.status, 'status of the replace').toBeLessThan(500);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'members of the group').toEqual([user.id]);
});

const RETURNS: Record<string, Removal> = {
  'an add': addMember,
  'a replace': (tenant, group, user) => tenant.scim.put(group.path, groupBody(group.displayName, [user.id])),
};

test(
  "a user's groups name a group that it was removed from and put into again, in whatever way",
  row('VAULT-USER-22'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);

    for (const { removal, remove } of REMOVALS) {
      for (const [back, putBack] of Object.entries(RETURNS)) {
        const group = await arrange.group(tenant, [user]);
        await arrange.during(() => removeMember(tenant, group, user, remove));
        await arrange.during(() => putBack(tenant, group, user));

        const read = bodyOf(await tenant.scim.get(user.path));
        const [listed] = resourcesOf(await tenant.scim.list('/Users', { filter: `userName eq "${user.userName}"` }));

        const shown = [read, listed].map((one) => valuesOf(one?.groups).includes(group.id));
        expect(shown, `whether it is read and listed after ${removal} and ${back}`).toEqual([true, true]);
      }
    }
  },
);
