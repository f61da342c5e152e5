import {
  bodyOf,
  differences,
  expect,
  idOf,
  optionalText,
  resourcesOf,
  row,
  sampleUser,
  test,
  userBody,
} from '../../../src/harness/index.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const WORK = { value: 'work@example.com', type: 'work' };
const HOME = { value: 'home@example.com', type: 'home' };

test('at most one value is primary', row('RFC7643-2.4-03', 'RFC7643-2.4-04'), async ({ tenant, arrange }) => {
  const name = arrange.unique('user');
  const emails = [
    { ...WORK, primary: true },
    { ...HOME, primary: true },
  ];

  const created = await tenant.scim.post('/Users', userBody(name, { emails }));

  expect(created).toHaveStatus([201, 400]);
  const found = await tenant.scim.list('/Users', { filter: `userName eq "${name}"` });
  const primary = resourcesOf(found).map(
    (user) => ((user.emails ?? []) as { primary?: boolean }[]).filter((email) => email.primary === true).length,
  );
  expect(
    primary.filter((count) => count > 1),
    'numbers of primary values above one',
  ).toEqual([]);
});

test('a replace leaves at most one value primary', row('RFC7643-2.4-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { emails: [WORK] });
  const emails = [
    { ...WORK, primary: true },
    { ...HOME, primary: true },
  ];

  const replaced = await tenant.scim.put(user.path, { ...user.sent, emails });

  expect(replaced).toHaveStatus([200, 400]);
  const read = await tenant.scim.get(user.path);
  const primary = ((bodyOf(read).emails ?? []) as { primary?: boolean }[]).filter((email) => email.primary === true);
  expect(primary.slice(1), 'primary values beyond the first').toEqual([]);
});

test('a missing primary is false', row('RFC7643-2.4-05'), async ({ tenant, arrange }) => {
  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { emails: [WORK] }));

  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  const [email] = (bodyOf(read).emails ?? []) as { primary?: boolean }[];
  expect(email?.primary ?? false, 'primary of a value without it').toBe(false);
});

test('a pair of type and value comes back once', row('RFC7643-2.4-07'), async ({ tenant, arrange }) => {
  const name = arrange.unique('user');

  const created = await tenant.scim.post('/Users', userBody(name, { emails: [WORK, WORK] }));

  expect(created).toHaveStatus([201, 400]);
  const found = await tenant.scim.list('/Users', { filter: `userName eq "${name}"` });
  expect(
    resourcesOf(found).map((user) => ((user.emails ?? []) as unknown[]).length),
    'numbers of values of the users of that name',
  ).toEqual(resourcesOf(found).map(() => 1));
});

test('name components are stored', row('RFC7643-4.1.1-06'), async ({ tenant, arrange, types }) => {
  const name = { familyName: 'Jensen', givenName: 'Barbara', middleName: 'Jane' };

  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { name }));

  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(differences({ name }, { name: bodyOf(read).name }, types.user, ['name.formatted']), 'what differs').toEqual(
    [],
  );
});

test('null and [] unassign', row('RFC7643-2.5-02'), async ({ tenant, arrange, applies, types }) => {
  const text = optionalText(types.user);
  const names = types.user.core.attributes.map(({ name }) => name);
  applies(names.includes('emails') && text !== '', 'users have no emails or no optional text');
  const user = await arrange.user(tenant, { [text]: 'Before', emails: [WORK] });

  const replaced = await tenant.scim.put(user.path, { ...user.sent, [text]: null, emails: [] });

  expect(replaced).toHaveStatus(200);
  const read = await tenant.scim.get(user.path);
  expect([bodyOf(read)[text] ?? null, bodyOf(read).emails ?? []], 'the text and the emails').toEqual([null, []]);
});

