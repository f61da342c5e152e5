import {
  bodyOf,
  Entra,
  expect,
  expectAllOrNothing,
  freshTenant,
  idOf,
  row,
  rowIn,
  test,
  valuesOf,
} from '../../src/harness/index.ts';

for (const template of ['E-B15', 'E-B16']) {
  test(`a group is created without members, ${template}`, row('ENTRA-10'), async ({ tenant, arrange }) => {
    const name = arrange.unique('group');

    const { answer } = await Entra.connector(tenant, 'flag').groups.create(name, Entra.randomName(), template);

    expect(answer).toHaveStatus(201);
    const { id, displayName, members } = bodyOf(await tenant.scim.get(`/Groups/${idOf(answer)}`));
    expect({ id, displayName }, 'the group that is read').toEqual({ id: idOf(answer), displayName: name });
    expect(valuesOf(members), 'the members').toEqual([]);
  });
}

test('a second group of a name is a conflict', row('ENTRA-24'), async ({ tenant, arrange }) => {
  const { tenant: fresh } = await freshTenant(arrange, tenant);
  const { displayName } = await arrange.group(fresh);
  const before = await fresh.scim.get('/Groups');

  const answer = await Entra.requests(fresh).send('E-B15', { groupName: displayName, ext: Entra.randomName() });

  const after = await fresh.scim.get('/Groups');
  expect(answer).toBeScimError({ status: 409 });
  expect(after.body, 'the groups afterwards').toEqual(before.body);
});

for (const { mode, template } of [
  { mode: 'default', template: 'E-B17' },
  { mode: 'flag', template: 'E-V06' },
] as const) {
  test(`${mode}: a patch renames a group`, rowIn(mode, 'ENTRA-16'), async ({ tenant, arrange }) => {
    const group = await arrange.group(tenant, [await arrange.user(tenant)]);
    const displayName = arrange.unique('renamed');
    const before = await tenant.scim.get(group.path);

    const answer = await Entra.requests(tenant).send(template, { gid: group.id, groupName: displayName });

    const after = await tenant.scim.get(group.path);
    expectAllOrNothing(answer, { before, after, executed: { displayName } });
    expect(answer).toHaveStatus([200, 204]);
  });
}

test('a second group of a name leaves the members of the first', row('ENTRA-24'), async ({ tenant, arrange }) => {
  const [member, other] = await arrange.users(tenant, 2);
  const group = await arrange.group(tenant, member ? [member] : []);
  const { displayName } = group;
  const body = Entra.bodyOfTemplate('E-B15', { groupName: displayName, ext: Entra.randomName() });
  const text = JSON.stringify({ ...body, members: [{ value: other?.id }] });
  const before = await tenant.scim.get(group.path);

  const answer = await Entra.requests(tenant).sendText('E-B15', {}, text);

  const after = await tenant.scim.get(group.path);
  expect(answer).toBeScimError({ status: 409 });
  expect(after.body, 'the first group afterwards').toEqual(before.body);
});
