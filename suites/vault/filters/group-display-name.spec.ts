import { expect, listed, listOf, row, test } from '../../../src/harness/index.ts';

const byName = (name: string) => ({ filter: `displayName eq "${name}"` });

test('a filter on displayName finds the group of that name', row('VAULT-FILTER-19'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  await arrange.group(tenant);

  const answer = await tenant.scim.list('/Groups', byName(group.displayName));

  expect(listed(answer), 'groups with that displayName').toEqual(listOf(group));
});

test('a filter on a displayName that no group has finds none', row('VAULT-FILTER-20'), async ({ tenant, arrange }) => {
  await arrange.group(tenant);

  const answer = await tenant.scim.list('/Groups', byName(arrange.unique('no-group')));

  expect(listed(answer), 'groups with a displayName that none has').toEqual(listOf());
});

test('a filter on the start of a displayName finds no group', row('VAULT-FILTER-20'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);

  const answer = await tenant.scim.list('/Groups', byName(group.displayName.slice(0, -1)));

  expect(listed(answer), 'groups with the start of a displayName').toEqual(listOf());
});

test('a filter on displayName follows a rename', row('VAULT-FILTER-21'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const newName = arrange.unique('renamed');
  await arrange.during(() => tenant.scim.list('/Groups', byName(group.displayName)));

  const renamed = await tenant.scim.put(group.path, { ...group.sent, displayName: newName });
  const byOldName = await tenant.scim.list('/Groups', byName(group.displayName));
  const byNewName = await tenant.scim.list('/Groups', byName(newName));

  expect(renamed).toHaveStatus([200, 204]);
  expect(listed(byOldName), 'groups with the old name').toEqual(listOf());
  expect(listed(byNewName), 'groups with the new name').toEqual(listOf(group));
});

test(
  'a filter on displayName finds a group whose rename to a taken name was refused, and the one that has it',
  row('VAULT-FILTER-19'),
  async ({ tenant, arrange }) => {
    const groups = [await arrange.group(tenant), await arrange.group(tenant)];
    const [group, holder] = groups;
    const body = { ...group?.sent, displayName: holder?.displayName };
    await arrange.during(() => tenant.scim.put(group?.path ?? '', body));

    for (const { id, displayName } of groups) {
      const answer = await tenant.scim.list('/Groups', byName(displayName));

      expect(listed(answer), 'groups with that displayName').toEqual(listOf({ id }));
    }
  },
);

test(
  'a filter on the name of a deleted group finds the one that has it now',
  row('VAULT-FILTER-19'),
  async ({ tenant, arrange }) => {
    const former = await arrange.group(tenant);
    await arrange.during(() => tenant.scim.list('/Groups', byName(former.displayName)));
    await arrange.during(() => tenant.scim.delete(former.path));
    const group = await arrange.group(tenant, [], former.displayName);

    const answer = await tenant.scim.list('/Groups', byName(group.displayName));

    expect(listed(answer), 'groups with that displayName').toEqual(listOf(group));
  },
);
