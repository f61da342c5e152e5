import {
  bodyOf,
  Entra,
  expect,
  freshTenant,
  listed,
  listOf,
  resourcesOf,
  row,
  test,
  valuesOf,
} from '../../src/harness/index.ts';

const USER_FILTERS = ['userName eq', 'username Eq', 'USERNAME EQ', 'UserName eq'];
const GROUP_FILTERS = ['displayName eq', 'DisplayName EQ'];

test('users are found by userName in any letter case', row('ENTRA-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  for (const comparison of USER_FILTERS) {
    const found = await tenant.scim.list('/Users', { filter: `${comparison} "${user.userName}"` });

    expect(found).toHaveStatus(200);
    expect(listed(found), 'the users of that name').toEqual(listOf(user));
  }
});

test('users are found by externalId', row('ENTRA-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const entra = Entra.requests(tenant);

  const found = await entra.send('E-Q03', { ext: Entra.queryValue(user.externalId) });
  const none = await entra.send('E-Q03', { ext: Entra.randomName() });

  expect(listed(found), 'the users of that externalId').toEqual(listOf(user));
  expect(listed(none), 'the users of an externalId that nobody has').toEqual(listOf());
});

test('groups are found by displayName in any letter case', row('ENTRA-04'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);

  for (const comparison of GROUP_FILTERS) {
    const found = await tenant.scim.list('/Groups', { filter: `${comparison} "${group.displayName}"` });

    expect(found).toHaveStatus(200);
    expect(listed(found), 'the groups of that name').toEqual(listOf(group));
  }
});

test('two comparisons are joined by and', row('ENTRA-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const filter = `userName eq "${user.userName}" and externalId eq "${user.externalId}"`;

  const found = await tenant.scim.list('/Users', { filter });

  expect(found).toHaveStatus(200);
  expect(listed(found), 'the users of both').toEqual(listOf(user));
});

test('the manager is looked for by id and manager', row('ENTRA-04'), async ({ tenant, arrange }) => {
  const [user, manager] = [await arrange.user(tenant), await arrange.user(tenant)];

  const found = await Entra.requests(tenant).send('E-Q08', { uid: user.id, uid2: manager.id });

  expect(found).toHaveStatus(200);
  expect(listed(found), 'the users with that manager').toEqual(listOf());
});

test('a group is read without its members', row('ENTRA-05'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant, [await arrange.user(tenant)]);

  const answer = await Entra.requests(tenant).send('E-Q07', { gid: group.id });

  expect(answer).toHaveStatus(200);
  const { id, displayName, ...others } = bodyOf(answer);
  expect({ id, displayName }, 'id and name').toEqual({ id: group.id, displayName: group.displayName });
  expect('members' in others, 'whether members are shown').toBe(false);
});

test('groups are listed without their members', row('ENTRA-05'), async ({ tenant, arrange }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const group = await arrange.group(fresh, await arrange.users(fresh, 3));
  const other = await arrange.group(fresh, await arrange.users(fresh, 2));

  const answer = await fresh.scim.list('/Groups', { excludedAttributes: 'members' });

  expect(answer).toHaveStatus(200);
  expect(listed(answer), 'the groups').toEqual(listOf(group, other));
  const namesAt = ({ id }: { id: string }) => {
    return resourcesOf(answer).flatMap((one) => (one.id === id ? [one.displayName] : []));
  };
  expect([group, other].map(namesAt), 'the names').toEqual([[group.displayName], [other.displayName]]);
  expect(resourcesOf(answer).filter((one) => 'members' in one).length, 'groups that show members').toBe(0);
});

test('a group is matched by its name without its members', row('ENTRA-05'), async ({ tenant, arrange, applies }) => {
  const group = await arrange.group(tenant, [await arrange.user(tenant)]);

  const answer = await Entra.requests(tenant).send('E-Q02', { groupName: group.displayName });

  // That such a filter is served is for other rows.
  applies(answer.status !== 400, 'the server does not filter groups by name');
  expect(answer).toHaveStatus(200);
  expect(listed(answer), 'the groups of that name').toEqual(listOf(group));
  expect('members' in (resourcesOf(answer)[0] ?? {}), 'whether members are shown').toBe(false);
});

test('a group that was read without its members shows them again', row('ENTRA-05'), async ({ tenant, arrange }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const user = await arrange.user(fresh);
  const group = await arrange.group(fresh, [user]);
  const membersIn = (resource: Record<string, unknown> | undefined) => valuesOf(resource?.members);

  await Entra.requests(fresh).send('E-Q07', { gid: group.id });
  const read = await fresh.scim.get(group.path);
  await fresh.scim.list('/Groups', { excludedAttributes: 'members' });
  const groups = await fresh.scim.list('/Groups');
  const again = await fresh.scim.get(group.path);

  const shown = [bodyOf(read), resourcesOf(groups).find(({ id }) => id === group.id), bodyOf(again)].map(membersIn);
  expect(shown, 'the members that are read, listed and read again').toEqual([[user.id], [user.id], [user.id]]);
});
