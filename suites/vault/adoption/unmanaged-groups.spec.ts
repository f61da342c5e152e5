import { randomUUID } from 'node:crypto';
import {
  type Arrange,
  adoptGroup,
  adoptingTenant,
  bodyOf,
  expect,
  groupBody,
  idsOf,
  listed,
  listOf,
  memberIdsOf,
  ownerOf,
  resourcesOf,
  row,
  type Tenant,
  test,
  unmanagedGroup,
  unmanagedPerson,
  valuesOf,
} from '../../../src/harness/index.ts';

test('with group adoption an unmanaged group can be read', row('VAULT-ADOPT-05'), async ({ vault, arrange }) => {
  const tenant = await adoptingTenant(arrange, { groups: true });
  const group = await unmanagedGroup(arrange, vault);

  const answer = await tenant.scim.get(group.path);

  expect(answer).toHaveStatus(200);
  expect(bodyOf(answer).id, 'id of the group').toBe(group.id);
  expect(bodyOf(answer).displayName, 'displayName of the group').toBe(group.name);
});

test(
  'with group adoption an unmanaged group can be read whatever an administrator gave it',
  row('VAULT-ADOPT-05'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const user = await arrange.user(tenant);
    const held = await unmanagedGroup(arrange, vault);

    for (const fields of [
      { policies: ['vsc-first', 'vsc-second'] },
      { metadata: { team: 'blue' } },
      { member_entity_ids: [await arrange.entity()] },
      { member_entity_ids: [user.id] },
      { member_group_ids: [held.id] },
    ]) {
      const group = await unmanagedGroup(arrange, vault, fields);

      const answer = await tenant.scim.get(group.path);

      const what = `the group with ${Object.keys(fields)}`;
      expect(answer, `a read of ${what}`).toHaveStatus(200);
      const { id, displayName } = bodyOf(answer);
      expect({ id, displayName }, what).toEqual({ id: group.id, displayName: group.name });
    }
  },
);

test(
  'an unmanaged group shows only the members that belong to the client',
  row('VAULT-ADOPT-06'),
  async ({ vault, other, arrange }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const own = await arrange.user(tenant);
    const foreign = [await arrange.entity(), (await arrange.user(other)).id, String(tenant.principalId)];
    const group = await unmanagedGroup(arrange, vault, { member_entity_ids: [own.id, ...foreign] });

    const answer = await tenant.scim.get(group.path);
    const list = await tenant.scim.list('/Groups');
    const found = await tenant.scim.list('/Groups', { filter: `displayName eq "${group.name}"` });

    expect(valuesOf(bodyOf(answer).members), 'members of the group').toEqual([own.id]);
    // Whether lists hold the group, no page says.
    const listedMembers = [list, found].flatMap(resourcesOf).flatMap(({ members }) => valuesOf(members));
    const others = listedMembers.filter((id) => id !== own.id);
    expect(others, 'members in lists that are not of the client').toEqual([]);
  },
);

test(
  "with group adoption a user's groups leave out the unmanaged ones",
  row('VAULT-USER-24'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const user = await arrange.user(tenant);
    const own = await arrange.group(tenant, [user]);
    await unmanagedGroup(arrange, vault, { member_entity_ids: [user.id] });

    const answer = await tenant.scim.get(user.path);
    const list = await tenant.scim.list('/Users');

    expect(valuesOf(bodyOf(answer).groups), 'groups of the user').toEqual([own.id]);
    expect(
      resourcesOf(list).map(({ groups }) => valuesOf(groups)),
      'groups of the user in the list',
    ).toEqual([[own.id]]);
  },
);

test(
  'user adoption opens unmanaged entities neither for reads nor for patches nor for deletion',
  row('VAULT-ADOPT-30'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { users: true });
    const person = await unmanagedPerson(arrange, vault, tenant);
    const before = await vault.read(person.entity);

    const found = await tenant.scim.list('/Users', { filter: `userName eq "${person.name}"` });
    const answers = [
      await tenant.scim.get(person.path),
      await tenant.scim.patch(person.path, [{ op: 'replace', path: 'active', value: false }]),
      await tenant.scim.delete(person.path),
    ];

    for (const answer of answers) expect(answer).toBeRefused();
    expect(listed(found), 'what a filter on the name of its alias finds').toEqual(listOf());
    expect((await vault.read(person.entity)).data, 'the entity and its alias').toEqual(before.data);
  },
);

test('reading an unmanaged group does not take it over', row('VAULT-ADOPT-07'), async ({ vault, arrange }) => {
  const tenant = await adoptingTenant(arrange, { groups: true });
  const group = await unmanagedGroup(arrange, vault);

  await tenant.scim.get(group.path);
  await tenant.scim.list('/Groups');
  await tenant.scim.list('/Groups', { filter: `displayName eq "${group.name}"` });

  const owner = await ownerOf(vault, group.stored)();
  expect(owner, 'owner of the group').toBe('');
});

