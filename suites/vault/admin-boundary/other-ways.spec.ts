import {
  type ArrangedGroup,
  type ArrangedUser,
  bodyOf,
  expect,
  memberIdsOf,
  metadataOf,
  row,
  test,
  type VaultClient,
} from '../../../src/harness/index.ts';

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

interface Given {
  user: ArrangedUser;
  group: ArrangedGroup;
  outsider: ArrangedUser;
  name: string;
}

const GUARDED: { id: string; what: string; change: (given: Given) => { path: string; fields: object } }[] = [
  {
    id: 'VAULT-ADMIN-06',
    what: 'rename a SCIM-managed entity by its id',
    change: ({ user, name }) => ({ path: `identity/entity/id/${user.id}`, fields: { name } }),
  },
  {
    id: 'VAULT-ADMIN-06',
    what: 'rename a SCIM-managed entity by its id in the body',
    change: ({ user: { id }, name }) => ({ path: 'identity/entity', fields: { id, name } }),
  },
  {
    id: 'VAULT-ADMIN-09',
    what: 'rename a SCIM-managed group by its id',
    change: ({ group, name }) => ({ path: `identity/group/id/${group.id}`, fields: { name } }),
  },
  {
    id: 'VAULT-ADMIN-09',
    what: 'rename a SCIM-managed group by its id in the body',
    change: ({ group: { id }, name }) => ({ path: 'identity/group', fields: { id, name } }),
  },
  {
    id: 'VAULT-ADMIN-10',
    what: 'add a member to a SCIM-managed group',
    change: ({ user, outsider, group }) => {
      const fields = { member_entity_ids: [user.id, outsider.id] };
      return { path: `identity/group/id/${group.id}`, fields };
    },
  },
  {
    id: 'VAULT-ADMIN-11',
    what: 'remove the members of a SCIM-managed group',
    change: ({ group }) => ({ path: `identity/group/id/${group.id}`, fields: { member_entity_ids: [] } }),
  },
  {
    id: 'VAULT-ADMIN-12',
    what: 'remove the members of a SCIM-managed group by its name',
    change: ({ group }) => ({ path: `identity/group/name/${group.displayName}`, fields: { member_entity_ids: [] } }),
  },
];

for (const { id, what, change } of GUARDED) {
  test(
    `an administrator cannot ${what} together with a change of policies and metadata, which is not made either`,
    row(id),
    async ({ tenant, vault, arrange }) => {
      const [user, outsider] = [await arrange.user(tenant), await arrange.user(tenant)];
      const group = await arrange.group(tenant, [user]);
      const { path, fields } = change({ user, outsider, group, name: arrange.unique('renamed') });
      const stored = [`identity/entity/id/${user.id}`, `identity/group/id/${group.id}`];
      const both = () => Promise.all(stored.map(async (one) => (await vault.read(one)).data));
      const before = await both();

      const answer = await vault.write(path, { policies: POLICIES, metadata: { team: 'blue' }, ...fields });

      expect(answer).toBeRefused();
      expect(await both(), 'the entity and the group').toEqual(before);
    },
  );
}

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

type Named = { id: string; name: string };

const WAYS = [
  {
    by: 'id',
    write: (vault: VaultClient, type: string, { id }: Named, fields: object) =>
      vault.write(`identity/${type}/id/${id}`, { ...fields }),
  },
  {
    by: 'name',
    write: (vault: VaultClient, type: string, { name }: Named, fields: object) =>
      vault.write(`identity/${type}/name/${name}`, { ...fields }),
  },
  {
    by: 'the id in the body',
    write: (vault: VaultClient, type: string, { id }: Named, fields: object) =>
      vault.write(`identity/${type}`, { id, ...fields }),
  },
];

for (const { by, write } of WAYS) {
  test(
    `policies that an administrator sets by ${by} leave an inactive user as it is, and others`,
    row('VAULT-ADMIN-04'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant, { active: false, ...metadataOf({ department: 'engineering' }) });
      const near = await arrange.user(tenant, { userName: `${user.userName}-x` });

      const answer = await write(vault, 'entity', { id: user.id, name: user.userName }, { policies: POLICIES });

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

      const answer = await write(vault, 'group', { id: group.id, name: group.displayName }, { policies: POLICIES });

      expect(answer).toHaveStatus([200, 204]);
      const stored = await vault.read(`identity/group/id/${group.id}`);
      expect(stored.data?.policies, 'policies of the group').toEqual(POLICIES);
      expect(memberIdsOf(stored), 'members of the group').toEqual([user.id]);
      const other = await vault.read(`identity/group/id/${near.id}`);
      expect(other.data?.policies ?? [], 'policies of another group').toEqual([]);
    },
  );
}
