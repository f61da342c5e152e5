import {
  bodyOf,
  changeOf,
  differences,
  expect,
  groupBody,
  idOf,
  optionalText,
  projectionDifferences,
  representationIn,
  resourcesOf,
  row,
  sampleUser,
  test,
  userBody,
  valuesOf,
  writableLists,
} from '../../../src/harness/index.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const UNKNOWN = '/Users/00000000-0000-4000-8000-000000000000';

test('PUT is supported', row('RFC7644-3.5-01'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  const replacedUser = await tenant.scim.put(user.path, user.body);
  const replacedGroup = await tenant.scim.put(group.path, group.body);

  expect(replacedUser).toHaveStatus([200, 204]);
  expect(replacedGroup).toHaveStatus([200, 204]);
  const users = await tenant.scim.get(user.path);
  const groups = await tenant.scim.get(group.path);
  expect(differences(user.body, users.body, types.user, ['meta']), 'the user afterwards').toEqual([]);
  expect(differences(group.body, groups.body, types.group, ['meta']), 'the group afterwards').toEqual([]);
});

test('PUT does not create', row('RFC7644-3.5.1-01'), async ({ tenant, arrange }) => {
  const name = arrange.unique('user');
  const before = await tenant.scim.get(UNKNOWN);

  const refused = await tenant.scim.put(UNKNOWN, userBody(name));

  expect(refused).toBeScimError({ status: 404 });
  expect((await tenant.scim.get(UNKNOWN)).status, 'status of a GET afterwards').toBe(before.status);
  const users = await tenant.scim.list('/Users', { count: 1_000 });
  expect(
    resourcesOf(users).filter(({ userName }) => userName === name),
    'users of that name',
  ).toEqual([]);
});

test('submitted values replace the stored ones', row('RFC7644-3.5.1-02'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });

  const replaced = await tenant.scim.put(user.path, { ...user.sent, [name]: to });

  expect(replaced).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(representationIn(replaced, read))[name], 'the value in the answer').toEqual(to);
  expect(bodyOf(read)[name], 'the value on GET').toEqual(to);
  expect(differences(user.body, read.body, types.user, ['meta', name]), 'what else differs').toEqual([]);
});

test('a multi-valued attribute is replaced as a whole', row('RFC7644-3.5.1-04'), async ({ tenant, arrange, types }) => {
  const emails = [
    { value: 'one@example.com', type: 'work' },
    { value: 'two@example.com', type: 'home' },
  ];
  const user = await arrange.user(tenant, { emails });

  const others = [
    { value: 'three@example.com', type: 'work' },
    { value: 'four@example.com', type: 'home' },
  ];

  const replaced = await tenant.scim.put(user.path, { ...user.sent, emails: others });

  expect(replaced).toHaveStatus(200);
  const read = await tenant.scim.get(user.path);
  expect(
    differences({ emails: others }, { emails: bodyOf(read).emails }, types.user),
    'what differs from the values that were sent',
  ).toEqual([]);
});

test(
  'an omitted attribute is cleared or defaulted',
  row('RFC7644-3.5.1-05'),
  async ({ tenant, arrange, types, observe }) => {
    const { name, from, to } = changeOf(types.user);
    const user = await arrange.user(tenant, { [name]: to });
    const { [name]: _omitted, ...body } = user.sent;

    const replaced = await tenant.scim.put(user.path, body);

    const read = await tenant.scim.get(user.path);
    const value = bodyOf(read)[name];
    const kept = JSON.stringify(value) === JSON.stringify(to);
    const outcome = new Map([
      [true, 'kept'],
      [value === undefined || value === null, 'cleared'],
      [JSON.stringify(value) === JSON.stringify(from), 'set to its default'],
    ]);
    observe(`an attribute that a PUT omits is ${kept ? 'kept' : (outcome.get(true) ?? 'changed')}`);
    expect(
      differences(read.body, representationIn(replaced, read).body, types.user),
      'what the answer shows otherwise than a GET',
    ).toEqual([]);
  },
);

test('null clears an attribute', row('RFC7644-3.5.1-06'), async ({ tenant, arrange, types, applies }) => {
  const text = optionalText(types.user);
  applies(text !== '', 'users have no optional text attribute');
  const user = await arrange.user(tenant, { [text]: 'Before' });

  const replaced = await tenant.scim.put(user.path, { ...user.sent, [text]: null });

  expect(replaced).toHaveStatus(200);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read)[text] ?? null, 'the value on GET').toBeNull();
});

test('[] clears a list', row('RFC7644-3.5.1-06'), async ({ tenant, arrange, types, applies }) => {
  const names = types.user.core.attributes.map(({ name }) => name);
  applies(names.includes('emails'), 'users have no emails');
  const user = await arrange.user(tenant, { emails: [{ value: 'one@example.com', type: 'work' }] });

  const replaced = await tenant.scim.put(user.path, { ...user.sent, emails: [] });

  expect(replaced).toHaveStatus(200);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read).emails ?? [], 'emails on GET').toEqual([]);
});

