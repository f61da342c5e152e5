import {
  absolute,
  bodyOf,
  changeOf,
  differences,
  expect,
  groupBody,
  idOf,
  metaOf,
  pathBelow,
  resourcesOf,
  row,
  sampleUser,
  test,
  userBody,
  valuesOf,
} from '../../../src/harness/index.ts';

test('a successful create answers 201', row('RFC7644-3.3-04'), async ({ tenant, arrange }) => {
  const user = await tenant.scim.post('/Users', userBody(arrange.unique('user')));
  const group = await tenant.scim.post('/Groups', groupBody(arrange.unique('group')));

  expect(user).toHaveStatus(201);
  expect(group).toHaveStatus(201);
  expect(await tenant.scim.get(`/Users/${idOf(user)}`)).toHaveStatus(200);
  expect(await tenant.scim.get(`/Groups/${idOf(group)}`)).toHaveStatus(200);
});

test('a create response holds the new resource', row('RFC7644-3.3-05'), async ({ tenant, arrange, types }) => {
  const body = userBody(arrange.unique('user'));

  const created = await tenant.scim.post('/Users', body);

  expect(
    differences({ ...bodyOf(created), ...body }, created.body, types.user, ['schemas']),
    'what the answer lacks',
  ).toEqual([]);
  expect([idOf(created), metaOf(created.body, 'resourceType')], 'id and meta of the answer').not.toContain('');
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(differences(created.body, read.body, types.user), 'what a GET shows otherwise').toEqual([]);
});

test('a create response shows the state as stored', row('RFC7644-3.1-03'), async ({ tenant, arrange, types }) => {
  const body = { ...sampleUser(types.user, arrange.unique('user')), id: 'chosen', groups: [{ value: 'chosen' }] };

  const created = await tenant.scim.post('/Users', body);

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(differences(read.body, created.body, types.user), 'what the answer shows otherwise than a GET').toEqual([]);
});

test('a create response has the Location of the resource', row('RFC7644-3.3-06'), async ({ tenant, arrange }) => {
  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user')));

  const location = created.header('location') ?? '';
  expect(location, 'the Location header').not.toBe('');
  const read = await tenant.scim.get(pathBelow(tenant.scimBaseUrl, absolute(location, created)));
  expect(idOf(read), 'id of the resource at Location').toBe(idOf(created));
});

test('meta.location is the URI in Location', row('RFC7644-3.3-07'), async ({ tenant, arrange, applies }) => {
  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user')));
  applies(created.header('location') !== undefined, 'the answer has no Location');

  expect(absolute(created.header('location') ?? '', created), 'the Location header').toBe(
    absolute(metaOf(created.body, 'location'), created),
  );
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(metaOf(read.body, 'location'), 'meta.location on GET').toBe(metaOf(created.body, 'location'));
});

test('a created resource is readable at once', row('RFC7644-3.3-11'), async ({ tenant, arrange, types }) => {
  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user')));

  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(read).toHaveStatus(200);
  expect(differences(created.body, read.body, types.user), 'what a GET shows otherwise').toEqual([]);
});

test('two creates make two resources', row('RFC7644-3.3-13'), async ({ tenant, arrange }) => {
  const first = await tenant.scim.post('/Users', userBody(arrange.unique('user')));
  const second = await tenant.scim.post('/Users', userBody(arrange.unique('user')));

  expect(idOf(second), 'id of the second resource').not.toBe(idOf(first));
  // That there is a location is for another row.
  const locations = [first, second].map(({ body }) => metaOf(body, 'location')).filter((location) => location !== '');
  expect(new Set(locations).size, 'different locations').toBe(locations.length);
  expect(idOf(await tenant.scim.get(`/Users/${idOf(first)}`)), 'the first').toBe(idOf(first));
  expect(idOf(await tenant.scim.get(`/Users/${idOf(second)}`)), 'the second').toBe(idOf(second));
});

