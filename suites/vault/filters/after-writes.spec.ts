import { changed, expect, groupBody, listed, listOf, row, test } from '../../../src/harness/index.ts';

const FUTURE = '2999-01-01T00:00:00Z';
const before = (operator: string) => ({ filter: `meta.lastModified ${operator} "${FUTURE}"` });

for (const [operator, ofUsers, ofGroups] of [
  ['lt', 'VAULT-FILTER-15', 'VAULT-FILTER-24'],
  ['le', 'VAULT-FILTER-17', 'VAULT-FILTER-25'],
] as const) {
  test(`${operator} an instant in the future finds every user`, row(ofUsers), async ({ arrange }) => {
    const tenant = await arrange.tenant();
    const [deleted, ...users] = await arrange.users(tenant, 3);
    await arrange.during(() => tenant.scim.delete(deleted?.path ?? ''));

    const answer = await tenant.scim.list('/Users', before(operator));

    expect(listed(answer), 'users changed before an instant in the future').toEqual(listOf(...users));
  });

  test(`${operator} an instant in the future finds every group`, row(ofGroups), async ({ arrange }) => {
    const tenant = await arrange.tenant();
    const [deleted, ...groups] = [
      await arrange.group(tenant),
      await arrange.group(tenant),
      await arrange.group(tenant),
    ];
    await arrange.during(() => tenant.scim.delete(deleted.path));

    const answer = await tenant.scim.list('/Groups', before(operator));

    expect(listed(answer), 'groups changed before an instant in the future').toEqual(listOf(...groups));
  });
}

test('ge finds users that a replace or a patch changed', row('VAULT-FILTER-13'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const [replaced, patched] = [await arrange.user(tenant), await arrange.user(tenant)];
  await arrange.during(() => tenant.scim.put(replaced.path, { ...replaced.sent, userName: arrange.unique('renamed') }));
  const { at } = await changed(arrange, tenant, replaced.path);
  await arrange.during(() => tenant.scim.patch(patched.path, [{ op: 'replace', path: 'active', value: false }]));

  const answer = await tenant.scim.list('/Users', { filter: `meta.lastModified ge "${at}"` });

  expect(listed(answer), 'users changed since the replace').toEqual(listOf(replaced, patched));
});

test(
  'a group is found by its displayName when a replace has emptied it',
  row('VAULT-FILTER-19'),
  async ({ tenant, arrange }) => {
    const group = await arrange.group(tenant, [await arrange.user(tenant)]);
    await arrange.during(() => tenant.scim.put(group.path, groupBody(group.displayName)));

    const answer = await tenant.scim.list('/Groups', { filter: `displayName eq "${group.displayName}"` });

    expect(listed(answer), 'groups with that displayName').toEqual(listOf(group));
  },
);

test(
  'a displayName filter finds no group by its id or a member',
  row('VAULT-FILTER-20'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);

    for (const value of [group.id, user.id, user.userName]) {
      const answer = await tenant.scim.list('/Groups', { filter: `displayName eq "${value}"` });

      expect(listed(answer), 'groups with that displayName').toEqual(listOf());
    }
  },
);
