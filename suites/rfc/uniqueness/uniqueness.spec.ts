import {
  bodyOf,
  expect,
  groupBody,
  idOf,
  idsOf,
  resourcesOf,
  row,
  test,
  userBody,
} from '../../../src/harness/index.ts';

test('a create that collides answers 409 uniqueness', row('RFC7644-3.3-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.post('/Users', { ...user.sent, externalId: arrange.unique('ext') });

  expect(refused).toBeScimError({ status: 409, scimType: 'uniqueness' });
  expect(bodyOf(refused).status, 'status in the body').toBe('409');
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the first user afterwards').toEqual(before.body);
});

test('a refused create leaves the first user alone', row('RFC7644-3.3-09'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.post('/Users', { ...user.sent, active: false });

  expect(refused).toBeRefused();
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the first user afterwards').toEqual(before.body);
});

test('a duplicate resource answers 409', row('RFC7644-3.12-12'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.post('/Users', user.sent);

  expect(refused).toHaveStatus(409);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the first user afterwards').toEqual(before.body);
});

test('a value in use is marked as uniqueness', row('RFC7644-3.12-26'), async ({ tenant, arrange }) => {
  const first = await arrange.user(tenant);
  const second = await arrange.user(tenant);
  const before = await tenant.scim.get(second.path);

  const refused = await tenant.scim.put(second.path, { ...second.sent, userName: first.userName });

  expect(refused).toBeScimError({ status: [400, 409], scimType: 'uniqueness' });
  const after = await tenant.scim.get(second.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a group name in use is marked as uniqueness', row('RFC7644-3.12-26'), async ({ tenant, arrange, applies }) => {
  const [first, second] = [await arrange.group(tenant), await arrange.group(tenant)];
  const before = await tenant.scim.get(second.path);

  const created = await tenant.scim.post('/Groups', groupBody(first.displayName));
  const replaced = await tenant.scim.put(second.path, groupBody(first.displayName));

  applies(created.status >= 400 && replaced.status >= 400, 'two groups may have the same displayName');
  expect(created).toBeScimError({ status: [400, 409], scimType: 'uniqueness' });
  expect(replaced).toBeScimError({ status: [400, 409], scimType: 'uniqueness' });
  const after = await tenant.scim.get(second.path);
  expect(after.body, 'the group afterwards').toEqual(before.body);
});

test(
  'a PUT of a group to a taken displayName is refused as such',
  row('RFC7644-3.5.1-14'),
  async ({ tenant, arrange, applies }) => {
    const [first, second] = [await arrange.group(tenant), await arrange.group(tenant)];
    const before = await tenant.scim.get(second.path);

    const refused = await tenant.scim.put(second.path, groupBody(first.displayName));

    applies(refused.status >= 400, 'two groups may have the same displayName');
    expect(refused).toBeScimError({ status: [400, 409], scimType: 'uniqueness' });
    const after = await tenant.scim.get(second.path);
    expect(after.body, 'the group afterwards').toEqual(before.body);
    const list = await tenant.scim.list('/Groups', { count: 1_000 });
    expect(resourcesOf(list).find(({ id }) => id === second.id)?.displayName, 'its name in the list').toBe(
      second.displayName,
    );
  },
);

test('userName is unique over all users', row('RFC7643-4.1.1-02'), async ({ tenant, arrange }) => {
  const first = await arrange.user(tenant);
  const second = await arrange.user(tenant);
  const before = await tenant.scim.get(second.path);

  const created = await tenant.scim.post('/Users', { ...first.sent, externalId: arrange.unique('ext') });
  const replaced = await tenant.scim.put(second.path, { ...second.sent, userName: first.userName });

  expect(created).toHaveStatus(409);
  expect(replaced).toHaveStatus([400, 409]);
  const after = await tenant.scim.get(second.path);
  expect(after.body, 'the second user afterwards').toEqual(before.body);
});

test('userName uniqueness ignores letter case', row('RFC7643-4.1.1-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.post('/Users', userBody(user.userName.toUpperCase()));

  expect(refused).toBeScimError({ status: 409, scimTypeIfAny: 'uniqueness' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the first user afterwards').toEqual(before.body);
});

test('a user can change the case of its own name', row('RFC7643-4.1.1-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const replaced = await tenant.scim.put(user.path, { ...user.sent, userName: user.userName.toUpperCase() });

  expect(replaced).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(String(bodyOf(read).userName).toLowerCase(), 'userName in lower case').toBe(user.userName);
});

test('a PUT to a taken userName is refused', row('RFC7644-3.5.1-14'), async ({ tenant, arrange }) => {
  const first = await arrange.user(tenant);
  const second = await arrange.user(tenant);
  const before = await tenant.scim.get(second.path);

  const refused = await tenant.scim.put(second.path, { ...second.sent, userName: first.userName });

  expect(refused).toBeScimError({ status: [400, 409], scimType: 'uniqueness' });
  const after = await tenant.scim.get(second.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
  const found = await tenant.scim.list('/Users', { filter: `userName eq "${second.userName}"` });
  expect(idsOf(found), 'users of its name afterwards').toEqual([second.id]);
});

test('a value in use may answer 400', row('RFC7643-7-27'), async ({ tenant, arrange, observe }) => {
  const first = await arrange.user(tenant);
  const second = await arrange.user(tenant);
  const before = await tenant.scim.get(second.path);

  const refused = await tenant.scim.put(second.path, { ...second.sent, userName: first.userName });

  observe(`a taken userName answers ${refused.status}`);
  const after = await tenant.scim.get(second.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a PUT that keeps the own userName is no conflict', row('RFC7644-3.5.1-15'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const replaced = await tenant.scim.put(user.path, user.sent);

  expect(replaced).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).userName, 'userName').toBe(user.userName);
});

test('userName can be changed', row('RFC7643-4.1.1-05'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const name = arrange.unique('renamed');

  const replaced = await tenant.scim.put(user.path, { ...user.sent, userName: name });
  const reused = await tenant.scim.post('/Users', userBody(user.userName, { externalId: name }));

  expect(replaced).toHaveStatus([200, 204]);
  expect(reused).toHaveStatus(201);
  const read = await tenant.scim.get(user.path);
  expect([idOf(read), bodyOf(read).userName], 'id and userName').toEqual([user.id, name]);
});

test('ids are unique over all types', row('RFC7643-3.1-04'), async ({ tenant, arrange }) => {
  const users = await arrange.users(tenant, 3);
  const groups = [await arrange.group(tenant), await arrange.group(tenant)];

  const answers = await Promise.all([...users, ...groups].map(({ path }) => tenant.scim.get(path)));

  const ids = answers.map(idOf);
  expect(new Set(ids).size, 'number of different ids').toBe(5);
});

test('a group name is unique only if the schema says so', row('RFC7643-4.2-03'), async ({ tenant, arrange, types }) => {
  const group = await arrange.group(tenant);

  const second = await tenant.scim.post('/Groups', groupBody(group.displayName));

  const announced = types.group.core.attributes.find(({ name }) => name === 'displayName')?.uniqueness;
  expect([announced, second.status], 'announced uniqueness and status of the second group').toEqual([
    announced,
    new Map([['none', 201]]).get(announced ?? 'none') ?? 409,
  ]);
  expect(bodyOf(await tenant.scim.get(group.path)).displayName, 'name of the first group').toBe(group.displayName);
});

test('unique values are enforced', row('RFC7643-7-26'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.post('/Users', { ...user.sent, externalId: arrange.unique('ext') });

  expect(refused).toBeScimError({ status: [400, 409], scimType: 'uniqueness' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the first user afterwards').toEqual(before.body);
});

test('externalId may occur twice', row('RFC7643-3.1-13'), async ({ tenant, arrange }) => {
  const first = await arrange.user(tenant);

  const second = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { externalId: first.externalId }));

  expect(second).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(second)}`);
  expect(bodyOf(read).externalId, 'externalId of the second user').toBe(first.externalId);
});

test('externalIds that differ in letter case may both occur', row('RFC7643-3.1-13'), async ({ tenant, arrange }) => {
  const first = await arrange.user(tenant);
  const externalId = first.externalId.toUpperCase();

  const second = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { externalId }));

  expect(second).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(second)}`);
  expect(bodyOf(read).externalId, 'externalId of the second user').toBe(externalId);
});

test('tenants may use the same externalId', row('RFC7644-6.2-01'), async ({ tenant, other, arrange }) => {
  const first = await arrange.user(tenant);

  const second = await other.scim.post('/Users', userBody(arrange.unique('user'), { externalId: first.externalId }));

  expect(second).toHaveStatus(201);
  const read = await other.scim.get(`/Users/${idOf(second)}`);
  expect(bodyOf(read).externalId, 'externalId in the other tenant').toBe(first.externalId);
});

test('externalId is scoped to the tenant', row('RFC7643-3.1-14'), async ({ tenant, other, arrange }) => {
  const first = await arrange.user(tenant);

  const second = await other.scim.post('/Users', userBody(arrange.unique('user'), { externalId: first.externalId }));

  expect(second).toHaveStatus(201);
  const across = await other.scim.list('/Users', { filter: `externalId eq "${first.externalId}"` });
  const own = await tenant.scim.list('/Users', { filter: `externalId eq "${first.externalId}"` });
  expect(idsOf(across), 'users of that externalId in the other tenant').toEqual([idOf(second)]);
  expect(idsOf(own), 'users of that externalId in the own tenant').toEqual([first.id]);
});
