import {
  absolute,
  bodyOf,
  differences,
  expect,
  groupBody,
  idOf,
  metaOf,
  pathBelow,
  projectionDifferences,
  resourcesOf,
  row,
  sampleUser,
  searchBody,
  test,
} from '../../../src/harness/index.ts';

const UNKNOWN = '/Users/00000000-0000-4000-8000-000000000000';

test('a GET answers 200 with a bare object', row('RFC7644-3.4.1-01'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  expect(answer).toHaveStatus(200);
  expect(differences(user.body, answer.body, types.user), 'what differs from the created user').toEqual([]);
  expect(bodyOf(answer).Resources, 'Resources').toBeUndefined();
});

test('the path holds the id and nothing else', row('RFC7644-3.4.1-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const byName = await tenant.scim.get(`/Users/${user.userName}`);
  const byExternalId = await tenant.scim.get(`/Users/${user.externalId}`);

  expect(byName).toBeScimError({ status: 404 });
  expect(byExternalId).toBeScimError({ status: 404 });
});

test('the path of a group holds its id and nothing else', row('RFC7644-3.4.1-02'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant, await arrange.users(tenant, 1));
  const byName = `/Groups/${group.displayName}`;
  const before = await tenant.scim.get(group.path);

  const answers = [
    await tenant.scim.get(byName),
    await tenant.scim.put(byName, { ...group.sent, members: [] }),
    await tenant.scim.delete(byName),
  ];

  for (const answer of answers) expect(answer).toBeScimError({ status: 404 });
  const after = await tenant.scim.get(group.path);
  expect(after.body, 'the group').toEqual(before.body);
});

test('an id is found under its own type only', row('RFC7644-3.4.1-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  const userAsGroup = await tenant.scim.get(`/Groups/${user.id}`);
  const groupAsUser = await tenant.scim.get(`/Users/${group.id}`);

  expect(userAsGroup).toBeScimError({ status: 404 });
  expect(groupAsUser).toBeScimError({ status: 404 });
});

test(
  'a Location on a read is the URI of the resource',
  row('RFC7644-3.4.1-04'),
  async ({ tenant, arrange, applies }) => {
    const user = await arrange.user(tenant);

    const answer = await tenant.scim.get(user.path);

    applies(answer.header('location') !== undefined, 'a read carries no Location');
    expect(absolute(answer.header('location') ?? '', answer), 'Location of a read').toBe(
      metaOf(answer.body, 'location'),
    );
  },
);

test('a read changes nothing', row('RFC7644-3.4.1-05'), async ({ tenant, arrange }) => {
  for (const user of [await arrange.user(tenant), await arrange.user(tenant, { active: false })]) {
    const first = await tenant.scim.get(user.path);
    await tenant.scim.list('/Users', { filter: `userName eq "${user.userName}"` });
    await tenant.scim.list('/Users', { filter: `active eq ${user.sent.active}` });
    const second = await tenant.scim.get(user.path);

    expect(second.body, 'the second read').toEqual(first.body);
  }
});

test('a plain read shows what is returned by default', row('RFC7644-3.4-01'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant, sampleUser(types.user, arrange.unique('user')));

  const answer = await tenant.scim.get(user.path);

  const whole = { ...user.sent, ...bodyOf(answer) };
  expect(projectionDifferences(whole, answer, types.user, {}), 'what differs from the default set').toEqual([]);
});

test('meta is returned by default', row('RFC7643-3.1-16'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  expect(
    ['resourceType', 'created', 'lastModified', 'location'].filter((name) => metaOf(answer.body, name) === ''),
    'members that meta lacks',
  ).toEqual([]);
});

test('meta.location is the URI of the resource', row('RFC7643-3.1-23'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const read = await tenant.scim.get(user.path);

  const location = absolute(metaOf(read.body, 'location'), read);
  const answer = await tenant.scim.get(pathBelow(tenant.scimBaseUrl, location));

  expect(idOf(answer), 'id of the resource at meta.location').toBe(user.id);
});

