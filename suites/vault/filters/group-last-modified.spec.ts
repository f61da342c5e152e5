import { changed, expect, groupsChangedApart, listed, listOf, row, test } from '../../../src/harness/index.ts';

const modified = (operator: string, at: string) => ({ filter: `meta.lastModified ${operator} "${at}"` });

test('gt finds exactly the groups changed after an instant', row('VAULT-FILTER-22'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const { later, between } = await groupsChangedApart(arrange, tenant);

  const answer = await tenant.scim.list('/Groups', modified('gt', between));

  expect(listed(answer), 'groups changed after an instant').toEqual(listOf(later));
});

test('ge finds a group changed at that instant', row('VAULT-FILTER-23'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const group = await changed(arrange, tenant, (await arrange.group(tenant)).path);

  const answer = await tenant.scim.list('/Groups', modified('ge', group.at));

  expect(listed(answer), 'groups changed at or after the last change').toEqual(listOf(group));
});

test('lt finds exactly the groups changed before an instant', row('VAULT-FILTER-24'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const { earlier, between } = await groupsChangedApart(arrange, tenant);

  const answer = await tenant.scim.list('/Groups', modified('lt', between));

  expect(listed(answer), 'groups changed before an instant').toEqual(listOf(earlier));
});

test('le finds a group changed at that instant', row('VAULT-FILTER-25'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const group = await changed(arrange, tenant, (await arrange.group(tenant)).path);

  const answer = await tenant.scim.list('/Groups', modified('le', group.at));

  expect(listed(answer), 'groups changed at or before the first change').toEqual(listOf(group));
});

for (const [operator, id] of [
  ['gt', 'VAULT-FILTER-22'],
  ['lt', 'VAULT-FILTER-24'],
] as const) {
  test(`${operator} leaves out a group changed at that very instant`, row(id), async ({ arrange }) => {
    const tenant = await arrange.tenant();
    const made = await arrange.group(tenant, [await arrange.user(tenant)]);
    const group = await changed(arrange, tenant, made.path);

    const answer = await tenant.scim.list('/Groups', modified(operator, group.at));

    expect(listed(answer), 'groups changed apart from that instant').toEqual(listOf());
  });
}

test('gt finds a group whose members were patched after an instant', row('VAULT-FILTER-22'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const { earlier, later, between } = await groupsChangedApart(arrange, tenant);
  const user = await arrange.user(tenant);
  await arrange.during(() =>
    tenant.scim.patch(`/Groups/${earlier.id}`, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]),
  );

  const answer = await tenant.scim.list('/Groups', modified('gt', between));

  expect(listed(answer), 'groups changed after an instant').toEqual(listOf(earlier, later));
});
