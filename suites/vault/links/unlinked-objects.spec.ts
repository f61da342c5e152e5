import { expect, idsOf, linkPath, ownerOf, row, test } from '../../../src/harness/index.ts';

test(
  'a user that was unlinked is not served to its former SCIM client',
  row('VAULT-LINK-13'),
  async ({ vault, arrange, applies }) => {
    const client = await arrange.tenant();
    const [user, left] = [await arrange.user(client), await arrange.user(client)];
    const path = `identity/entity/id/${user.id}`;
    const unlink = { entity_id: user.id, unlink_aliases: true, remove_memberships: true };
    await arrange.during(() => vault.write(linkPath(client.clientName, 'unlink-entity'), unlink));
    applies((await ownerOf(vault, path)()) === '', 'the server did not unlink the entity');
    const before = await vault.read(path);

    const list = await client.scim.list('/Users');
    const found = await client.scim.list('/Users', { filter: `userName eq "${user.userName}"` });
    const refused = [
      await client.scim.get(user.path),
      await client.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]),
      await client.scim.delete(user.path),
    ];

    expect(idsOf(list), 'the users of the client').toEqual([left.id]);
    expect(idsOf(found), 'what a filter on its userName finds').toEqual([]);
    for (const answer of refused) expect(answer, 'a request on the user').toBeRefused();
    expect((await vault.read(path)).data, 'the entity').toEqual(before.data);
  },
);
