import {
  bodyOf,
  differences,
  expect,
  groupBody,
  idOf,
  reversed,
  row,
  sampleUser,
  test,
  valuesOf,
} from '../../../src/harness/index.ts';

test('the order of members has no influence', row('RFC7643-2.3.8-01'), async ({ tenant, arrange, types }) => {
  const name = arrange.unique('user');
  const body = sampleUser(types.user, name);
  const turned = reversed({ ...body, userName: `${name}-2`, externalId: `ext-${name}-2` });

  const first = await tenant.scim.post('/Users', body);
  const second = await tenant.scim.post('/Users', turned);

  expect(second).toHaveStatus(201);
  const [one, two] = [await tenant.scim.get(`/Users/${idOf(first)}`), await tenant.scim.get(`/Users/${idOf(second)}`)];
  expect(
    differences(one.body, two.body, types.user, ['id', 'meta', 'userName', 'externalId']),
    'what differs by the order of members',
  ).toEqual([]);
});

for (const active of [false, true]) {
  test(
    `the order of members of a replace that sets active to ${active} has no influence`,
    row('RFC7643-2.3.8-01'),
    async ({ tenant, arrange, types }) => {
      const name = arrange.unique('user');
      const user = await arrange.user(tenant, { ...sampleUser(types.user, name), active: !active });
      const body = { ...user.sent, userName: `${name}-renamed`, active };

      const replaced = await tenant.scim.put(user.path, reversed(body));

      expect(replaced).toHaveStatus([200, 204]);
      const read = bodyOf(await tenant.scim.get(user.path));
      expect([read.userName, read.active], 'userName and active that are read').toEqual([body.userName, active]);
    },
  );
}

test(
  'the order of members of a replaced group has no influence',
  row('RFC7643-2.3.8-01'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);
    const body = groupBody(arrange.unique('renamed'), [user.id]);

    const replaced = await tenant.scim.put(group.path, reversed(body));

    expect(replaced).toHaveStatus([200, 204]);
    const read = bodyOf(await tenant.scim.get(group.path));
    expect([read.displayName, valuesOf(read.members)], 'displayName and members').toEqual([
      body.displayName,
      [user.id],
    ]);
  },
);