test('null and [] unassign the members of a group', row('RFC7643-2.5-02'), async ({ tenant, arrange }) => {
  const users = await arrange.users(tenant, 2);
  const [first, second] = [await arrange.group(tenant, users), await arrange.group(tenant, users)];

  const byNull = await tenant.scim.put(first.path, { ...first.sent, members: null });
  const byList = await tenant.scim.put(second.path, { ...second.sent, members: [] });

  for (const answer of [byNull, byList]) expect(answer).toHaveStatus([200, 204]);
  const reads = [await tenant.scim.get(first.path), await tenant.scim.get(second.path)];
  expect(
    reads.map((read) => bodyOf(read).members ?? []),
    'members of both groups',
  ).toEqual([[], []]);
});

test('extension attributes live under their URN', row('RFC7643-4.3-01'), async ({ tenant, arrange, types }) => {
  const extension = { employeeNumber: '7', costCenter: '4130', organization: 'O', division: 'D', department: 'T' };
  const body = userBody(arrange.unique('user'), {
    schemas: [types.user.core.urn, ENTERPRISE],
    [ENTERPRISE]: extension,
  });

  const created = await tenant.scim.post('/Users', body);

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(bodyOf(read)[ENTERPRISE], 'the extension').toEqual(extension);
  expect(bodyOf(read).department, 'department at top level').toBeUndefined();
});

test(
  'attributes of an extension do not stand at top level',
  row('RFC7643-3-07'),
  async ({ tenant, arrange, types, applies }) => {
    const ofExtensions = types.user.extensions.flatMap(({ schema }) => schema.attributes.map(({ name }) => name));
    applies(ofExtensions.length > 0, 'users have no extension');

    const created = await tenant.scim.post('/Users', sampleUser(types.user, arrange.unique('user')));

    expect(created).toHaveStatus(201);
    const read = await tenant.scim.get(`/Users/${idOf(created)}`);
    const ofCore = types.user.core.attributes.map(({ name }) => name);
    expect(
      Object.keys(bodyOf(read)).filter((name) => ofExtensions.includes(name) && !ofCore.includes(name)),
      'attributes of extensions at top level',
    ).toEqual([]);
  },
);

test(
  'attributes of an extension stand in an object under its URN, and no core attribute does',
  row('RFC7643-3.3-02'),
  async ({ tenant, arrange, types, applies }) => {
    const urns = types.user.extensions.map(({ schema }) => schema.urn);
    applies(urns.length > 0, 'users have no extension');
    const user = await arrange.user(tenant, sampleUser(types.user, arrange.unique('user')));

    const read = await tenant.scim.get(user.path);

    const declared = types.user.extensions.map(({ schema }) => schema.attributes.map(({ name }) => name));
    const containers = urns.map((urn) => bodyOf(read)[urn]);
    expect(
      containers.map((one) => typeof one === 'object' && !Array.isArray(one)),
      `objects under ${urns}`,
    ).toEqual(urns.map(() => true));
    expect(
      containers.flatMap((one, index) => Object.keys(Object(one)).filter((name) => !declared[index]?.includes(name))),
      'what the extension does not have',
    ).toEqual([]);
  },
);

test(
  'the URN of an extension with data is in schemas',
  row('RFC7643-3-08'),
  async ({ tenant, arrange, types, applies }) => {
    const [extension] = types.user.extensions;
    applies(extension !== undefined, 'users have no extension');
    const user = await arrange.user(tenant, sampleUser(types.user, arrange.unique('user')));

    const read = await tenant.scim.get(user.path);
    const list = await tenant.scim.list('/Users', { count: 1_000 });

    for (const shown of [bodyOf(read), ...resourcesOf(list).filter(({ id }) => id === user.id)]) {
      expect(
        Object.keys(shown).filter((name) => name.startsWith('urn:')),
        'extensions with data',
      ).toEqual((shown.schemas as string[]).filter((urn) => urn !== types.user.core.urn));
    }
  },
);

test('the order of schemas has no influence', row('RFC7643-3-05'), async ({ tenant, arrange, types }) => {
  const extension = { department: 'Tours' };
  const schemas = [ENTERPRISE, types.user.core.urn];

  const created = await tenant.scim.post(
    '/Users',
    userBody(arrange.unique('user'), { schemas, [ENTERPRISE]: extension }),
  );

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(bodyOf(read)[ENTERPRISE], 'the extension').toEqual(extension);
});
