import {
  entityStateOf,
  expect,
  metadataOf,
  removeByFilter,
  row,
  storedGroupOf,
  test,
  type VaultClient,
} from '../../../src/harness/index.ts';

const POLICIES = ['vsc-first', 'vsc-second'];
const withPolicies = (vault: VaultClient, paths: string[]) =>
  Promise.all(paths.map((path) => vault.writeOrThrow('set policies', path, { policies: POLICIES })));
const members = (op: string, ...users: { id: string }[]) => [
  { op, path: 'members', value: users.map(({ id }) => ({ value: id })) },
];

test(
  'users that a patch adds stay as they are, and stay in their other groups',
  row('VAULT-GPATCH-24'),
  async ({ tenant, vault, arrange }) => {
    const active = await arrange.user(tenant, metadataOf({ department: 'engineering' }));
    const inactive = await arrange.user(tenant, { active: false });
    const users = [active, inactive];
    const group = await arrange.group(tenant);
    const others = [await arrange.group(tenant, users), await arrange.group(tenant, users)];
    const paths = [active, inactive].map(({ id }) => `identity/entity/id/${id}`);
    await arrange.during(() => withPolicies(vault, [...paths, ...others.map(({ id }) => `identity/group/id/${id}`)]));
    const before = await arrange.during(() => Promise.all(paths.map(entityStateOf(vault))));
    const othersBefore = await Promise.all(others.map(storedGroupOf(vault)));

    await tenant.scim.patch(group.path, members('add', active, inactive));

    const after = await Promise.all(paths.map(entityStateOf(vault)));
    expect(after, 'the entities of the added users').toEqual(before);
    const othersAfter = await Promise.all(others.map(storedGroupOf(vault)));
    expect(othersAfter, 'their other groups').toEqual(othersBefore);
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
    const others = [await arrange.group(tenant, [active, filtered]), await arrange.group(tenant, [active, filtered])];
    const paths = [active, inactive, alone, filtered].map(({ id }) => `identity/entity/id/${id}`);
    await arrange.during(() => withPolicies(vault, [...paths, ...others.map(({ id }) => `identity/group/id/${id}`)]));
    const before = await arrange.during(() => Promise.all(paths.map(entityStateOf(vault))));
    const othersBefore = await Promise.all(others.map(storedGroupOf(vault)));

    await tenant.scim.patch(group.path, members('remove', active, inactive, alone));
    await removeByFilter(tenant, group, filtered);

    const after = await Promise.all(paths.map(entityStateOf(vault)));
    expect(after, 'the entities of the removed users').toEqual(before);
    const othersAfter = await Promise.all(others.map(storedGroupOf(vault)));
    expect(othersAfter, 'their other groups').toEqual(othersBefore);
  },
);
