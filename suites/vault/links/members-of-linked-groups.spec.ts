import { createVaultGroup, expect, idsOf, linkPath, row, test } from '../../../src/harness/index.ts';

for (const { id, verb } of [
  { id: 'VAULT-ISOL-21', verb: 'see' },
  { id: 'VAULT-ISOL-23', verb: 'delete' },
] as const) {
  test(
    `a linked group does not let its client ${verb} members that are unmanaged`,
    row(id),
    async ({ vault, arrange, applies }) => {
      const client = await arrange.tenant();
      const member = await arrange.entity();
      const group = await arrange.during(() =>
        createVaultGroup(vault, arrange.unique('group'), { member_entity_ids: [member] }),
      );
      const path = `identity/entity/id/${member}`;
      const before = await vault.read(path);
      const linked = await vault.write(linkPath(client.clientName, 'link-group'), { group_id: group });
      applies(linked.status !== 404, 'this version links no groups');

      const answer = await (verb === 'see'
        ? client.scim.get(`/Users/${member}`)
        : client.scim.delete(`/Users/${member}`));

      expect(answer).toBeRefused();
      expect(idsOf(await client.scim.list('/Users')), 'ids of the listed users').toEqual([]);
      expect((await vault.read(path)).data?.scim_client_id, 'owner of the entity').toEqual(before.data?.scim_client_id);
    },
  );
}
