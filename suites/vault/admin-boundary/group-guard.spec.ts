import { expect, groupBody, row, test, type VaultClient } from '../../../src/harness/index.ts';

test(
  'an administrator cannot rename a SCIM-managed group',
  row('VAULT-ADMIN-09'),
  async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant);
    const path = `identity/group/id/${group.id}`;
    const before = await vault.read(path);

    const answer = await vault.write(path, { name: arrange.unique('renamed') });

    expect(answer).toBeRefused();
    const after = await vault.read(path);
    expect(after.data, 'the group').toEqual(before.data);
  },
);

test(
  'the name that an administrator cannot give a SCIM-managed group stays free for another group',
  row('VAULT-ADMIN-09'),
  async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant);
    const path = `identity/group/id/${group.id}`;
    const name = arrange.unique('wanted');
    const before = await vault.read(path);

    const answer = await vault.write(path, { name });
    const create = await tenant.scim.post('/Groups', groupBody(name));

    expect(answer).toBeRefused();
    expect(create).toHaveStatus(201);
    expect((await vault.read(path)).data, 'the group').toEqual(before.data);
  },
);

test(
  'an administrator cannot rename a SCIM-managed group in its letter case',
  row('VAULT-ADMIN-09'),
  async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant);
    const path = `identity/group/id/${group.id}`;
    const before = await vault.read(path);

    await vault.write(path, { name: group.displayName.toUpperCase() });

    const after = await vault.read(path);
    expect(after.data, 'the group').toEqual(before.data);
  },
);

test(
  'an administrator cannot give a SCIM-managed group a former displayName of it',
  row('VAULT-ADMIN-09'),
  async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant);
    const names = [group.displayName, arrange.unique('second')];
    for (const displayName of [names[1], arrange.unique('last')]) {
      await arrange.during(() => tenant.scim.put(group.path, { ...group.sent, displayName }));
    }
    const path = `identity/group/id/${group.id}`;
    const before = await vault.read(path);

    const answers = [await vault.write(path, { name: names[0] }), await vault.write(path, { name: names[1] })];

    for (const answer of answers) expect(answer).toBeRefused();
    expect((await vault.read(path)).data, 'the group').toEqual(before.data);
  },
);

const ADDITIONS = [
  { what: 'add members to', kept: ['first', 'second'] },
  { what: 'exchange one member of', kept: ['second'] },
  { what: 'exchange all members of', kept: [] },
] as const;

for (const { what, kept } of ADDITIONS) {
  test(
    `an administrator cannot ${what} a SCIM-managed group`,
    row('VAULT-ADMIN-10'),
    async ({ tenant, vault, arrange }) => {
      const members = { first: await arrange.user(tenant), second: await arrange.user(tenant) };
      const outsider = await arrange.user(tenant);
      const group = await arrange.group(tenant, Object.values(members));
      const path = `identity/group/id/${group.id}`;
      const before = await vault.read(path);

      const answer = await vault.write(path, {
        member_entity_ids: [...kept.map((which) => members[which].id), outsider.id],
      });

      expect(answer).toBeRefused();
      const after = await vault.read(path);
      expect(after.data, 'the group').toEqual(before.data);
    },
  );
}

test(
  'an administrator cannot remove members from a SCIM-managed group',
  row('VAULT-ADMIN-11'),
  async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant, [await arrange.user(tenant)]);
    const path = `identity/group/id/${group.id}`;
    const before = await vault.read(path);

    const answer = await vault.write(path, { member_entity_ids: [] });

    expect(answer).toBeRefused();
    const after = await vault.read(path);
    expect(after.data, 'the group').toEqual(before.data);
  },
);

test(
  'an administrator cannot change members of a SCIM-managed group by its name',
  row('VAULT-ADMIN-12'),
  async ({ tenant, vault, arrange }) => {
    const [member, outsider] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [member]);
    const path = `identity/group/id/${group.id}`;
    const before = await vault.read(path);

    const answer = await vault.write(`identity/group/name/${group.displayName}`, { member_entity_ids: [outsider.id] });

    expect(answer).toBeRefused();
    const after = await vault.read(path);
    expect(after.data, 'the group').toEqual(before.data);
  },
);