test('users who are alike but for their names are two', row('RFC7644-3.3-13'), async ({ tenant, arrange, types }) => {
  const bodies = [sampleUser(types.user, arrange.unique('user')), sampleUser(types.user, arrange.unique('user'))];

  const answers = [await tenant.scim.post('/Users', bodies[0]), await tenant.scim.post('/Users', bodies[1])];

  for (const answer of answers) expect(answer).toHaveStatus(201);
  const names = [];
  for (const answer of answers) names.push(bodyOf(await tenant.scim.get(`/Users/${idOf(answer)}`)).userName);
  expect(names, 'the names on GET').toEqual(bodies.map(({ userName }) => userName));
});

test('the server gives meta.resourceType', row('RFC7644-3.3.1-01'), async ({ tenant, arrange }) => {
  const user = await tenant.scim.post('/Users', userBody(arrange.unique('user')));
  const group = await tenant.scim.post('/Groups', groupBody(arrange.unique('group')));

  expect(metaOf(user.body, 'resourceType'), 'meta.resourceType of a user').toBe('User');
  expect(metaOf(group.body, 'resourceType'), 'meta.resourceType of a group').toBe('Group');
  expect(metaOf((await tenant.scim.get(`/Users/${idOf(user)}`)).body, 'resourceType'), 'on GET').toBe('User');
  expect(metaOf((await tenant.scim.get(`/Groups/${idOf(group)}`)).body, 'resourceType'), 'on GET').toBe('Group');
  const lists = [
    await tenant.scim.list('/Users', { count: 1_000 }),
    await tenant.scim.list('/Groups', { count: 1_000 }),
  ];
  const listed = lists.map((list) => [...new Set(resourcesOf(list).map((one) => metaOf(one, 'resourceType')))]);
  expect(listed, 'in lists').toEqual([['User'], ['Group']]);
});

test('the server assigns id', row('RFC7643-3.1-01'), async ({ tenant, arrange }) => {
  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user')));

  expect(idOf(created), 'id of the answer').not.toBe('');
  expect(idOf(await tenant.scim.get(`/Users/${idOf(created)}`)), 'id on GET').toBe(idOf(created));
});

test('the server assigns meta', row('RFC7643-3.1-02'), async ({ tenant, arrange }) => {
  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user')));

  const names = ['resourceType', 'created', 'lastModified', 'location'];
  expect(
    names.filter((name) => metaOf(created.body, name) === ''),
    'members that meta lacks',
  ).toEqual([]);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(bodyOf(read).meta, 'meta on GET').toEqual(bodyOf(created).meta);
});

test('null and [] in a create mean no value', row('RFC7644-3.3-03'), async ({ tenant, arrange, types }) => {
  const name = arrange.unique('user');
  const unassigned = { title: null, nickName: null, displayName: null, emails: [], groups: [] };

  const created = await tenant.scim.post('/Users', userBody(name, unassigned));

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  const { title, nickName, displayName, emails } = bodyOf(read);
  expect(
    differences({}, { title, nickName, displayName, emails }, types.user),
    'values of what was sent as null or []',
  ).toEqual([]);
});

test('a group body is not stored as a group through /Users', row('RFC7644-3.3-12'), async ({ tenant, arrange }) => {
  const before = await tenant.scim.list('/Groups', { count: 1 });

  const refused = await tenant.scim.post('/Users', groupBody(arrange.unique('group')));

  expect(refused).toHaveStatus(400);
  const after = await tenant.scim.list('/Groups', { count: 1 });
  expect(bodyOf(after).totalResults, 'number of groups').toBe(bodyOf(before).totalResults);
});

