import {
  bodyOf,
  changeOf,
  expect,
  idsOf,
  resourcesOf,
  row,
  sendBulk,
  supportedIn,
  test,
} from '../../../src/harness/index.ts';

const CONFIG = '/ServiceProviderConfig';

const ROW = row('RFC7644-4-11');

test('patch works where it is announced', ROW, async ({ tenant, arrange, applies, types }) => {
  applies(supportedIn(await tenant.scim.get(CONFIG), 'patch') === true, 'patch is not announced');
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });

  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: name, value: to }]);

  expect(patched).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read)[name], 'the value').toBe(to);
});

test('filters work where they are announced', ROW, async ({ tenant, arrange, applies }) => {
  applies(supportedIn(await tenant.scim.get(CONFIG), 'filter') === true, 'filter is not announced');
  const [user] = await arrange.users(tenant, 2);

  const found = await tenant.scim.list('/Users', { filter: `userName eq "${user?.userName}"` });

  expect(found).toHaveStatus(200);
  expect(idsOf(found), 'ids that the filter selects').toEqual([user?.id]);
});

test('sorting works where it is announced', ROW, async ({ tenant, arrange, applies }) => {
  const config = await tenant.scim.get(CONFIG);
  applies(supportedIn(config, 'sort') === true, 'sort is not announced');
  applies(supportedIn(config, 'filter') === true, 'filter is not announced');
  const start = arrange.unique('sort');
  const [b, a] = [
    await arrange.user(tenant, { userName: `${start}-b` }),
    await arrange.user(tenant, { userName: `${start}-a` }),
  ];

  const sorted = await tenant.scim.list('/Users', { filter: `userName sw "${start}"`, sortBy: 'userName' });

  expect(sorted).toHaveStatus(200);
  expect(
    resourcesOf(sorted).map(({ id }) => id),
    'ids in the order of the list',
  ).toEqual([a.id, b.id]);
});

test('versions are shown where they are announced', ROW, async ({ tenant, arrange, applies }) => {
  applies(supportedIn(await tenant.scim.get(CONFIG), 'etag') === true, 'etag is not announced');
  const user = await arrange.user(tenant);

  const read = await tenant.scim.get(user.path);

  expect(read.header('etag') ?? '', 'ETag').not.toBe('');
});

test('passwords can be changed where it is announced', ROW, async ({ tenant, arrange, applies, types }) => {
  applies(supportedIn(await tenant.scim.get(CONFIG), 'changePassword') === true, 'changePassword is not announced');
  applies(
    types.user.core.attributes.some(({ name }) => name === 'password'),
    'users have no password',
  );
  const user = await arrange.user(tenant, { password: arrange.unique('Pass') });

  const replaced = await tenant.scim.put(user.path, { ...user.sent, password: arrange.unique('Pass') });

  expect(replaced).toHaveStatus([200, 204]);
});

test('bulk works where it is announced', ROW, async ({ tenant, arrange, applies }) => {
  applies(supportedIn(await tenant.scim.get(CONFIG), 'bulk') === true, 'bulk is not announced');
  const user = await arrange.user(tenant);

  const answer = await sendBulk(tenant, [{ method: 'DELETE', path: user.path }]);

  expect(answer).toHaveStatus(200);
  const read = await tenant.scim.get(user.path);
  expect(read).toHaveStatus(404);
});
