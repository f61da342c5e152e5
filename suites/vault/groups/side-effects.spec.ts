import {
  entityStateOf,
  expect,
  groupBody,
  memberIdsOf,
  metadataOf,
  row,
  storedGroupOf,
  test,
  type VaultClient,
} from '../../../src/harness/index.ts';

const groupPath = ({ id }: { id: string }) => `identity/group/id/${id}`;

const withPolicies = (vault: VaultClient, paths: string[]) =>
  Promise.all(paths.map((path) => vault.writeOrThrow('set policies', path, { policies: ['vsc-first'] })));

test(
  'users that a replace adds and leaves out stay as they are, and stay in their other groups',
  row('VAULT-GROUP-29'),
  async ({ tenant, vault, arrange }) => {
    const left = await arrange.user(tenant, metadataOf({ department: 'engineering' }));
    const added = await arrange.user(tenant, { active: false });
    const [inactive, alone] = [await arrange.user(tenant, { active: false }), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [left, inactive, alone]);
    const others = [
      await arrange.group(tenant, [left, added], `${group.displayName}-other`),
      await arrange.group(tenant, [left, added]),
    ];
    const paths = [left, added, inactive, alone].map(({ id }) => `identity/entity/id/${id}`);
    await arrange.during(() => withPolicies(vault, [...paths, ...others.map(groupPath)]));
    const before = await arrange.during(() => Promise.all(paths.map(entityStateOf(vault))));
    const othersBefore = await Promise.all(others.map(storedGroupOf(vault)));
    const [renamed, first] = [arrange.unique('renamed'), [left, inactive, alone].map(({ id }) => id)];

    for (const body of [
      groupBody(renamed, first),
      groupBody(renamed, [added.id]),
      groupBody(group.displayName, first),
    ]) {
      await tenant.scim.put(group.path, body);

      const after = await Promise.all(paths.map(entityStateOf(vault)));
      expect(after, 'the entities of the users').toEqual(before);
      const othersAfter = await Promise.all(others.map(storedGroupOf(vault)));
      expect(othersAfter, 'their other groups').toEqual(othersBefore);
    }
  },
);

test(
  'members of a deleted group stay as they are, and stay in their other groups',
  row('VAULT-GROUP-30'),
  async ({ tenant, vault, arrange }) => {
    const [first, alone] = [await arrange.user(tenant), await arrange.user(tenant)];
    const [inactive, inactiveAlone] = await arrange.users(tenant, 2, { active: false });
    const members = [first, alone, inactive, inactiveAlone].flatMap((user) => user ?? []);
    const group = await arrange.group(tenant, members);
    const others = [
      await arrange.group(tenant, [first], `${group.displayName}-other`),
      await arrange.group(
        tenant,
        members.filter((user) => user === first || user === inactive),
      ),
    ];
    const paths = members.map(({ id }) => `identity/entity/id/${id}`);
    await arrange.during(() => withPolicies(vault, [...paths, ...others.map(groupPath)]));
    const before = await arrange.during(() => Promise.all(paths.map(entityStateOf(vault))));
    const othersBefore = await Promise.all(others.map(storedGroupOf(vault)));

    await tenant.scim.delete(group.path);

    const after = await Promise.all(paths.map(entityStateOf(vault)));
    expect(after, 'the entities of the members').toEqual(before);
    const othersAfter = await Promise.all(others.map(storedGroupOf(vault)));
    expect(othersAfter, 'their other groups').toEqual(othersBefore);
  },
);

test(
  'a group that is created under the name of a deleted one has no members but those sent',
  row('VAULT-GROUP-28'),
  async ({ tenant, vault, arrange }) => {
    const [former, member] = [await arrange.user(tenant), await arrange.user(tenant)];
    const deleted = await arrange.group(tenant, [former]);
    await arrange.during(() => tenant.scim.delete(deleted.path));

    const group = await tenant.scim.post('/Groups', groupBody(deleted.displayName, [member.id]));

    expect(group).toHaveStatus(201);
    const stored = await vault.read(`identity/group/name/${deleted.displayName}`);
    const others = memberIdsOf(stored).filter((id) => id !== member.id);
    expect(others, 'members of the Vault group besides the one sent').toEqual([]);
  },
);
