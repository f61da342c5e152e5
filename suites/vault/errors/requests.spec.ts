import {
  bodyOf,
  expect,
  isAccepted,
  listed,
  listOf,
  resourcesOf,
  row,
  test,
  userBody,
  wordsOf,
} from '../../../src/harness/index.ts';

test('the flag that Entra ID appends changes nothing in a list', row('VAULT-ERR-07'), async ({ tenant, arrange }) => {
  await arrange.users(tenant, 2);

  const plain = await tenant.scim.get('/Users');
  const flagged = await tenant.scim.get('/Users?aadOptscim062020');

  expect(flagged).toHaveStatus(200);
  expect(flagged.body, 'the list with the flag').toEqual(plain.body);
});

test('the flag that Entra ID appends changes nothing in a filter', row('VAULT-ERR-07'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await arrange.user(tenant);
  const filter = encodeURIComponent(`userName eq "${user.userName}"`);

  const flagged = await tenant.scim.get(`/Users?filter=${filter}&aadOptscim062020`);

  expect(listed(flagged), 'users of that name, with the flag').toEqual(listOf(user));
});

test('the flag that Entra ID appends changes nothing in a read', row('VAULT-ERR-07'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  for (const path of [user.path, group.path, '/Groups', '/ServiceProviderConfig', '/Schemas', '/ResourceTypes']) {
    const plain = await tenant.scim.get(path);
    const flagged = await tenant.scim.get(`${path}?aadOptscim062020`);

    expect(flagged).toHaveStatus(200);
    expect(flagged.body, 'what is read with the flag').toEqual(plain.body);
  }
});

test('the members of a SCIM error', row('VAULT-ERR-08'), async ({ tenant, observe }) => {
  const answer = await tenant.scim.list('/Users', { filter: 'userName co "a"' });

  const { status, detail, scimType } = bodyOf(answer);
  observe(`${wordsOf(answer)}: status is ${typeof status}, detail ${typeof detail}, scimType ${typeof scimType}`);
  expect(resourcesOf(answer), 'resources in an error').toEqual([]);
});

test('If-Match and entity tags', row('VAULT-ERR-11'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const userName = arrange.unique('renamed');

  const read = await tenant.scim.get(user.path);
  const headers = { 'If-Match': 'W/"not-the-version"' };
  const answer = await tenant.scim.put(user.path, { ...user.sent, userName }, { headers });
  const after = await tenant.scim.get(user.path);

  observe(`ETag ${read.header('etag') === undefined ? 'absent' : 'present'}; false If-Match: ${wordsOf(answer)}`);
  expect(bodyOf(after).userName, 'userName afterwards').toBe(isAccepted(answer) ? userName : user.userName);
});

test('HEAD, OPTIONS and list=true on SCIM paths', row('VAULT-ERR-13'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);

  const head = await tenant.scim.send({ method: 'HEAD', path: user.path });
  const options = await tenant.scim.send({ method: 'OPTIONS', path: '/Users' });
  const list = await tenant.scim.get('/Users?list=true');

  observe(`HEAD: ${head.status}; OPTIONS: ${wordsOf(options)}; list=true: ${wordsOf(list)}`);
  expect([head.status, options.status, list.status], 'breakdowns').not.toContain(500);
});

test('a trailing slash in a write', row('VAULT-ERR-14'), async ({ arrange, observe }) => {
  const tenant = await arrange.tenant();
  await arrange.user(tenant);

  const before = await tenant.scim.get('/Users');
  const answer = await tenant.scim.post('/Users/', userBody(arrange.unique('user')));
  const after = await tenant.scim.get('/Users');

  observe(wordsOf(answer));
  const created = resourcesOf(after).length - resourcesOf(before).length;
  expect(created, 'users created').toBe(isAccepted(answer) ? 1 : 0);
});
