import { expect, row, test } from '../../../src/harness/index.ts';

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
