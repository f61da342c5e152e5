import {
  entityStateOf,
  expect,
  memberIdsOf,
  metadataOf,
  removeByFilter,
  row,
  test,
} from '../../../src/harness/index.ts';

const POLICIES = ['vsc-first', 'vsc-second'];
const members = (op: string, ...users: { id: string }[]) => [
  { op, path: 'members', value: users.map(({ id }) => ({ value: id })) },
];

test(
  'users that a patch adds stay as they are, and stay in their other groups',
  row('VAULT-GPATCH-24'),
  async ({ tenant, vault, arrange }) => {
    const active = await arrange.user(tenant, metadataOf({ department: 'engineering' }));
    const inactive = await arrange.user(tenant, { active: false });
    const [group, other] = [await arrange.group(tenant), await arrange.group(tenant, [active, inactive])];
    const paths = [active, inactive].map(({ id }) => `identity/entity/id/${id}`);
    const before = await arrange.during(() => Promise.all(paths.map(entityStateOf(vault))));
    const otherBefore = await vault.read(`identity/group/id/${other.id}`);

    await tenant.scim.patch(group.path, members('add', active, inactive));

    const after = await Promise.all(paths.map(entityStateOf(vault)));
    expect(after, 'the entities of the added users').toEqual(before);
    const otherAfter = await vault.read(`identity/group/id/${other.id}`);
    expect(memberIdsOf(otherAfter), 'members of their other group').toEqual(memberIdsOf(otherBefore));
  },
);

test(
  'users that a patch removes stay as they are, and stay in their other groups',
  row('VAULT-GPATCH-24'),
  async ({ tenant, vault, arrange }) => {
    const [active, inactive, alone, filtered] = [
      await arrange.user(tenant),
      await arrange.user(tenant, { active: false }),
      await arrange.user(tenant),
      await arrange.user(tenant),
    ];
    const group = await arrange.group(tenant, [active, inactive, alone, filtered]);
    const other = await arrange.group(tenant, [active]);
    const paths = [active, inactive, alone, filtered].map(({ id }) => `identity/entity/id/${id}`);
    await arrange.during(() =>
      Promise.all(paths.map((path) => vault.writeOrThrow('set policies on an entity', path, { policies: POLICIES }))),
    );
    const before = await arrange.during(() => Promise.all(paths.map(entityStateOf(vault))));
    const otherBefore = await vault.read(`identity/group/id/${other.id}`);

    await tenant.scim.patch(group.path, members('remove', active, inactive, alone));
    await removeByFilter(tenant, group, filtered);

    const after = await Promise.all(paths.map(entityStateOf(vault)));
    expect(after, 'the entities of the removed users').toEqual(before);
    const otherAfter = await vault.read(`identity/group/id/${other.id}`);
    expect(memberIdsOf(otherAfter), 'members of their other group').toEqual(memberIdsOf(otherBefore));
  },
);
