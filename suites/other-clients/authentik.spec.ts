import {
  bodyOf,
  expect,
  idOf,
  isAccepted,
  listed,
  Others,
  row,
  supportedIn,
  test,
  valuesOf,
  wordsOf,
} from '../../src/harness/index.ts';

test('patch is announced as it works', row('AUTH-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const authentik = Others.requests(tenant, 'authentik');

  const configuration = await authentik.send('AK-Q01');
  const patched = await authentik.send('AK-V06', { gid: group.id, uid: user.id });

  const members = valuesOf(bodyOf(await authentik.send('AK-Q02', { gid: group.id })).members);
  expect(configuration).toHaveStatus(200);
  expect(isAccepted(patched) || !supportedIn(configuration, 'patch'), 'whether an announced patch works').toBe(true);
  expect(members, 'the members').toEqual(isAccepted(patched) ? [user.id] : []);
});

for (const { what, template } of [
  { what: 'users', template: 'AK-Q04' },
  { what: 'groups', template: 'AK-Q03' },
]) {
  test(`a filter of ${what} is announced as it works`, row('AUTH-01'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);
    const authentik = Others.requests(tenant, 'authentik');

    const configuration = await authentik.send('AK-Q01');
    const answer = await authentik.send(template, { userName: user.userName, groupName: group.displayName });

    const isFound = isAccepted(answer) && [user.id, group.id].includes(listed(answer).ids.join());
    expect(configuration).toHaveStatus(200);
    expect(isFound || !supportedIn(configuration, 'filter'), 'whether an announced filter works').toBe(true);
    expect(wordsOf(answer), 'the answer to the filter').toMatch(/^(200|400)/);
  });
}

test('bulk is announced as it works', row('AUTH-01'), async ({ tenant, arrange }) => {
  const userName = arrange.unique('user');
  const data = Others.bodyOfTemplate('authentik', 'AK-V01', { ...Others.personOf(arrange), userName });
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];

  const configuration = await Others.requests(tenant, 'authentik').send('AK-Q01');
  const answer = await tenant.scim.post('/Bulk', {
    schemas,
    Operations: [{ method: 'POST', path: '/Users', bulkId: 'one', data }],
  });

  const found = listed(await tenant.scim.list('/Users', { filter: `userName eq "${userName}"` }));
  expect(isAccepted(answer) || !supportedIn(configuration, 'bulk'), 'whether an announced bulk works').toBe(true);
  expect(found.ids.length, 'users of that name').toBe(isAccepted(answer) ? 1 : 0);
});

test('404 is the answer for what is missing, and only for that', row('AUTH-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const authentik = Others.requests(tenant, 'authentik');
  const values = Others.valuesOf(user);
  const stranger = { ...Others.personOf(arrange), uid: Others.randomName() };

  const written = await authentik.send('AK-V02', values);
  const missing = await authentik.send('AK-V02', stranger);

  const [read, absent] = [await tenant.scim.get(user.path), await tenant.scim.get(`/Users/${stranger.uid}`)];
  expect(written).toHaveStatus([200, 204]);
  expect(missing).toBeScimError({ status: 404 });
  expect(read).toHaveStatus(200);
  expect(idOf(read), 'the id that is read').toBe(user.id);
  expect(absent).toBeScimError({ status: 404 });
});
