import {
  bodyOf,
  createVaultGroup,
  expect,
  groupBody,
  idsOf,
  linkPath,
  linkToClient,
  memberIdsOf,
  row,
  test,
  unmanagedGroup,
  valuesOf,
} from '../../../src/harness/index.ts';

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

for (const { id, what } of [
  { id: 'VAULT-USER-22', what: 'groups of a user name' },
  { id: 'VAULT-MAP-41', what: 'entity of a user lists' },
] as const) {
  test(
    `the ${what} the linked groups that it was in before and is in since`,
    row(id),
    async ({ vault, arrange, applies }) => {
      const client = await arrange.tenant();
      const user = await arrange.user(client);
      const created = await arrange.group(client, [user]);
      const held = await unmanagedGroup(arrange, vault, { member_entity_ids: [user.id] });
      const [added, replaced] = [await unmanagedGroup(arrange, vault), await unmanagedGroup(arrange, vault)];
      for (const { id: group } of [held, added, replaced]) {
        const linked = await arrange.during(() =>
          vault.write(linkPath(client.clientName, 'link-group'), { group_id: group }),
        );
        applies(linked.status !== 404, 'this version links no groups');
      }

      await client.scim.patch(added.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);
      await client.scim.put(replaced.path, groupBody(replaced.name, [user.id]));

      const shown = {
        'VAULT-USER-22': async () => valuesOf(bodyOf(await client.scim.get(user.path)).groups),
        'VAULT-MAP-41': async () => {
          const { data } = await vault.read(`identity/entity/id/${user.id}`);
          return [data?.direct_group_ids ?? []].flat().sort();
        },
      };
      const ids = [created, held, added, replaced].map((group) => group.id).sort();
      expect(await shown[id](), 'ids of the groups').toEqual(ids);
    },
  );
}

test(
  'a member that is no user of the client stays in a linked group when another is added and removed',
  row('VAULT-LINK-04'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const [user, stranger] = [await arrange.user(client), await arrange.entity()];
    const group = await unmanagedGroup(arrange, vault, { member_entity_ids: [stranger] });
    await arrange.during(() => linkToClient(vault, client.clientName, { group_id: group.id }));

    await client.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);
    const added = memberIdsOf(await vault.read(group.stored));
    await client.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${user.id}"]` }]);

    expect(added, 'members after the add').toEqual([stranger, user.id].sort());
    expect(memberIdsOf(await vault.read(group.stored)), 'members after the removal').toEqual([stranger]);
  },
);
