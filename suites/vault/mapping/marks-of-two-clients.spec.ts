import { expect, row, scimClientPath, test } from '../../../src/harness/index.ts';

test('groups of two SCIM clients carry the mark of their own each', row('VAULT-MAP-32'), async ({ vault, arrange }) => {
  const clients = [await arrange.tenant(), await arrange.tenant()];

  for (const client of clients) {
    const { id } = await arrange.group(client, [await arrange.user(client)]);

    const [group, stored] = [
      await vault.read(`identity/group/id/${id}`),
      await vault.read(scimClientPath(client.clientName)),
    ];
    expect(group.data?.scim_client_id, 'mark on the group').toBe(stored.data?.client_id);
  }
});