for (const [what, members] of [
  ['null', null],
  ['[]', []],
] as const) {
  test(`${what} clears the members of a group`, row('RFC7644-3.5.1-06'), async ({ tenant, arrange }) => {
    const group = await arrange.group(tenant, await arrange.users(tenant, 2));

    const replaced = await tenant.scim.put(group.path, { ...group.sent, members });

    expect(replaced).toHaveStatus([200, 204]);
    const read = await tenant.scim.get(group.path);
    expect(bodyOf(read).members ?? [], 'members on GET').toEqual([]);
  });
}

test('a PUT without a required attribute is refused', row('RFC7644-3.5.1-11'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const { userName: _missing, ...body } = user.sent;
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.put(user.path, body);

  expect(refused).toBeScimError({ status: 400, scimTypeIfAny: 'invalidValue' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a PUT answers 200 with the whole resource', row('RFC7644-3.5.1-12'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });
  await arrange.group(tenant, [user, await arrange.user(tenant)]);
  await arrange.group(tenant, [user]);

  const replaced = await tenant.scim.put(user.path, { ...user.sent, [name]: to });

  expect(replaced).toHaveStatus(200);
  const read = await tenant.scim.get(user.path);
  expect(differences(read.body, replaced.body, types.user), 'what the answer shows otherwise than a GET').toEqual([]);
});

test(
  'a PUT of a group answers 200 with the whole group',
  row('RFC7644-3.5.1-12'),
  async ({ tenant, arrange, types }) => {
    const [left, kept, added] = [await arrange.user(tenant), await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [left, kept]);

    const replaced = await tenant.scim.put(group.path, groupBody(arrange.unique('renamed'), [kept.id, added.id]));

    expect(replaced).toHaveStatus(200);
    const read = await tenant.scim.get(group.path);
    expect(differences(read.body, replaced.body, types.group), 'what the answer shows otherwise than a GET').toEqual(
      [],
    );
  },
);

test('a successful PUT answers 200 or 204', row('RFC9110-9.3.4-01'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });

  const replaced = await tenant.scim.put(user.path, { ...user.sent, [name]: to });

  expect(replaced).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(idOf(read), 'the id on GET').toBe(user.id);
});

test('a PUT with a malformed body is refused', row('RFC7644-3.5.1-16'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const broken = await tenant.scim.send({ method: 'PUT', path: user.path, raw: '{"userName": ' });
  const array = await tenant.scim.put(user.path, [user.sent]);

  expect(broken).toBeScimError({ status: 400, scimTypeIfAny: 'invalidSyntax' });
  expect(array).toBeScimError({ status: 400, scimTypeIfAny: 'invalidSyntax' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a PUT honours attributes', row('RFC7644-3.5.1-17'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);

  const replaced = await tenant.scim.put(`${user.path}?attributes=userName`, user.sent);

  expect(replaced).toHaveStatus(200);
  const read = await tenant.scim.get(user.path);
  expect(
    projectionDifferences(bodyOf(read), replaced, types.user, { attributes: ['userName'] }),
    'what differs from the projected user',
  ).toEqual([]);
});

/** A server may count a write that changes nothing as one. */
const OF_EACH_WRITE = ['meta.lastModified', 'meta.version'];

test('PUT is idempotent', row('RFC9110-9.2.2-01'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });

  const first = await tenant.scim.put(user.path, { ...user.sent, [name]: to });
  const second = await tenant.scim.put(user.path, { ...user.sent, [name]: to });

  expect(first).toHaveStatus([200, 204]);
  expect(second).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(
    differences(representationIn(first, read).body, read.body, types.user, OF_EACH_WRITE),
    'what the second PUT changed',
  ).toEqual([]);
});

test('PUT of a group is idempotent', row('RFC9110-9.2.2-01'), async ({ tenant, arrange, types }) => {
  const users = await arrange.users(tenant, 3);
  const group = await arrange.group(tenant, users.slice(0, 2));
  const ids = users.slice(1).map(({ id }) => id);
  const body = groupBody(arrange.unique('renamed'), ids);

  const first = await tenant.scim.put(group.path, body);
  const second = await tenant.scim.put(group.path, body);

  for (const answer of [first, second]) expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(group.path);
  expect(
    differences(representationIn(first, read).body, read.body, types.group, OF_EACH_WRITE),
    'what the second PUT changed',
  ).toEqual([]);
  expect(valuesOf(bodyOf(read).members), 'members').toEqual(ids.sort());
});

test(
  'every text attribute that is offered can be written',
  row('RFC7643-4.1.1-09'),
  async ({ tenant, arrange, types }) => {
    const sent = sampleUser(types.user, arrange.unique('user'));

    const created = await tenant.scim.post('/Users', sent);

    expect(created).toHaveStatus(201);
    const read = await tenant.scim.get(`/Users/${idOf(created)}`);
    const singular = types.user.core.attributes.filter(({ multiValued }) => !multiValued).map(({ name }) => name);
    const only = (body: Record<string, unknown>) => Object.fromEntries(singular.map((name) => [name, body[name]]));
    expect(
      differences({ ...only(bodyOf(read)), ...only(sent) }, only(bodyOf(read)), types.user),
      'singular attributes that were not stored',
    ).toEqual([]);
  },
);

