import {
  addMember,
  createVaultGroup,
  expect,
  memberIdsOf,
  removeByFilter,
  removeByValueList,
  resourcesOf,
  row,
  test,
} from '../../../src/harness/index.ts';

const CHANGES = [
  { what: 'an add', before: () => [], change: addMember },
  { what: 'a removal by value list', before: (user: { id: string }) => [user], change: removeByValueList },
  { what: 'a removal by filter path', before: (user: { id: string }) => [user], change: removeByFilter },
  { what: 'a removal by value list of who is no member', before: () => [], change: removeByValueList },
  { what: 'a removal by filter path of who is no member', before: () => [], change: removeByFilter },
];

test(
  "adds and removals leave the other groups of the user as they were, an administrator's too",
  row('VAULT-GPATCH-24'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const [other, stranger] = [await arrange.group(tenant, [user]), await arrange.group(tenant)];
    const unmanaged = await arrange.during(() =>
      createVaultGroup(vault, arrange.unique('group'), { member_entity_ids: [user.id] }),
    );
    const others = async () => [
      ...resourcesOf(await tenant.scim.list('/Groups')).filter(({ id }) =>
        [other.id, stranger.id].includes(String(id)),
      ),
      memberIdsOf(await vault.read(`identity/group/id/${unmanaged}`)),
    ];

    const before = await others();
    expect(before, 'the other groups').toHaveLength(3);

    for (const { what, before: membersBefore, change } of CHANGES) {
      const group = await arrange.group(tenant, membersBefore(user));

      await change(tenant, group, user);

      expect(await others(), `the other groups after ${what}`).toEqual(before);
    }
  },
);
