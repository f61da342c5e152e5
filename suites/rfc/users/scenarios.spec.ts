import {
  bodyOf,
  changeOf,
  differences,
  expect,
  idOf,
  idsOf,
  row,
  sampleUser,
  test,
  valuesOf,
} from '../../../src/harness/index.ts';

test(
  'an account with many attributes is created and found',
  row('RFC7642-2.4.1-01'),
  async ({ tenant, arrange, types, applies }) => {
    const sent = sampleUser(types.user, arrange.unique('user'));

    const created = await tenant.scim.post('/Users', sent);

    applies(created.status !== 400, 'the server does not take these values');
    expect(created).toHaveStatus(201);
    const read = await tenant.scim.get(`/Users/${idOf(created)}`);
    expect([bodyOf(read).userName, bodyOf(read).externalId], 'names').toEqual([sent.userName, sent.externalId]);
    const searches = [
      await tenant.scim.list('/Users', { filter: `userName eq "${sent.userName}"` }),
      await tenant.scim.list('/Users', { filter: `externalId eq "${sent.externalId}"` }),
    ];
    for (const found of searches.filter(({ status }) => status === 200))
      expect(idsOf(found), 'ids that a search finds').toEqual([idOf(created)]);
  },
);

test('a change of one attribute changes nothing else', row('RFC7642-2.4.2-01'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });
  const before = await tenant.scim.get(user.path);

  const replaced = await tenant.scim.put(user.path, { ...user.sent, [name]: to });

  expect(replaced).toHaveStatus([200, 204]);
  const after = await tenant.scim.get(user.path);
  expect(bodyOf(after)[name], 'the new value').toBe(to);
  expect(
    differences(before.body, after.body, types.user, [name, 'meta.lastModified', 'meta.version']),
    'what else differs',
  ).toEqual([]);
});

test(
  'what was read of a user and a group makes equal ones elsewhere',
  row('RFC7642-3.1-01'),
  async ({ tenant, arrange, types }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const reads = [await tenant.scim.get(user.path), await tenant.scim.get(group.path)] as const;
    const [{ id: _user, meta: _one, groups: _groups, ...exported }, { id: _group, meta: _other, ...exportedGroup }] =
      reads.map(bodyOf) as [Record<string, unknown>, Record<string, unknown>];
    await tenant.scim.delete(group.path);
    await tenant.scim.delete(user.path);

    const again = await tenant.scim.post('/Users', exported);
    const groupAgain = await tenant.scim.post('/Groups', { ...exportedGroup, members: [{ value: idOf(again) }] });

    expect(again).toHaveStatus(201);
    expect(groupAgain).toHaveStatus(201);
    const [imported, importedGroup] = [
      await tenant.scim.get(`/Users/${idOf(again)}`),
      await tenant.scim.get(`/Groups/${idOf(groupAgain)}`),
    ];
    expect(
      differences(reads[0].body, imported.body, types.user, ['id', 'meta', 'groups']),
      'what differs between the users',
    ).toEqual([]);
    expect(
      differences(reads[1].body, importedGroup.body, types.group, ['id', 'meta', 'members']),
      'what differs between the groups',
    ).toEqual([]);
    expect(valuesOf(bodyOf(importedGroup).members), 'members of the group').toEqual([idOf(again)]);
  },
);
