import { ACTIVITY_FORMS, createVaultGroup, expect, memberIdsOf, row, test } from '../../../src/harness/index.ts';

test('a renamed user stays in its groups', row('VAULT-MAP-43'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  const before = await vault.read(`identity/group/id/${group.id}`);

  await tenant.scim.put(user.path, { ...user.sent, userName: arrange.unique('renamed') });

  const after = await vault.read(`identity/group/id/${group.id}`);
  expect(memberIdsOf(after), 'members of the Vault group').toEqual(memberIdsOf(before));
});

test(
  'a user that is replaced stays in the groups of administrators',
  row('VAULT-MAP-43'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const fields = { member_entity_ids: [user.id] };
    const group = await arrange.during(() => createVaultGroup(vault, arrange.unique('admins'), fields));

    await tenant.scim.put(user.path, { ...user.sent, active: false });

    const stored = await vault.read(`identity/group/id/${group}`);
    expect(memberIdsOf(stored), "members of the administrator's group").toEqual([user.id]);
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
