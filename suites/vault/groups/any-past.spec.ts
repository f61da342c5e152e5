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

test('a replace changes name and members of a group of any past', row('VAULT-GROUP-18'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant();
  const added = await arrange.user(tenant);

  for (const { past, make } of GROUP_PASTS) {
    const { id, path, members } = await make(arrange, tenant);
    const ids = [...members.slice(1).map((member) => member.id), added.id].sort();
    const displayName = arrange.unique('replaced');

    const answer = await tenant.scim.put(path, groupBody(displayName, ids));

    expect(answer, `the replace of a group ${past}`).toHaveStatus([200, 204]);
    const read = bodyOf(await tenant.scim.get(path));
    const stored = await vault.read(`identity/group/id/${id}`);
    const wanted = [displayName, ids];
    expect([read.displayName, valuesOf(read.members)], `displayName and members of a group ${past}`).toEqual(wanted);
    expect([stored.data?.name, memberIdsOf(stored)], `name and members of the Vault group of a group ${past}`).toEqual(
      wanted,
    );
  }
});

test('the list shows a group of any past as a read does', row('VAULT-GROUP-13'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const groups = [];
  for (const { past, make } of GROUP_PASTS) groups.push({ past, ...(await make(arrange, tenant)) });

  const list = await tenant.scim.list('/Groups');

  for (const { past, id, path } of groups) {
    const read = await tenant.scim.get(path);
    const shown = resourcesOf(list).filter((group) => group.id === id);
    expect(
      shown.map(({ displayName, members }) => [displayName, valuesOf(members)]),
      `displayName and members in the list of a group ${past}`,
    ).toEqual([[bodyOf(read).displayName, valuesOf(bodyOf(read).members)]]);
  }
});

test('a filter on displayName finds a group of any past', row('VAULT-FILTER-19'), async ({ arrange }) => {
  const tenant = await arrange.tenant();

  for (const { past, make } of GROUP_PASTS) {
    const group = await make(arrange, tenant);

    const answer = await tenant.scim.list('/Groups', { filter: `displayName eq "${group.displayName}"` });

    expect(listed(answer), `groups with the displayName of a group ${past}`).toEqual(listOf(group));
  }
});