test(
  'what a server adds on its own is advertised',
  row('RFC7644-3.3-02'),
  async ({ tenant, arrange, types, observe }) => {
    const body = {
      schemas: [types.user.core.urn],
      userName: arrange.unique('user'),
      externalId: arrange.unique('ext'),
    };

    const created = await tenant.scim.post('/Users', body);

    const read = await tenant.scim.get(`/Users/${idOf(created)}`);
    const added = Object.keys(bodyOf(read)).filter((name) => !['id', 'meta', ...Object.keys(body)].includes(name));
    observe(`a minimal user comes back with: ${added.sort().join(', ') || 'nothing else'}`);
    expect(differences(created.body, read.body, types.user), 'what a GET shows otherwise').toEqual([]);
  },
);

test('the answer shows what the server kept', row('RFC7644-3.3-10'), async ({ tenant, arrange, types, observe }) => {
  const body = sampleUser(types.user, arrange.unique('user'));

  const created = await tenant.scim.post('/Users', body);

  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  const lost = differences({ ...bodyOf(read), ...body }, read.body, types.user).map(({ path }) => path);
  observe(`of a full user the server changes: ${lost.sort().join(', ') || 'nothing'}`);
  expect(differences(created.body, read.body, types.user), 'what a GET shows otherwise').toEqual([]);
});

test('names in a request body are case-insensitive', row('RFC7643-2.1-01'), async ({ tenant, arrange, types }) => {
  const { name, to } = changeOf(types.user);
  const userName = arrange.unique('user');
  const body = { schemas: [types.user.core.urn], USERNAME: userName, EXTERNALID: 'x', [name.toUpperCase()]: to };

  const created = await tenant.scim.post('/Users', body);

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(bodyOf(read), 'values under the canonical names').toMatchObject({ userName, externalId: 'x', [name]: to });
  expect(Object.keys(bodyOf(read)), 'names of the attributes').not.toContain('USERNAME');
});

test(
  'the answer to a create of a group holds the new group',
  row('RFC7644-3.3-05'),
  async ({ tenant, arrange, types }) => {
    const user = await arrange.user(tenant);
    const body = groupBody(arrange.unique('group'), [user.id]);

    const created = await tenant.scim.post('/Groups', body);

    const { displayName, members } = bodyOf(created);
    expect([displayName, valuesOf(members)], 'name and members in the answer').toEqual([body.displayName, [user.id]]);
    const read = await tenant.scim.get(`/Groups/${idOf(created)}`);
    expect(differences(created.body, read.body, types.group), 'what a GET shows otherwise').toEqual([]);
  },
);

test('a create of a group has the Location of the group', row('RFC7644-3.3-06'), async ({ tenant, arrange }) => {
  const created = await tenant.scim.post('/Groups', groupBody(arrange.unique('group')));

  const location = created.header('location') ?? '';
  expect(location, 'the Location header').not.toBe('');
  const read = await tenant.scim.get(pathBelow(tenant.scimBaseUrl, absolute(location, created)));
  expect(idOf(read), 'id of the resource at Location').toBe(idOf(created));
});

test('names in the body of a group are case-insensitive', row('RFC7643-2.1-01'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);
  const displayName = arrange.unique('group');
  const body = { schemas: [types.group.core.urn], DisplayName: displayName, Members: [{ value: user.id }] };

  const created = await tenant.scim.post('/Groups', body);

  expect(created).toHaveStatus(201);
  const read = bodyOf(await tenant.scim.get(`/Groups/${idOf(created)}`));
  expect([read.displayName, valuesOf(read.members)], 'name and members').toEqual([displayName, [user.id]]);
});

test(
  'names in the body of a replace are case-insensitive',
  row('RFC7643-2.1-01'),
  async ({ tenant, arrange, types }) => {
    const { name, from, to } = changeOf(types.user);
    const user = await arrange.user(tenant, { [name]: from });
    const { [name]: _from, ...body } = user.sent;

    const replaced = await tenant.scim.put(user.path, { ...body, [name.toUpperCase()]: to });

    expect(replaced).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    expect(bodyOf(read)[name], 'the value under the canonical name').toEqual(to);
  },
);
