import {
  bodyOf,
  differences,
  expect,
  groupBody,
  idOf,
  metaOf,
  representationIn,
  resourcesOf,
  row,
  test,
  userBody,
  valuesOf,
  waitPast,
} from '../../../src/harness/index.ts';

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const NOBODY = '00000000-0000-4000-8000-000000000000';

test('groups carry the core Group URN', row('RFC7643-4.2-01'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);

  const answer = await tenant.scim.get(group.path);

  expect(bodyOf(answer).schemas, 'schemas of a group').toContain(GROUP);
});

test('displayName is mandatory for a group', row('RFC7643-4.2-02'), async ({ tenant }) => {
  const before = await tenant.scim.get('/Groups');

  const without = await tenant.scim.post('/Groups', { schemas: [GROUP] });
  const none = await tenant.scim.post('/Groups', { schemas: [GROUP], displayName: null });

  expect(without).toBeScimError({ status: 400, scimTypeIfAny: 'invalidValue' });
  expect(none).toBeScimError({ status: 400, scimTypeIfAny: 'invalidValue' });
  const after = await tenant.scim.get('/Groups');
  expect(bodyOf(after).totalResults, 'number of groups').toBe(bodyOf(before).totalResults);
});

test('displayName is mandatory in a replace of a group', row('RFC7643-4.2-02'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant, await arrange.users(tenant, 1));
  const { displayName: _missing, ...without } = group.sent;
  const before = await tenant.scim.get(group.path);

  const answers = [
    await tenant.scim.put(group.path, without),
    await tenant.scim.put(group.path, { ...without, displayName: null }),
  ];

  for (const answer of answers) expect(answer).toBeScimError({ status: 400, scimTypeIfAny: 'invalidValue' });
  const after = await tenant.scim.get(group.path);
  expect(after.body, 'the group afterwards').toEqual(before.body);
});

test('a group is created with and without members', row('RFC7643-4.2-04'), async ({ tenant, arrange }) => {
  const [first, second] = await arrange.users(tenant, 2);
  const ids = [first?.id ?? '', second?.id ?? ''];

  const full = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), ids));
  const empty = await tenant.scim.post('/Groups', { schemas: [GROUP], displayName: arrange.unique('group') });

  expect(full).toHaveStatus(201);
  expect(empty).toHaveStatus(201);
  const fullRead = await tenant.scim.get(`/Groups/${idOf(full)}`);
  const emptyRead = await tenant.scim.get(`/Groups/${idOf(empty)}`);
  expect(valuesOf(bodyOf(fullRead).members), 'members of the full group').toEqual([...ids].sort());
  expect(valuesOf(bodyOf(emptyRead).members), 'members of the empty group').toEqual([]);
});

test('members.value is the id of a resource', row('RFC7643-4.2-05'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answer = await tenant.scim.get(group.path);

  expect(valuesOf(bodyOf(answer).members), 'values of the members').toEqual([user.id]);
  expect(await tenant.scim.get(`/Users/${valuesOf(bodyOf(answer).members)[0]}`)).toHaveStatus(200);
});

test('members.$ref is the URI of the member', row('RFC7643-4.2-06'), async ({ tenant, arrange, applies }) => {
  const group = await arrange.group(tenant, await arrange.users(tenant, 3));

  const answer = await tenant.scim.get(group.path);

  const members = (bodyOf(answer).members ?? []) as { value: string; $ref?: string }[];
  applies(members[0]?.$ref !== undefined, 'members have no $ref');
  const base = `${tenant.scimBaseUrl}/`;
  expect(
    members.map(({ $ref }) => URL.parse($ref ?? '', base)?.href),
    'the $ref of each member',
  ).toEqual(members.map(({ value }) => `${base}Users/${value}`));
});

test('the type of a member is its resource type', row('RFC7643-4.2-14'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answer = await tenant.scim.get(group.path);

  const [member] = (bodyOf(answer).members ?? []) as { type?: string }[];
  applies(member?.type !== undefined, 'members have no type');
  expect(member?.type, 'type of a user as member').toBe('User');
});

test('members can be added and removed', row('RFC7643-4.2-07'), async ({ tenant, arrange }) => {
  const [first, second] = await arrange.users(tenant, 2);
  const group = await arrange.group(tenant, first ? [first] : []);

  const replaced = await tenant.scim.put(group.path, groupBody(group.displayName, [second?.id ?? '']));

  expect(replaced).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'members of the group').toEqual([second?.id]);
});

test('a member is listed once', row('RFC7643-4.2-12'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const name = arrange.unique('group');

  const created = await tenant.scim.post('/Groups', groupBody(name, [user.id, user.id]));

  expect(created).toHaveStatus([201, 400]);
  const list = await tenant.scim.get('/Groups');
  const found = ((bodyOf(list).Resources ?? []) as Record<string, unknown>[]).filter((one) => one.displayName === name);
  expect(
    found.map((one) => valuesOf(one.members)),
    'members of the groups of that name',
  ).toEqual(found.map(() => [user.id]));
});

