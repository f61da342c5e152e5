import {
  ACTIVITY_FORMS,
  createVaultGroup,
  expect,
  memberIdsOf,
  metadataOf,
  row,
  test,
} from '../../../src/harness/index.ts';

/** What replaces make of an inactive user, one after the other. */
const REPLACES: Record<string, (name: string) => Record<string, unknown>> = {
  'an activation': () => ({ active: true }),
  'a rename': (userName) => ({ active: true, userName }),
  'metadata and a deactivation': (userName) => ({ userName, ...metadataOf({ department: 'sales' }) }),
  'the first name again': () => ({}),
  'the same a second time': () => ({}),
};

test(
  "a user stays in its groups, and in an administrator's, through each replace",
  row('VAULT-MAP-43'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant, { active: false });
    const created = [];
    for (let i = 0; i < 6; i += 1) created.push((await arrange.group(tenant, [user])).id);
    const added = await arrange.group(tenant);
    const value = [{ value: user.id }];
    await arrange.during(() => tenant.scim.patch(added.path, [{ op: 'add', path: 'members', value }]));
    const fields = { member_entity_ids: [user.id] };
    const unmanaged = await arrange.during(() => createVaultGroup(vault, arrange.unique('admins'), fields));
    const name = arrange.unique('renamed');

    for (const [what, changes] of Object.entries(REPLACES)) {
      const answer = await tenant.scim.put(user.path, { ...user.sent, ...changes(name) });

      expect(answer, what).toHaveStatus([200, 204]);
    }

    for (const group of [...created, added.id, unmanaged]) {
      const stored = await vault.read(`identity/group/id/${group}`);
      expect(memberIdsOf(stored), 'members of a Vault group').toEqual([user.id]);
    }
  },
);

for (const { form, send } of ACTIVITY_FORMS) {
  test(
    `a user that ${form} deactivates and activates stays in its groups and in an administrator's`,
    row('VAULT-MAP-44'),
    async ({ tenant, vault, arrange }) => {
      const user = await arrange.user(tenant);
      const group = await arrange.group(tenant, [user]);
      const fields = { member_entity_ids: [user.id] };
      const unmanaged = await arrange.during(() => createVaultGroup(vault, arrange.unique('admins'), fields));

      for (const active of [false, true]) {
        const answer = await send(tenant, user, active);

        expect(answer).toHaveStatus([200, 204]);
        const stored = await vault.read(`identity/group/id/${group.id}`);
        const ofAdministrator = await vault.read(`identity/group/id/${unmanaged}`);
        expect(memberIdsOf(stored), 'members of the Vault group').toEqual([user.id]);
        expect(memberIdsOf(ofAdministrator), "members of the administrator's group").toEqual([user.id]);
      }
    },
  );
}
