import {
  bodyOf,
  expect,
  foundByName,
  groupBody,
  idOf,
  isRefusedIn,
  readByName,
  row,
  sendBulk,
  statusOf,
  supportedIn,
  test,
  userBody,
  valuesOf,
} from '../../../src/harness/index.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';

test('a new group gets the new user as its member', row('RFC7644-3.7.2-01'), async ({ tenant, arrange }) => {
  const [userName, groupName] = [arrange.unique('user'), arrange.unique('group')];

  await sendBulk(tenant, [
    { method: 'POST', path: '/Users', bulkId: 'u', data: userBody(userName) },
    { method: 'POST', path: '/Groups', bulkId: 'g', data: groupBody(groupName, ['bulkId:u']) },
  ]);

  const user = await readByName(tenant.scim, '/Users', userName);
  const group = await readByName(tenant.scim, '/Groups', groupName);
  expect(valuesOf(bodyOf(group).members), 'members of the group').toEqual([idOf(user)]);
  expect(group.text, 'the group').not.toContain('bulkId:');
});

test('a replaced group gets the new user as its member', row('RFC7644-3.7.2-01'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const userName = arrange.unique('user');

  await sendBulk(tenant, [
    { method: 'POST', path: '/Users', bulkId: 'u', data: userBody(userName) },
    { method: 'PUT', path: group.path, data: groupBody(group.displayName, ['bulkId:u']) },
  ]);

  const user = await readByName(tenant.scim, '/Users', userName);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'members of the group').toEqual([idOf(user)]);
});

test(
  'a patched group gets the new user as its member',
  row('RFC7644-3.7.2-01'),
  async ({ tenant, arrange, applies }) => {
    const configuration = await tenant.scim.get('/ServiceProviderConfig');
    applies(supportedIn(configuration, 'patch') === true, 'not offered here: patch.supported');
    const group = await arrange.group(tenant);
    const userName = arrange.unique('user');
    const Operations = [{ op: 'add', path: 'members', value: [{ value: 'bulkId:u' }] }];

    await sendBulk(tenant, [
      { method: 'POST', path: '/Users', bulkId: 'u', data: userBody(userName) },
      {
        method: 'PATCH',
        path: group.path,
        data: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations },
      },
    ]);

    const user = await readByName(tenant.scim, '/Users', userName);
    const read = await tenant.scim.get(group.path);
    expect(valuesOf(bodyOf(read).members), 'members of the group').toEqual([idOf(user)]);
  },
);

test(
  'a new user gets the other new user as the manager',
  row('RFC7644-3.7.2-02'),
  async ({ tenant, arrange, types, applies }) => {
    const extension = types.user.extensions.find(({ schema }) => schema.urn === ENTERPRISE);
    const hasManager = extension?.schema.attributes.some(({ name }) => name === 'manager') ?? false;
    applies(hasManager, 'users have no manager here');
    const [boss, worker] = [arrange.unique('user'), arrange.unique('user')];
    const enterprise = { schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { manager: { value: 'bulkId:b' } } };

    await sendBulk(tenant, [
      { method: 'POST', path: '/Users', bulkId: 'b', data: userBody(boss) },
      { method: 'POST', path: '/Users', bulkId: 'w', data: userBody(worker, enterprise) },
    ]);

    const manager = await readByName(tenant.scim, '/Users', boss);
    const user = await readByName(tenant.scim, '/Users', worker);
    const shown = bodyOf(user)[ENTERPRISE] as { manager?: { value?: unknown } } | undefined;
    expect(shown?.manager?.value, 'manager.value of the user').toBe(idOf(manager));
  },
);

test('a reference to an unknown bulkId fails the operation', row('RFC7644-3.7.2-03'), async ({ tenant, arrange }) => {
  const name = arrange.unique('group');
  const operation = { method: 'POST', path: '/Groups', bulkId: 'g', data: groupBody(name, ['bulkId:nobody']) };

  const answer = await sendBulk(tenant, [operation]);

  expect(isRefusedIn(answer, operation), 'whether the operation, or the whole request, is refused').toBe(true);
  expect(await foundByName(tenant.scim, '/Groups', name), 'groups of that name').toEqual([]);
});

test(
  'two new groups hold each other, or the server gives up with 409',
  row('RFC7644-3.7.1-01'),
  async ({ tenant, arrange, applies }) => {
    const inner = await arrange.group(tenant);
    const outer = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [inner.id]));
    await tenant.scim.put(inner.path, groupBody(inner.displayName, [idOf(outer)]));
    const circle = [await tenant.scim.get(inner.path), await tenant.scim.get(`/Groups/${idOf(outer)}`)];
    const holdEachOther = circle.every((group) => valuesOf(bodyOf(group).members).length === 1);
    applies(holdEachOther, 'groups cannot hold each other here');
    const [one, two] = [arrange.unique('group'), arrange.unique('group')];
    const operations = [
      { method: 'POST', path: '/Groups', bulkId: 'one', data: groupBody(one, ['bulkId:two']) },
      { method: 'POST', path: '/Groups', bulkId: 'two', data: groupBody(two, ['bulkId:one']) },
    ];

    const answer = await sendBulk(tenant, operations);

    const [first, second] = [
      await readByName(tenant.scim, '/Groups', one),
      await readByName(tenant.scim, '/Groups', two),
    ];
    const isGivenUp = operations.some((operation) => statusOf(answer, operation) === 409);
    expect(
      [first, second].map((group) => valuesOf(bodyOf(group).members)),
      'members of the two groups',
    ).toEqual(isGivenUp ? expect.anything() : [[idOf(second)], [idOf(first)]]);
    expect(first.text + second.text, 'the two groups').not.toContain('bulkId:');
    expect(
      [await foundByName(tenant.scim, '/Groups', one), await foundByName(tenant.scim, '/Groups', two)].map(
        ({ length }) => length <= 1,
      ),
      'whether there is one group of each name at most',
    ).toEqual([true, true]);
  },
);
