import {
  createVaultGroup,
  expect,
  memberIdsOf,
  type Removal,
  removeByFilter,
  removeByValueList,
  row,
  test,
} from '../../../src/harness/index.ts';

const add: Removal = ({ scim }, { path }, { id }) =>
  scim.patch(path, [{ op: 'add', path: 'members', value: [{ value: id }] }]);

const CHANGES = [
  { what: 'an add', before: () => [], change: add },
  { what: 'a removal by value list', before: (user: { id: string }) => [user], change: removeByValueList },
  { what: 'a removal by filter path', before: (user: { id: string }) => [user], change: removeByFilter },
];

for (const { what, before: membersBefore, change } of CHANGES) {
  test(
    `${what} leaves the other groups of the user as they were, an administrator's too`,
    row('VAULT-GPATCH-24'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant);
      const group = await arrange.group(tenant, membersBefore(user));
      const [other, stranger] = [await arrange.group(tenant, [user]), await arrange.group(tenant)];
      const unmanaged = await arrange.during(() =>
        createVaultGroup(vault, arrange.unique('group'), { member_entity_ids: [user.id] }),
      );
      const before = [await tenant.scim.get(other.path), await tenant.scim.get(stranger.path)];

      await change(tenant, group, user);

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
