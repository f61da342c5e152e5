import {
  bodyOf,
  expect,
  expectGone,
  idOf,
  idsOf,
  row,
  scimClientPath,
  test,
  waitUntilGone,
} from '../../../src/harness/index.ts';

test(
  'groups that were unlinked with their SCIM client are hidden from other clients',
  row('VAULT-ISOL-24'),
  async ({ vault, arrange }) => {
    const [client, other] = [await arrange.tenant(), await arrange.tenant()];
    const group = await arrange.group(client, [await arrange.user(client)]);
    await vault.remove(scimClientPath(client.clientName), { 'unlink-resources': 'true' });
    await waitUntilGone(vault, scimClientPath(client.clientName));

    const path = `identity/group/id/${group.id}`;
    const before = await vault.read(path);

    const answer = await other.scim.get(group.path);

    expect(answer).toBeRefused();
    expect(idsOf(await other.scim.list('/Groups')), 'ids of the listed groups').toEqual([]);
    expect((await vault.read(path)).data, 'the Vault group').toEqual(before.data);
  },
);

test(
  'the displayName of a group that was deleted with its SCIM client is free for another one',
  row('VAULT-GROUP-01'),
  async ({ vault, other, arrange }) => {
    const client = await arrange.tenant();
    const group = await arrange.group(client);
    await vault.remove(scimClientPath(client.clientName), { 'delete-linked-resources': 'true' });
    await waitUntilGone(vault, scimClientPath(client.clientName));
    await expectGone(vault, `identity/group/id/${group.id}`, 'the group');

    const answer = await other.scim.post('/Groups', group.sent);

    expect(answer).toHaveStatus(201);
    const read = await other.scim.get(`/Groups/${idOf(answer)}`);
    expect(bodyOf(read).displayName, 'displayName of the new group').toBe(group.displayName);
  },
);