test(
  'an administrator cannot delete a SCIM-managed group by id',
  row('VAULT-ADMIN-13'),
  async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant);
    const path = `identity/group/id/${group.id}`;
    const before = await vault.read(path);

    const answer = await vault.remove(path);

    expect(answer).toBeRefused();
    const after = await vault.read(path);
    expect(after).toHaveStatus(200);
    expect(after.data, 'the group').toEqual(before.data);
  },
);

test(
  'an administrator cannot delete a SCIM-managed group by name',
  row('VAULT-ADMIN-14'),
  async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant);
    const path = `identity/group/id/${group.id}`;
    const before = await vault.read(path);

    const answer = await vault.remove(`identity/group/name/${group.displayName}`);

    expect(answer).toBeRefused();
    const after = await vault.read(path);
    expect(after).toHaveStatus(200);
    expect(after.data, 'the group').toEqual(before.data);
  },
);

for (const { id, by } of [
  { id: 'VAULT-ADMIN-10', by: 'id' },
  { id: 'VAULT-ADMIN-12', by: 'name' },
] as const) {
  test(
    `an administrator cannot fill a SCIM-managed group without members by its ${by}`,
    row(id),
    async ({ tenant, vault, arrange }) => {
      const [group, user] = [await arrange.group(tenant), await arrange.user(tenant)];
      const path = `identity/group/id/${group.id}`;
      const before = await vault.read(path);

      const answer = await vault.write(by === 'id' ? path : `identity/group/name/${group.displayName}`, {
        member_entity_ids: [user.id],
      });

      expect(answer).toBeRefused();
      expect((await vault.read(path)).data, 'the group').toEqual(before.data);
    },
  );
}

const FORMER_MEMBERS = [
  { id: 'VAULT-ADMIN-10', what: 'bring back a member that SCIM took out of', before: 2, now: 1 },
  { id: 'VAULT-ADMIN-11', what: 'take out a member that SCIM added to', before: 1, now: 2 },
];

for (const { id, what, before: former, now } of FORMER_MEMBERS) {
  test(`an administrator cannot ${what} a SCIM-managed group`, row(id), async ({ tenant, vault, arrange }) => {
    const users = await arrange.users(tenant, 2);
    const ids = users.map((user) => user.id);
    const group = await arrange.group(tenant, users.slice(0, former));
    await arrange.during(() => tenant.scim.put(group.path, groupBody(group.displayName, ids.slice(0, now))));
    const path = `identity/group/id/${group.id}`;
    const before = await vault.read(path);

    const answer = await vault.write(path, { member_entity_ids: ids.slice(0, former) });

    expect(answer).toBeRefused();
    expect((await vault.read(path)).data, 'the group').toEqual(before.data);
  });
}

const BY_FORMER_NAME = [
  {
    id: 'VAULT-ADMIN-12',
    what: 'a write of members',
    send: (vault: VaultClient, path: string, user: string) => vault.write(path, { member_entity_ids: [user] }),
  },
  {
    id: 'VAULT-ADMIN-14',
    what: 'the deletion of a group',
    send: (vault: VaultClient, path: string) => vault.remove(path),
  },
] as const;

for (const { id, what, send } of BY_FORMER_NAME) {
  test(
    `${what} by a former name of a SCIM-managed group does not reach it, and by its present one is refused`,
    row(id),
    async ({ tenant, vault, arrange }) => {
      const [member, user] = [await arrange.user(tenant), await arrange.user(tenant)];
      const group = await arrange.group(tenant, [member]);
      const renamed = arrange.unique('renamed');
      await arrange.during(() => tenant.scim.put(group.path, groupBody(renamed, [member.id])));
      const path = `identity/group/id/${group.id}`;
      const before = await vault.read(path);

      // Nothing has the name any more: Vault deletes nothing, or makes another group.
      await send(vault, `identity/group/name/${group.displayName}`, user.id);
      const answer = await send(vault, `identity/group/name/${renamed}`, user.id);

      expect(answer).toBeRefused();
      const after = await vault.read(path);
      expect(after).toHaveStatus(200);
      expect(after.data, 'the group').toEqual(before.data);
    },
  );
}
