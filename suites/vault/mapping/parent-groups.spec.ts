import { createVaultGroup, expect, groupBody, isFields, row, test } from '../../../src/harness/index.ts';

const heldBy = (read: { data: unknown }) => (isFields(read.data) ? read.data.member_group_ids : undefined);

test(
  "a renamed group stays in the administrator's group that holds it",
  row('VAULT-MAP-45'),
  async ({ tenant, vault, arrange }) => {
    const group = await arrange.group(tenant);
    const fields = { member_group_ids: [group.id] };
    const parent = await arrange.during(() => createVaultGroup(vault, arrange.unique('parent'), fields));

    await tenant.scim.put(group.path, groupBody(arrange.unique('renamed')));

    const stored = await vault.read(`identity/group/id/${parent}`);
    expect(heldBy(stored), "groups in the administrator's group").toEqual([group.id]);
  },
);

test(
  "a group whose members are patched stays in the administrator's group that holds it",
  row('VAULT-MAP-45'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);
    const fields = { member_group_ids: [group.id] };
    const parent = await arrange.during(() => createVaultGroup(vault, arrange.unique('parent'), fields));

    await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

    const stored = await vault.read(`identity/group/id/${parent}`);
    expect(heldBy(stored), "groups in the administrator's group").toEqual([group.id]);
  },
);