test('a member with an unknown id is handled', row('RFC7643-4.2-11'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answer = await tenant.scim.put(group.path, groupBody(group.displayName, [NOBODY]));

  expect(answer).toHaveStatus([200, 400, 403, 404, 409]);
  const read = await tenant.scim.get(group.path);
  expect([[user.id], [NOBODY], []], 'possible members of the group').toContainEqual(valuesOf(bodyOf(read).members));
});

test('groups of a user follow its memberships', row('RFC7643-4.1.2-10'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  await waitPast(arrange, tenant, metaOf(group.body, 'created'));
  const user = await arrange.user(tenant);

  await tenant.scim.put(group.path, groupBody(group.displayName, [user.id]));
  const joined = await tenant.scim.get(user.path);
  await tenant.scim.put(group.path, groupBody(group.displayName));

  const left = await tenant.scim.get(user.path);
  expect(valuesOf(bodyOf(joined).groups), 'groups after joining').toEqual([group.id]);
  expect(valuesOf(bodyOf(left).groups), 'groups after leaving').toEqual([]);
});

test(
  'a deleted group is no longer among the groups of a user',
  row('RFC7643-4.1.2-10'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const [deleted, staying] = [await arrange.group(tenant, [user]), await arrange.group(tenant, [user])];

    const answer = await tenant.scim.delete(deleted.path);

    expect(answer).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    const list = await tenant.scim.list('/Users', { filter: `userName eq "${user.userName}"` });
    const shown = [bodyOf(read), ...resourcesOf(list)].map(({ groups }) => valuesOf(groups));
    expect(shown, 'groups of the user, alone and in a list').toEqual([[staying.id], [staying.id]]);
  },
);

test(
  'a user created after the deletion of a member is in no group',
  row('RFC7643-4.1.2-07'),
  async ({ tenant, arrange }) => {
    const [deleted, staying] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [deleted, staying]);
    await arrange.during(() => tenant.scim.delete(deleted.path));

    const created = await tenant.scim.post('/Users', userBody(arrange.unique('user')));

    expect(created).toHaveStatus(201);
    const user = await tenant.scim.get(`/Users/${idOf(created)}`);
    const members = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
    expect(valuesOf(bodyOf(user).groups), 'groups of the user').toEqual([]);
    expect(members, 'members of the group').not.toContain(idOf(created));
  },
);

test('groups.value is the id of the group', row('RFC7643-4.1.2-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const created = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [user.id]));

  const read = await tenant.scim.get(user.path);
  expect(valuesOf(bodyOf(read).groups), 'groups of the member').toEqual([idOf(created)]);
});

test('groups.$ref is the URI of the group', row('RFC7643-4.1.2-09'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answer = await tenant.scim.get(user.path);

  const [entry] = (bodyOf(answer).groups ?? []) as { $ref?: string }[];
  applies(entry?.$ref !== undefined, 'groups have no $ref');
  const base = `${tenant.scimBaseUrl}/`;
  expect(URL.parse(entry?.$ref ?? '', base)?.href, 'the $ref of the group').toBe(`${base}Groups/${group.id}`);
});

test('references can be read', row('RFC7643-2.3.7-03'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);
  const members = (bodyOf(await tenant.scim.get(group.path)).members ?? []) as { $ref?: string }[];
  applies(members[0]?.$ref !== undefined, 'members have no $ref');
  const base = `${tenant.scimBaseUrl}/`;

  const path = URL.parse(members[0]?.$ref ?? '', base)?.href.slice(base.length - 1) ?? '';
  const answer = await tenant.scim.get(path);

  expect(answer).toHaveStatus(200);
  expect(idOf(answer), 'id of the referenced resource').toBe(user.id);
});

test('a group may be nested', row('RFC7643-4.2-09'), async ({ tenant, arrange }) => {
  const inner = await arrange.group(tenant);

  const created = await tenant.scim.post('/Groups', {
    ...groupBody(arrange.unique('group')),
    members: [{ value: inner.id, type: 'Group' }],
  });

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Groups/${idOf(created)}`);
  expect(valuesOf(bodyOf(read).members), 'members of the outer group').toEqual([inner.id]);
});

test('a large group works', row('RFC7643-4.2-15'), async ({ tenant, arrange }) => {
  const users = await arrange.users(tenant, 30);
  const ids = users.map(({ id }) => id).sort();

  const created = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), ids));

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Groups/${idOf(created)}`);
  expect(valuesOf(bodyOf(read).members), 'members of the group').toEqual(ids);
});

test('a PUT replaces a group', row('RFC7644-3.1-03'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const renamed = arrange.unique('renamed');

  const replaced = await tenant.scim.put(group.path, groupBody(renamed, [user.id]));

  expect(replaced).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(
    differences(read.body, representationIn(replaced, read).body, types.group),
    'what the answer shows otherwise than a GET',
  ).toEqual([]);
  expect([bodyOf(read).displayName, valuesOf(bodyOf(read).members)], 'name and members').toEqual([renamed, [user.id]]);
});
