import { bodyOf, expect, memberIdsOf, metadataOf, row, test } from '../../../src/harness/index.ts';

const POLICIES = ['vsc-first', 'vsc-second'];

test(
  'an administrator cannot rename a SCIM-managed entity by its id in the body',
  row('VAULT-ADMIN-06'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const path = `identity/entity/id/${user.id}`;
    const before = await vault.read(path);

    const answer = await vault.write('identity/entity', { id: user.id, name: arrange.unique('renamed') });

    expect(answer).toBeRefused();
    const after = await vault.read(path);
    expect(after.data, 'the entity').toEqual(before.data);
  },
);

test(
  'an administrator cannot rename a SCIM-managed entity together with a change of policies',
  row('VAULT-ADMIN-06'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const path = `identity/entity/id/${user.id}`;
    const before = await vault.read(path);

    const answer = await vault.write(path, { policies: POLICIES, name: arrange.unique('renamed') });

    expect(answer).toBeRefused();
    const after = await vault.read(path);
    expect(after.data, 'the entity').toEqual(before.data);
  },
);

test(
  'an administrator cannot rename a SCIM-managed entity with PUT',
  row('VAULT-ADMIN-06'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const path = `identity/entity/id/${user.id}`;
    const before = await vault.read(path);

    const answer = await vault.send({ method: 'PUT', path: `/v1/${path}`, body: { name: arrange.unique('renamed') } });

    expect(answer).toBeRefused();
    const after = await vault.read(path);
    expect(after.data, 'the entity').toEqual(before.data);
  },
);

test(
  'an administrator cannot rename a SCIM-managed group with PUT',
  row('VAULT-ADMIN-09'),
  async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant);
    const path = `identity/group/id/${group.id}`;
    const before = await vault.read(path);

    const answer = await vault.send({ method: 'PUT', path: `/v1/${path}`, body: { name: arrange.unique('renamed') } });

    expect(answer).toBeRefused();
    const after = await vault.read(path);
    expect(after.data, 'the group').toEqual(before.data);
  },
);

test(
  'an administrator cannot remove members of a SCIM-managed group by its id in the body',
  row('VAULT-ADMIN-11'),
  async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant, [await arrange.user(tenant)]);
    const path = `identity/group/id/${group.id}`;
    const before = await vault.read(path);

    const answer = await vault.write('identity/group', { id: group.id, member_entity_ids: [] });

    expect(answer).toBeRefused();
    const after = await vault.read(path);
    expect(after.data, 'the group').toEqual(before.data);
  },
);

test(
  'an administrator cannot remove members of a SCIM-managed group together with a change of policies',
  row('VAULT-ADMIN-11'),
  async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant, [await arrange.user(tenant)]);
    const path = `identity/group/id/${group.id}`;
    const before = await vault.read(path);

    const answer = await vault.write(path, { policies: POLICIES, member_entity_ids: [] });

    expect(answer).toBeRefused();
    const after = await vault.read(path);
    expect(after.data, 'the group').toEqual(before.data);
  },
);

test(
  'an administrator cannot delete a SCIM-managed entity by its name in capitals',
  row('VAULT-ADMIN-08'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const path = `identity/entity/id/${user.id}`;
    const before = await vault.read(path);

    await vault.remove(`identity/entity/name/${user.userName.toUpperCase()}`);

    const after = await vault.read(path);
    expect(after.data, 'the entity').toEqual(before.data);
  },
);

test(
  'an administrator cannot delete a SCIM-managed group by its name in capitals',
  row('VAULT-ADMIN-14'),
  async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant);
    const path = `identity/group/id/${group.id}`;
    const before = await vault.read(path);

    await vault.remove(`identity/group/name/${group.displayName.toUpperCase()}`);

    const after = await vault.read(path);
    expect(after.data, 'the group').toEqual(before.data);
  },
);

for (const { place, at } of [
  { place: 'the first', at: 0 },
  { place: 'the second', at: 1 },
  { place: 'the last', at: 2 },
]) {
  test(
    `merging several entities, ${place} of them SCIM-managed, is refused and changes nothing`,
    row('VAULT-ADMIN-15'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant);
      const others = [await arrange.entity(), await arrange.entity()];
      const target = await arrange.entity();
      const all = async () =>
        Promise.all(
          [user.id, ...others, target].map(async (id) => (await vault.read(`identity/entity/id/${id}`)).data),
        );
      const before = await all();

      const answer = await vault.write('identity/entity/merge', {
        from_entity_ids: others.toSpliced(at, 0, user.id),
        to_entity_id: target,
      });

      expect(answer).toBeRefused();
      expect(await all(), 'the entities').toEqual(before);
    },
  );
}

for (const by of ['id', 'name'] as const) {
  test(
    `policies that an administrator sets by ${by} leave an inactive user as it is, and others`,
    row('VAULT-ADMIN-04'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant, { active: false, ...metadataOf({ department: 'engineering' }) });
      const near = await arrange.user(tenant, { userName: `${user.userName}-x` });
      const path = `identity/entity/${by}/${by === 'id' ? user.id : user.userName}`;

      const answer = await vault.write(path, { policies: POLICIES });

      expect(answer).toHaveStatus([200, 204]);
      const { policies, disabled, metadata } = (await vault.read(`identity/entity/id/${user.id}`)).data ?? {};
      const wanted = { policies: POLICIES, disabled: true, metadata: { department: 'engineering' } };
      expect({ policies, disabled, metadata }, 'the entity').toEqual(wanted);
      const read = await tenant.scim.get(user.path);
      expect(bodyOf(read).active, 'active of the user').toBe(false);
      const other = await vault.read(`identity/entity/id/${near.id}`);
      expect(other.data?.policies ?? [], 'policies of another entity').toEqual([]);
    },
  );

  test(
    `policies that an administrator sets by ${by} leave the members of a group, and other groups`,
    row('VAULT-ADMIN-05'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant);
      const group = await arrange.group(tenant, [user]);
      const near = await arrange.group(tenant, [user], `${group.displayName}-x`);
      const path = `identity/group/${by}/${by === 'id' ? group.id : group.displayName}`;

      const answer = await vault.write(path, { policies: POLICIES });

      expect(answer).toHaveStatus([200, 204]);
      const stored = await vault.read(`identity/group/id/${group.id}`);
      expect(stored.data?.policies, 'policies of the group').toEqual(POLICIES);
      expect(memberIdsOf(stored), 'members of the group').toEqual([user.id]);
      const other = await vault.read(`identity/group/id/${near.id}`);
      expect(other.data?.policies ?? [], 'policies of another group').toEqual([]);
    },
  );
}
