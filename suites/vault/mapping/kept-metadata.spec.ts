import { expect, groupBody, isAccepted, row, test } from '../../../src/harness/index.ts';

const metadata = { owner: 'platform' };
const UNPROVEN = 'an administrator may not give a SCIM-managed group metadata here';

test(
  'a replace leaves the metadata that an administrator gave the group, a rename too',
  row('VAULT-MAP-46'),
  async ({ tenant, vault, arrange, applies }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);
    const path = `identity/group/id/${group.id}`;
    applies(isAccepted(await arrange.during(() => vault.write(path, { metadata }))), UNPROVEN);

    for (const displayName of [group.displayName, arrange.unique('renamed')]) {
      await tenant.scim.put(group.path, groupBody(displayName, [user.id]));

      const stored = await vault.read(path);
      expect(stored.data?.metadata, 'metadata of the group').toEqual(metadata);
    }
  },
);

test(
  'a member patch leaves the metadata that an administrator gave the group',
  row('VAULT-MAP-46'),
  async ({ tenant, vault, arrange, applies }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);
    const path = `identity/group/id/${group.id}`;
    applies(isAccepted(await arrange.during(() => vault.write(path, { metadata }))), UNPROVEN);

    await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

    const stored = await vault.read(path);
    expect(stored.data?.metadata, 'metadata of the group').toEqual(metadata);
  },
);