test(
  'every multi-valued attribute that is offered can be written',
  row('RFC7643-4.1.2-01'),
  async ({ tenant, arrange, types, applies }) => {
    const sent = sampleUser(types.user, arrange.unique('user'));
    const lists = types.user.core.attributes.filter(({ multiValued }) => multiValued).map(({ name }) => name);
    const written = lists.filter((name) => sent[name] !== undefined);
    applies(written.length > 0, 'users have no multi-valued attribute to write');

    const created = await tenant.scim.post('/Users', sent);

    const read = await tenant.scim.get(`/Users/${idOf(created)}`);
    const only = (body: Record<string, unknown>) => Object.fromEntries(written.map((name) => [name, body[name]]));
    expect(differences(only(sent), only(bodyOf(read)), types.user), 'lists that were not stored').toEqual([]);
  },
);

test('what is announced as writable is stored', row('RFC7643-7-13'), async ({ tenant, arrange, types }) => {
  const sent = sampleUser(types.user, arrange.unique('user'));

  const created = await tenant.scim.post('/Users', sent);

  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(
    differences({ ...bodyOf(read), ...sent }, read.body, types.user),
    'announced attributes that were not stored',
  ).toEqual([]);
});

test('a PUT of an unknown group answers 404', row('RFC7644-3.5.1-01'), async ({ tenant, arrange }) => {
  const unknown = '/Groups/00000000-0000-4000-8000-000000000000';
  const before = await tenant.scim.get(unknown);

  const refused = await tenant.scim.put(unknown, groupBody(arrange.unique('group')));

  expect(refused).toBeScimError({ status: 404 });
  const after = await tenant.scim.get(unknown);
  expect(after.status, 'status of a GET afterwards').toBe(before.status);
});

test('a PUT with attributes replaces all the same', row('RFC7644-3.5.1-17'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });

  const replaced = await tenant.scim.put(`${user.path}?attributes=userName`, { ...user.sent, [name]: to });

  expect(replaced).toHaveStatus(200);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read)[name], 'the value on GET').toEqual(to);
});

test('a PUT honours excludedAttributes', row('RFC7644-3.5.1-17'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);

  const replaced = await tenant.scim.put(`${user.path}?excludedAttributes=active`, user.sent);

  expect(replaced).toHaveStatus(200);
  const read = await tenant.scim.get(user.path);
  expect(
    projectionDifferences(bodyOf(read), replaced, types.user, { excludedAttributes: ['active'] }),
    'what differs from the projected user',
  ).toEqual([]);
});

test(
  'a value that replaces another of its kind keeps nothing of that one',
  row('RFC7644-3.5.1-04'),
  async ({ tenant, arrange, types }) => {
    const lists = writableLists(types.user);
    const stored = lists.map(({ name, values: [value], part }) => [name, [{ ...value, [part]: 'Before' }]]);
    const sent = Object.fromEntries(lists.map(({ name, values: [value] }) => [name, [value]]));
    const user = await arrange.user(tenant, Object.fromEntries(stored));

    const replaced = await tenant.scim.put(user.path, { ...user.sent, ...sent });

    expect(replaced).toHaveStatus(200);
    const read = await tenant.scim.get(user.path);
    expect(
      differences({ ...bodyOf(read), ...sent }, read.body, types.user),
      'what differs from the sent lists',
    ).toEqual([]);
  },
);

for (const [of, stored, sent, left] of [
  ['name', { familyName: 'Jensen', givenName: 'Barbara' }, { familyName: 'Smith', givenName: null }, 'Smith'],
  [ENTERPRISE, { department: 'Tours', costCenter: '4130' }, { department: 'Sales', costCenter: null }, 'Sales'],
] as const) {
  test(`null clears a part of ${of}`, row('RFC7644-3.5.1-06'), async ({ tenant, arrange, types, applies }) => {
    const offered = [
      ...types.user.core.attributes,
      ...types.user.extensions.map(({ schema }) => ({ name: schema.urn })),
    ];
    applies(
      offered.some(({ name }) => name === of),
      `users have no ${of}`,
    );
    const schemas = [types.user.core.urn, ...types.user.extensions.map(({ schema }) => schema.urn)];
    const user = await arrange.user(tenant, { schemas, [of]: stored });

    const replaced = await tenant.scim.put(user.path, { ...user.sent, [of]: sent });

    expect(replaced).toHaveStatus(200);
    const read = await tenant.scim.get(user.path);
    const values = Object.values((bodyOf(read)[of] ?? {}) as Record<string, unknown>).filter((value) => value !== null);
    expect(values, 'the values on GET').toEqual([left]);
  });
}