test(
  "group adoption does not open another client's groups",
  row('VAULT-ADOPT-08'),
  async ({ other, vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const user = await arrange.user(tenant);
    const group = await arrange.group(other, [await arrange.user(other)]);
    const stored = `identity/group/id/${group.id}`;
    const before = await vault.read(stored);

    const list = await tenant.scim.list('/Groups');
    const found = await tenant.scim.list('/Groups', { filter: `displayName eq "${group.displayName}"` });
    const refused = [
      await tenant.scim.get(group.path),
      await tenant.scim.put(group.path, groupBody(group.displayName)),
      await tenant.scim.put(group.path, groupBody(group.displayName)),
      await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members' }]),
      await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]),
      await tenant.scim.delete(group.path),
    ];

    expect(idsOf(list), 'ids of the listed groups').not.toContain(group.id);
    expect(idsOf(found), 'ids of the groups with its name').toEqual([]);
    for (const answer of refused) expect(answer).toBeRefused();
    const after = await vault.read(stored);
    expect(after.data, 'the Vault group').toEqual(before.data);
  },
);

test(
  'a group that a client read unmanaged is closed to it as soon as another client has taken it over',
  row('VAULT-ADOPT-08'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const rival = await adoptingTenant(arrange, { groups: true });
    const group = await unmanagedGroup(arrange, vault, { member_entity_ids: [(await arrange.user(tenant)).id] });
    await arrange.during(() => tenant.scim.get(group.path));
    await arrange.during(() => tenant.scim.list('/Groups'));
    applies(await adoptGroup(arrange, vault, rival, group, []), 'the replace does not adopt the group here');
    const before = await vault.read(group.stored);

    const lists = [
      await tenant.scim.list('/Groups'),
      await tenant.scim.list('/Groups', { filter: `displayName eq "${group.name}"` }),
    ];
    const refused = [
      await tenant.scim.get(group.path),
      await tenant.scim.put(group.path, groupBody(group.name)),
      await tenant.scim.delete(group.path),
    ];

    for (const list of lists) expect(idsOf(list), 'ids of the listed groups').not.toContain(group.id);
    for (const answer of refused) expect(answer).toBeRefused();
    expect((await vault.read(group.stored)).data, 'the Vault group').toEqual(before.data);
  },
);

test(
  'group adoption opens unmanaged groups neither for patches nor for deletion',
  row('VAULT-ADOPT-22'),
  async ({ vault, arrange }) => {
    const tenant = await adoptingTenant(arrange, { groups: true });
    const [member, user] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await unmanagedGroup(arrange, vault, { member_entity_ids: [member.id] });
    const before = await vault.read(group.stored);

    const add = [{ op: 'add', path: 'members', value: [{ value: user.id }] }];
    const answers = [
      await tenant.scim.patch(group.path, add),
      await tenant.scim.patch(group.path, add),
      await tenant.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${member.id}"]` }]),
      await tenant.scim.delete(group.path),
      await tenant.scim.delete(group.path),
    ];

    for (const answer of answers) expect(answer).toBeRefused();
    expect((await vault.read(group.stored)).data, 'the Vault group').toEqual(before.data);
  },
);

test(
  'the group adoption of one SCIM client opens unmanaged groups to no other client',
  row('VAULT-ADOPT-23'),
  async ({ tenant, vault, arrange }) => {
    await adoptingTenant(arrange, { groups: true });
    const group = await unmanagedGroup(arrange, vault);
    const before = await vault.read(group.stored);

    const read = await tenant.scim.get(group.path);
    const found = await tenant.scim.list('/Groups', { filter: `displayName eq "${group.name}"` });
    const replaced = await tenant.scim.put(group.path, groupBody(group.name));
    const again = await tenant.scim.put(group.path, groupBody(group.name));

    for (const answer of [read, replaced, again]) expect(answer).toBeRefused();
    expect(read.text.includes(group.name), 'the name of the group in the refusal').toBe(false);
    expect(idsOf(found), 'ids of the groups with its name').toEqual([]);
    expect((await vault.read(group.stored)).data, 'the Vault group').toEqual(before.data);
  },
);

const STRANGERS: {
  who: string;
  make: (arrange: Arrange, tenants: { tenant: Tenant; other: Tenant }) => Promise<string>;
}[] = [
  { who: 'another client’s user', make: async (arrange, { other }) => (await arrange.user(other)).id },
  { who: 'an unmanaged entity', make: (arrange) => arrange.entity() },
  { who: 'a group', make: async (arrange, { tenant }) => (await arrange.group(tenant)).id },
  { who: 'nobody', make: async () => randomUUID() },
];

for (const { who, make } of STRANGERS) {
  test(
    `a replace that names ${who} as member does not take a group over with it`,
    row('VAULT-ADOPT-31'),
    async ({ other, vault, arrange }) => {
      const tenant = await adoptingTenant(arrange, { groups: true });
      const own = await arrange.user(tenant);
      const stranger = await make(arrange, { tenant, other });
      const group = await unmanagedGroup(arrange, vault, { policies: ['vsc-first'], member_entity_ids: [own.id] });
      const before = await vault.read(group.stored);

      const answer = await tenant.scim.put(group.path, groupBody(group.name, [stranger]));
      const then = await vault.read(group.stored);
      await tenant.scim.put(group.path, groupBody(group.name, [own.id, stranger]));

      expect(answer).toBeRefused();
      expect(then.data, 'the Vault group after the stranger alone').toEqual(before.data);
      const members = memberIdsOf(await vault.read(group.stored));
      expect(members.includes(stranger), 'whether the stranger is a member').toBe(false);
    },
  );
}
