import {
  bodyOf,
  expect,
  GROUP_PASTS,
  groupBody,
  listed,
  listOf,
  memberIdsOf,
  resourcesOf,
  row,
  test,
  valuesOf,
} from '../../../src/harness/index.ts';

for (const { past, make } of GROUP_PASTS) {
  test(
    `a replace changes name and members of a group ${past}`,
    row('VAULT-GROUP-18'),
    async ({ tenant, vault, arrange }) => {
      const added = await arrange.user(tenant);
      const { id, path, members } = await make(arrange, tenant);
      const ids = [...members.slice(1).map((member) => member.id), added.id].sort();
      const displayName = arrange.unique('replaced');

      const answer = await tenant.scim.put(path, groupBody(displayName, ids));

      expect(answer).toHaveStatus([200, 204]);
      const read = bodyOf(await tenant.scim.get(path));
      const stored = await vault.read(`identity/group/id/${id}`);
      expect([read.displayName, valuesOf(read.members)], 'displayName and members').toEqual([displayName, ids]);
      expect([stored.data?.name, memberIdsOf(stored)], 'name and members of the Vault group').toEqual([
        displayName,
        ids,
      ]);
    },
  );

  test(`the list shows a group ${past} as a read does`, row('VAULT-GROUP-13'), async ({ arrange }) => {
    const tenant = await arrange.tenant();
    const { id, path } = await make(arrange, tenant);

    const list = await tenant.scim.list('/Groups');

    const read = await tenant.scim.get(path);
    const shown = resourcesOf(list).filter((group) => group.id === id);
    expect(
      shown.map(({ displayName, members }) => [displayName, valuesOf(members)]),
      'displayName and members in the list',
    ).toEqual([[bodyOf(read).displayName, valuesOf(bodyOf(read).members)]]);
  });

  test(`a filter on displayName finds a group ${past}`, row('VAULT-FILTER-19'), async ({ tenant, arrange }) => {
    const group = await make(arrange, tenant);

    const answer = await tenant.scim.list('/Groups', { filter: `displayName eq "${group.displayName}"` });

    expect(listed(answer), 'groups with that displayName').toEqual(listOf(group));
  });
}
