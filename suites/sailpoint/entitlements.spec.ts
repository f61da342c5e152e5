import {
  bodyOf,
  expect,
  freshTenant,
  groupBody,
  resourcesOf,
  row,
  SailPoint,
  type Tenant,
  test,
  valuesOf,
} from '../../src/harness/index.ts';

type Resource = { id: string; path: string; displayName: string };
type Groups = { ids: string[]; names: unknown[] };

/** The groups of an account as an aggregation and a read of the account show them. */
async function groupsOf(tenant: Tenant, id: string): Promise<{ listed: Groups; read: Groups }> {
  const page = await SailPoint.requests(tenant).send('SP-Q07', { startIndex: '1', count: '100' });
  const listed = resourcesOf(page).find((user) => user.id === id) ?? {};
  const read = bodyOf(await tenant.scim.get(`/Users/${id}`));
  return { listed: shownIn(listed), read: shownIn(read) };
}

function shownIn({ groups }: Record<string, unknown>): Groups {
  const list = Array.isArray(groups) ? groups : [];
  return { ids: valuesOf(list), names: list.flatMap(({ display }) => display ?? []) };
}

test('entitlements of an account follow its groups at once', row('SAIL-05'), async ({ tenant, arrange }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const other = await arrange.user(fresh);
  const group = await arrange.group(fresh, [other]);
  // An entitlement is mostly older than the account that gets it.
  const user = await arrange.user(fresh);
  const sailpoint = SailPoint.requests(fresh);

  await arrange.during(() => sailpoint.send('SP-B06', { gid: group.id, uid: user.id }));
  const { listed: added } = await groupsOf(fresh, user.id);
  await arrange.during(() => sailpoint.send('SP-B09', { gid: group.id, uid: user.id }));
  const { listed: removed } = await groupsOf(fresh, user.id);

  expect(added.ids, 'the groups of the user after the add').toEqual([group.id]);
  expect(removed.ids, 'the groups of the user after the removal').toEqual([]);
  expect((await groupsOf(fresh, other.id)).listed.ids, 'the groups of the other member').toEqual([group.id]);
});

const ENDINGS = [
  {
    ending: 'a replace without it',
    end: (tenant: Tenant, group: Resource, staying: { id: string }) =>
      tenant.scim.put(group.path, groupBody(group.displayName, [staying.id])),
  },
  {
    ending: 'a replace that empties the group',
    end: (tenant: Tenant, group: Resource) => tenant.scim.put(group.path, groupBody(group.displayName, [])),
  },
  {
    ending: 'the deletion of the group',
    end: (tenant: Tenant, group: Resource) => tenant.scim.delete(group.path),
  },
];

for (const { ending, end } of ENDINGS) {
  test(`an account loses the entitlement by ${ending}`, row('SAIL-05'), async ({ tenant, arrange }) => {
    const { tenant: fresh } = await freshTenant(arrange, tenant);
    const [user, staying] = [await arrange.user(fresh), await arrange.user(fresh)];
    const [left, kept] = [await arrange.group(fresh, [user, staying]), await arrange.group(fresh, [user])];

    await end(fresh, left, staying);

    const { listed, read } = await groupsOf(fresh, user.id);
    expect(listed.ids, 'the groups in the list').toEqual([kept.id]);
    expect(read.ids, 'the groups of the account that is read').toEqual([kept.id]);
  });
}

test('an entitlement has the new name after its group is renamed', row('SAIL-05'), async ({ tenant, arrange }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const user = await arrange.user(fresh);
  const group = await arrange.group(fresh, [user]);
  const displayName = arrange.unique('renamed');

  await fresh.scim.put(group.path, groupBody(displayName, [user.id]));

  const { listed, read } = await groupsOf(fresh, user.id);
  expect(listed.ids, 'the groups in the list').toEqual([group.id]);
  expect(read.ids, 'the groups of the account that is read').toEqual([group.id]);
  expect([...listed.names, ...read.names], 'former names of the group').not.toContain(group.displayName);
});

const RETURNS: Record<string, (tenant: Tenant, group: Resource, user: { id: string }) => Promise<unknown>> = {
  'a patch': (tenant, group, user) => SailPoint.requests(tenant).send('SP-B06', { gid: group.id, uid: user.id }),
  'a replace': (tenant, group, user) => tenant.scim.put(group.path, groupBody(group.displayName, [user.id])),
};

for (const [how, giveBack] of Object.entries(RETURNS)) {
  test(
    `an account gets back by ${how} the entitlement that it had lost`,
    row('SAIL-05'),
    async ({ tenant, arrange }) => {
      const { tenant: fresh } = await freshTenant(arrange, tenant);
      const user = await arrange.user(fresh);
      const [lost, kept] = [await arrange.group(fresh, [user]), await arrange.group(fresh, [user])];
      await arrange.during(() => SailPoint.requests(fresh).send('SP-B09', { gid: lost.id, uid: user.id }));

      await arrange.during(() => giveBack(fresh, lost, user));

      const { listed, read } = await groupsOf(fresh, user.id);
      const wanted = [lost.id, kept.id].sort();
      expect(listed.ids, 'the groups in the list').toEqual(wanted);
      expect(read.ids, 'the groups of the account that is read').toEqual(wanted);
    },
  );
}