test(
  'a search tells the location of a user as a read does',
  row('RFC7643-3.1-23'),
  async ({ tenant, arrange, applies }) => {
    const user = await arrange.user(tenant);
    const read = await tenant.scim.get(user.path);

    const answer = await tenant.scim.post('/Users/.search', searchBody({ filter: `userName eq "${user.userName}"` }));

    applies(answer.status === 200, 'the server offers no .search');
    expect(
      resourcesOf(answer).map((found) => metaOf(found, 'location')),
      'meta.location in the search',
    ).toEqual([metaOf(read.body, 'location')]);
  },
);

test('meta.location is the same wherever a user is shown', row('RFC7643-3.1-23'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const userName = arrange.unique('renamed');
  const read = await tenant.scim.get(user.path);
  const location = absolute(metaOf(read.body, 'location'), read);

  const answers = [
    await tenant.scim.list('/Users', { count: 1_000 }),
    await tenant.scim.list('/Users', { filter: `userName eq "${user.userName}"` }),
    await tenant.scim.put(user.path, { ...user.sent, userName, active: false }),
    await tenant.scim.get(user.path),
    await tenant.scim.list('/Users', { filter: `userName eq "${userName}"` }),
  ];

  const shown = answers.flatMap((one) =>
    [bodyOf(one), ...resourcesOf(one)]
      .filter(({ id }) => id === user.id)
      .map((resource) => absolute(metaOf(resource, 'location'), one)),
  );
  expect(idOf(answers[3] ?? read), 'id of the user after the replace').toBe(user.id);
  expect(new Set(shown), 'meta.location in lists, in the answer to a replace and after it').toEqual(
    new Set([location]),
  );
});

test('an unknown id answers 404', row('RFC7644-3.12-10'), async ({ tenant, arrange, types }) => {
  const before = await tenant.scim.get(UNKNOWN);
  const name = arrange.unique('user');

  const answers = [
    before,
    await tenant.scim.put(UNKNOWN, { schemas: [types.user.core.urn], userName: name, externalId: name }),
    await tenant.scim.patch(UNKNOWN, [{ op: 'replace', path: 'active', value: false }]),
    await tenant.scim.delete(UNKNOWN),
  ];

  expect(
    answers.map(({ status }) => status),
    'statuses of GET, PUT, PATCH and DELETE',
  ).toEqual([404, 404, 404, 404]);
  const after = await tenant.scim.get(UNKNOWN);
  expect(after.status, 'status of a GET afterwards').toBe(before.status);
});

test('an unknown id of a group answers 404', row('RFC7644-3.12-10'), async ({ tenant, arrange }) => {
  const unknown = '/Groups/00000000-0000-4000-8000-000000000000';
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(unknown);

  const answers = [
    before,
    await tenant.scim.put(unknown, groupBody(arrange.unique('group'))),
    await tenant.scim.patch(unknown, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]),
    await tenant.scim.delete(unknown),
  ];

  expect(
    answers.map(({ status }) => status),
    'statuses of GET, PUT, PATCH and DELETE',
  ).toEqual([404, 404, 404, 404]);
  const after = await tenant.scim.get(unknown);
  expect(after.status, 'status of a GET afterwards').toBe(before.status);
});

test('meta.location of a group is its URI', row('RFC7643-3.1-23'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const read = await tenant.scim.get(group.path);

  const location = absolute(metaOf(read.body, 'location'), read);
  const answer = await tenant.scim.get(pathBelow(tenant.scimBaseUrl, location));

  expect(idOf(answer), 'id of the resource at meta.location').toBe(group.id);
});

test('an id is deleted under its own type only', row('RFC7644-3.4.1-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  const answers = [await tenant.scim.delete(`/Groups/${user.id}`), await tenant.scim.delete(`/Users/${group.id}`)];

  for (const answer of answers) expect(answer).toBeScimError({ status: 404 });
  expect(await tenant.scim.get(user.path), 'the user').toHaveStatus(200);
  expect(await tenant.scim.get(group.path), 'the group').toHaveStatus(200);
});
