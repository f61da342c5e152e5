import { createVaultGroup, expect, memberIdsOf, row, test } from '../../../src/harness/index.ts';

const members = (id: string) => ({ path: 'members', value: [{ value: id }] });

const CHANGES: Record<string, (id: string) => { op: string; path: string; value?: unknown }[]> = {
  'an add': (id) => [{ op: 'add', ...members(id) }],
  'a removal by value list': (id) => [{ op: 'remove', ...members(id) }],
  'a removal by filter path': (id) => [{ op: 'remove', path: `members[value eq "${id}"]` }],
};

for (const [what, operations] of Object.entries(CHANGES)) {
  test(
    `${what} leaves the other groups of the user as they were, an administrator's too`,
    row('VAULT-GPATCH-24'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant);
      const group = await arrange.group(tenant, what === 'an add' ? [] : [user]);
      const [other, stranger] = [await arrange.group(tenant, [user]), await arrange.group(tenant)];
      const unmanaged = await arrange.during(() =>
        createVaultGroup(vault, arrange.unique('group'), { member_entity_ids: [user.id] }),
      );
      const before = [await tenant.scim.get(other.path), await tenant.scim.get(stranger.path)];

      await tenant.scim.patch(group.path, operations(user.id));

      const after = [await tenant.scim.get(other.path), await tenant.scim.get(stranger.path)];
      expect(
        after.map(({ body }) => body),
        'the other groups',
      ).toEqual(before.map(({ body }) => body));
      const stored = await vault.read(`identity/group/id/${unmanaged}`);
      expect(memberIdsOf(stored), "members of the administrator's group").toEqual([user.id]);
    },
  );
}
