import {
  bodyOf,
  expect,
  GROUP_PASTS,
  groupBody,
  idOf,
  idsOf,
  listed,
  listOf,
  row,
  test,
  UNUSUAL_NAMES,
  valuesOf,
  wordsOf,
} from '../../../src/harness/index.ts';

test('a deleted group is no longer readable', row('VAULT-GROUP-22'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);

  const answer = await tenant.scim.delete(group.path);

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(read, 'a read of the deleted group').toBeRefused();
});

test('a group of any past is gone when it is deleted', row('VAULT-GROUP-22'), async ({ arrange }) => {
  const tenant = await arrange.tenant();

  for (const { past, make } of GROUP_PASTS) {
    const group = await make(arrange, tenant);

    const answer = await tenant.scim.delete(group.path);

    expect(answer, `the deletion of a group ${past}`).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(group.path);
    expect(read, `a read of the deleted group ${past}`).toBeRefused();
  }
});

for (const [what, nameOf] of Object.entries(UNUSUAL_NAMES)) {
  test(
    `a group whose name has ${what} is gone when it is deleted`,
    row('VAULT-GROUP-22'),
    async ({ tenant, arrange, applies }) => {
      const body = groupBody(nameOf(arrange.unique('group')));
      const created = await arrange.during(() => tenant.scim.post('/Groups', body));
      applies(created.status === 201, 'no group can have such a name here');

      const answer = await tenant.scim.delete(`/Groups/${idOf(created)}`);

      expect(answer).toHaveStatus([200, 204]);
      const read = await tenant.scim.get(`/Groups/${idOf(created)}`);
      expect(read, 'a read of the deleted group').toBeRefused();
    },
  );
}

test(
  'a deleted group is not readable when another one has its name',
  row('VAULT-GROUP-22'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const deleted = await arrange.group(tenant, [user]);
    await arrange.during(() => tenant.scim.delete(deleted.path));
    const group = await arrange.group(tenant, [user], deleted.displayName);
    const before = await tenant.scim.get(group.path);

    const read = await tenant.scim.get(deleted.path);
    const again = await tenant.scim.delete(deleted.path);

    expect(read, 'a read of the deleted group').toBeRefused();
    expect(again, 'a second deletion').toBeRefused();
    const after = await tenant.scim.get(group.path);
    expect(after.body, 'the group that has the name now').toEqual(before.body);
  },
);

test('a deleted group is no longer listed', row('VAULT-GROUP-23'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  const [group, other] = [await arrange.group(tenant, [user]), await arrange.group(tenant, [user])];

  const answer = await tenant.scim.delete(group.path);

  expect(answer).toHaveStatus([200, 204]);
  const list = await tenant.scim.list('/Groups');
  expect(idsOf(list), 'ids in the list').toEqual([other.id]);
});

test(
  'a deleted group disappears from the groups of its members',
  row('VAULT-GROUP-24'),
  async ({ tenant, arrange }) => {
    const members = [...(await arrange.users(tenant, 2)), await arrange.user(tenant, { active: false })];
    const group = await arrange.group(tenant, members);
    for (const { path } of members) await arrange.during(() => tenant.scim.get(path));

    await tenant.scim.delete(group.path);

    for (const { path } of members) {
      const read = await tenant.scim.get(path);
      expect(read).toHaveStatus(200);
      expect(valuesOf(bodyOf(read).groups), 'ids of the groups').not.toContain(group.id);
    }
  },
);

test('a deleted group leaves its members in place', row('VAULT-GROUP-26'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  await tenant.scim.delete(group.path);

  const read = await tenant.scim.get(user.path);
  observe(`read of a member of the deleted group: ${wordsOf(read)}`);
});

test('the list of groups follows the deletion of each, to the last one', row('VAULT-GROUP-23'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const groups = [await arrange.group(tenant), await arrange.group(tenant), await arrange.group(tenant)];

  for (const [place, { path }] of groups.entries()) {
    await arrange.during(() => tenant.scim.list('/Groups'));
    await tenant.scim.delete(path);

    const list = await tenant.scim.list('/Groups');

    expect(listed(list), 'the groups that are left').toEqual(listOf(...groups.slice(place + 1)));
  }
});
