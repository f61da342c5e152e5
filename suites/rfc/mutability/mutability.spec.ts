import {
  bodyOf,
  differences,
  expect,
  groupBody,
  idOf,
  metaOf,
  order,
  representationIn,
  row,
  test,
  userBody,
  valuesOf,
  waitPast,
} from '../../../src/harness/index.ts';

const FORGED = { resourceType: 'Group', created: '2001-01-01T00:00:00Z', location: 'https://example.com/forged' };

test('readOnly attributes of a create are ignored', row('RFC7644-3.3-01'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  const forged = { id: 'client-chosen', meta: FORGED, groups: [{ value: group.id }] };

  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), forged));

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(idOf(read), 'id').not.toBe('client-chosen');
  expect(order('2002-01-01T00:00:00Z', metaOf(read.body, 'created')), '2002 and meta.created').toBe('earlier');
  expect(bodyOf(read).groups ?? [], 'groups').toEqual([]);
});

test('readOnly attributes of the create of a group are ignored', row('RFC7644-3.3-01'), async ({ tenant, arrange }) => {
  const created = await tenant.scim.post('/Groups', {
    ...groupBody(arrange.unique('group')),
    id: 'client-chosen',
    meta: FORGED,
  });

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Groups/${idOf(created)}`);
  expect(idOf(read), 'id').not.toBe('client-chosen');
  expect(order('2002-01-01T00:00:00Z', metaOf(read.body, 'created')), '2002 and meta.created').toBe('earlier');
});

test(
  'a create that brings the id of another user leaves that one alone',
  row('RFC7643-3.1-07'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const before = await tenant.scim.get(user.path);

    const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { id: user.id }));

    expect(created).toHaveStatus(201);
    expect(idOf(created), 'id').not.toBe(user.id);
    expect((await tenant.scim.get(user.path)).body, 'the other user').toEqual(before.body);
  },
);

test('meta.resourceType of a client has no effect', row('RFC7644-3.3.1-02'), async ({ tenant, arrange }) => {
  const created = await tenant.scim.post(
    '/Users',
    userBody(arrange.unique('user'), { meta: { resourceType: 'Group' } }),
  );

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(metaOf(read.body, 'resourceType'), 'meta.resourceType').toBe('User');
});

test('the client does not choose id', row('RFC7643-3.1-07'), async ({ tenant, arrange }) => {
  const chosen = '11111111-1111-4111-8111-111111111111';

  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { id: chosen }));

  expect(created).toHaveStatus(201);
  expect(idOf(await tenant.scim.get(`/Users/${idOf(created)}`)), 'id').not.toBe(chosen);
});

test('readOnly attributes of a PUT are ignored', row('RFC7644-3.5.1-09'), async ({ tenant, arrange }) => {
  const [user, member] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, [member]);
  const forged = { meta: FORGED, groups: [{ value: group.id, display: arrange.unique('forged') }] };

  const answers = [
    await tenant.scim.put(user.path, { ...user.sent, ...forged }),
    await tenant.scim.put(member.path, { ...member.sent, ...forged }),
  ];

  for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  const { displayName, members } = bodyOf(await tenant.scim.get(group.path));
  expect([displayName, valuesOf(members)], 'the group').toEqual([group.displayName, [member.id]]);
  expect(
    [metaOf(read.body, 'created'), metaOf(read.body, 'location'), metaOf(read.body, 'resourceType')],
    'created, location and resourceType',
  ).toEqual([metaOf(user.body, 'created'), metaOf(user.body, 'location'), 'User']);
  expect(bodyOf(read).groups ?? [], 'groups').toEqual([]);
});

test('another id in a PUT changes no id', row('RFC7644-3.5.1-10'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const replaced = await tenant.scim.put(user.path, { ...user.sent, id: '11111111-1111-4111-8111-111111111111' });

  expect(replaced).toHaveStatus([200, 204, 400]);
  const read = await tenant.scim.get(user.path);
  expect(idOf(read), 'id').toBe(user.id);
});

test('id never changes', row('RFC7643-3.1-05'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const replaced = await tenant.scim.put(user.path, {
    ...user.sent,
    userName: arrange.unique('renamed'),
    active: false,
  });

  const read = await tenant.scim.get(user.path);
  expect(idOf(representationIn(replaced, read)), 'id in the answer').toBe(user.id);
  expect(idOf(read), 'id on GET').toBe(user.id);
});

test('meta of a request is ignored', row('RFC7643-3.1-15'), async ({ tenant, arrange }) => {
  const meta = { ...FORGED, lastModified: FORGED.created };
  const body = userBody(arrange.unique('user'), { meta });

  const created = await tenant.scim.post('/Users', body);
  const made = await tenant.scim.get(`/Users/${idOf(created)}`);
  const replaced = await tenant.scim.put(`/Users/${idOf(created)}`, { ...body, active: false });

  expect(created).toHaveStatus(201);
  expect(replaced).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  for (const shown of [made, read])
    expect(forgedIn(shown, meta), 'forged members of meta that were stored').toEqual([]);
});

test('meta of a request for a group is ignored', row('RFC7643-3.1-15'), async ({ tenant, arrange }) => {
  const meta = { ...FORGED, resourceType: 'User', lastModified: FORGED.created };
  const body = { ...groupBody(arrange.unique('group')), meta };

  const created = await tenant.scim.post('/Groups', body);
  const made = await tenant.scim.get(`/Groups/${idOf(created)}`);
  const replaced = await tenant.scim.put(`/Groups/${idOf(created)}`, {
    ...body,
    displayName: arrange.unique('renamed'),
  });

  expect(created).toHaveStatus(201);
  expect(replaced).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(`/Groups/${idOf(created)}`);
  for (const shown of [made, read])
    expect(forgedIn(shown, meta), 'forged members of meta that were stored').toEqual([]);
});

test('meta.created never changes', row('RFC7643-3.1-18'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  await waitPast(arrange, tenant, metaOf(user.body, 'created'));
  const changes = [{ active: false }, { active: true }, { userName: arrange.unique('renamed') }];

  for (const change of changes) {
    await tenant.scim.put(user.path, { ...user.sent, ...change });

    const read = await tenant.scim.get(user.path);
    const stamps = [metaOf(user.body, 'created'), metaOf(read.body, 'created')] as const;
    expect(order(...stamps), 'created before and after').toBe('equal');
  }
});

test('meta.created of a group never changes', row('RFC7643-3.1-18'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);
  await waitPast(arrange, tenant, metaOf(group.body, 'created'));

  await tenant.scim.put(group.path, { ...group.sent, displayName: arrange.unique('renamed') });

  const read = await tenant.scim.get(group.path);
  expect(order(metaOf(group.body, 'created'), metaOf(read.body, 'created')), 'created before and after').toBe('equal');
});

test('externalId can be changed', row('RFC7643-3.1-12'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const changed = arrange.unique('ext');

  const replaced = await tenant.scim.put(user.path, { ...user.sent, externalId: changed });

  expect(replaced).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).externalId, 'externalId').toBe(changed);
});

test('a readOnly attribute is not modified', row('RFC7643-7-18'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  await tenant.scim.put(user.path, { ...user.sent, meta: FORGED, groups: [{ value: 'forged' }] });

  const after = await tenant.scim.get(user.path);
  expect(
    differences(before.body, after.body, types.user, ['meta.lastModified', 'meta.version']),
    'readOnly attributes that changed',
  ).toEqual([]);
});

test('groups of a user are readOnly', row('RFC7643-4.1.2-07'), async ({ tenant, arrange }) => {
  const group = await arrange.group(tenant);

  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { groups: [{ value: group.id }] }));

  expect(created).toHaveStatus(201);
  const user = await tenant.scim.get(`/Users/${idOf(created)}`);
  const read = await tenant.scim.get(group.path);
  expect(bodyOf(user).groups ?? [], 'groups of the user').toEqual([]);
  expect(bodyOf(read).members ?? [], 'members of the group').toEqual([]);
});

for (const [what, body] of [
  ['without groups', {}],
  ['with empty groups', { groups: [] }],
  ['with groups of null', { groups: null }],
] as const) {
  test(`a PUT ${what} takes a user out of no group`, row('RFC7643-4.1.2-07'), async ({ tenant, arrange }) => {
    const [user, other] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [user, other]);

    const replaced = await tenant.scim.put(user.path, { ...user.sent, ...body, active: false });

    expect(replaced).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(user.path);
    const { members } = bodyOf(await tenant.scim.get(group.path));
    expect(valuesOf(bodyOf(read).groups), 'groups of the user').toEqual([group.id]);
    expect(valuesOf(members), 'members of the group').toEqual([user.id, other.id].sort());
  });
}

test('a readOnly attribute cannot be patched', row('RFC7644-3.5.2-17'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'meta.created', value: FORGED.created }]);

  expect(refused).toBeScimError({ status: 400, scimType: 'mutability' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a readOnly attribute cannot be removed', row('RFC7644-3.5.2.2-09'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'remove', path: 'id' }]);

  expect(refused).toBeScimError({ status: 400, scimType: 'mutability' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a required attribute cannot be removed', row('RFC7644-3.5.2.2-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.patch(user.path, [{ op: 'remove', path: 'userName' }]);

  expect(refused).toBeScimError({ status: 400, scimType: 'mutability' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('the body of another user in a PUT leaves that user', row('RFC7644-3.5.1-10'), async ({ tenant, arrange }) => {
  const [user, other] = [await arrange.user(tenant), await arrange.user(tenant)];
  const before = await tenant.scim.get(other.path);

  const answer = await tenant.scim.put(user.path, { ...other.sent, id: other.id, active: false });

  // The userName of the body is taken.
  expect(answer).toHaveStatus([200, 204, 400, 409]);
  expect((await tenant.scim.get(other.path)).body, 'the other user').toEqual(before.body);
  expect(idOf(await tenant.scim.get(user.path)), 'id').toBe(user.id);
});

test('the id of another group in a PUT leaves that group', row('RFC7644-3.5.1-10'), async ({ tenant, arrange }) => {
  const [group, other] = [await arrange.group(tenant), await arrange.group(tenant)];
  const before = await tenant.scim.get(other.path);
  const displayName = arrange.unique('renamed');

  const replaced = await tenant.scim.put(group.path, { ...group.sent, id: other.id, displayName });

  expect(replaced).toHaveStatus([200, 204, 400]);
  expect((await tenant.scim.get(other.path)).body, 'the other group').toEqual(before.body);
  expect(idOf(await tenant.scim.get(group.path)), 'id').toBe(group.id);
});

test('a member patch leaves meta.created of the group', row('RFC7643-3.1-18'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  await waitPast(arrange, tenant, metaOf(group.body, 'created'));

  await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);

  const read = await tenant.scim.get(group.path);
  expect(order(metaOf(group.body, 'created'), metaOf(read.body, 'created')), 'created before and after').toBe('equal');
});

function forgedIn({ body }: { body: unknown }, meta: Record<string, string>): string[] {
  return Object.keys(meta).filter((name) => metaOf(body, name) === meta[name]);
}
