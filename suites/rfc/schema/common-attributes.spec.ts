import {
  bodyOf,
  changeOf,
  differences,
  expect,
  idOf,
  metaOf,
  order,
  representationIn,
  resourcesOf,
  row,
  test,
  userBody,
  waitPast,
} from '../../../src/harness/index.ts';

const DATE_TIME = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

test('every resource names its schemas', row('RFC7643-2.1-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  const paths = [user.path, group.path, '/ServiceProviderConfig', '/ResourceTypes/User'];
  const answers = await Promise.all(paths.map((path) => tenant.scim.get(path)));

  expect(
    answers.map((answer) => Array.isArray(bodyOf(answer).schemas)),
    'a user, a group, the configuration and a type have schemas',
  ).toEqual([true, true, true, true]);
});

test('schemas is a non-empty array of URIs', row('RFC7643-3-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  const answers = [await tenant.scim.get(user.path), await tenant.scim.get(group.path)];

  const uris = answers.flatMap((answer) => bodyOf(answer).schemas as unknown[]);
  expect(uris.length, 'number of schemas of a user and a group').toBeGreaterThanOrEqual(2);
  expect(
    uris.filter((uri) => typeof uri !== 'string' || !/^urn:\S+$/i.test(uri)),
    'entries that are no URI',
  ).toEqual([]);
});

test('schemas holds declared URNs only', row('RFC7643-3-03'), async ({ tenant, arrange, types }) => {
  const created = await tenant.scim.post(
    '/Users',
    userBody(arrange.unique('user'), { schemas: [types.user.core.urn, 'urn:example:undeclared'] }),
  );

  const users = await tenant.scim.list('/Users', { count: 1_000 });
  const declared = [types.user.core.urn, ...types.user.extensions.map(({ schema }) => schema.urn)];
  expect(created).toHaveStatus([201, 400]);
  expect(
    resourcesOf(users).flatMap(({ schemas }) => (schemas as string[]).filter((urn) => !declared.includes(urn))),
    'undeclared URNs in schemas',
  ).toEqual([]);
});

test('schemas has no duplicates', row('RFC7643-3-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  const schemas = bodyOf(answer).schemas as string[];
  expect(new Set(schemas).size, 'number of different schemas').toBe(schemas.length);
});

test('schemas holds the base schema', row('RFC7643-3.3-01', 'RFC7643-4.1-01'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  expect(bodyOf(answer).schemas, 'schemas of a user').toContain(types.user.core.urn);
});

test('a resource without schemas is handled', row('RFC7643-3-02'), async ({ tenant, arrange }) => {
  const { schemas: _none, ...body } = userBody(arrange.unique('user'));

  const answer = await tenant.scim.post('/Users', body);

  expect(answer).toBeScimError({ status: 400 });
  const found = await tenant.scim.list('/Users', { filter: `userName eq "${body.userName}"` });
  expect(bodyOf(found).totalResults, 'users of that name').toBe(0);
});

test('the common attributes exist for every resource', row('RFC7643-3-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  const answers = [await tenant.scim.get(user.path), await tenant.scim.get(group.path)];

  expect(
    answers.map((answer) => [typeof bodyOf(answer).id, typeof bodyOf(answer).meta]),
    'id and meta of a user and a group',
  ).toEqual([
    ['string', 'object'],
    ['string', 'object'],
  ]);
  expect(answers[0] && bodyOf(answers[0]).externalId, 'externalId of the user').toBe(user.externalId);
});

test('unknown attributes never come back', row('RFC7643-3-10'), async ({ tenant, arrange }) => {
  const name = arrange.unique('user');

  const created = await tenant.scim.post('/Users', userBody(name, { unknownAttr: 'x' }));

  expect(created).toHaveStatus([201, 400]);
  const found = await tenant.scim.list('/Users', { filter: `userName eq "${name}"` });
  expect(
    resourcesOf(found).filter((one) => 'unknownAttr' in one),
    'users with the unknown attribute',
  ).toEqual([]);
});

test('every representation has an id', row('RFC7643-3.1-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const replaced = await tenant.scim.put(user.path, user.sent);
  const read = await tenant.scim.get(user.path);
  const list = await tenant.scim.list('/Users', { count: 1_000 });

  expect([idOf(representationIn(replaced, read)), idOf(read)], 'ids in PUT and GET').toEqual([user.id, user.id]);
  expect(
    resourcesOf(list).filter(({ id }) => typeof id !== 'string' || id === ''),
    'listed users without an id',
  ).toEqual([]);
});

test('id does not hold "bulkId"', row('RFC7643-3.1-08'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  expect(idOf(answer), 'id').not.toMatch(/bulkId/i);
});

test('externalId is stored as given', row('RFC7643-3.1-10', 'RFC7643-7-16'), async ({ tenant, arrange }) => {
  const externalId = `Ab-${arrange.unique('ext')}-Z`;

  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { externalId }));

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(bodyOf(read).externalId, 'externalId').toBe(externalId);
});

test('the server invents no externalId', row('RFC7643-3.1-11'), async ({ tenant, arrange, types }) => {
  const created = await tenant.scim.post('/Users', {
    schemas: [types.user.core.urn],
    userName: arrange.unique('user'),
    active: true,
  });

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(bodyOf(read).externalId ?? null, 'externalId').toBeNull();
});

test('meta.created is close to the creation', row('RFC7643-3.1-17'), async ({ tenant, arrange }) => {
  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user')));

  const answered = Date.parse(created.header('date') ?? '');
  const stored = Date.parse(metaOf(created.body, 'created'));
  expect(Math.abs(answered - stored), 'milliseconds between meta.created and Date').toBeLessThan(60_000);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(order(metaOf(created.body, 'created'), metaOf(read.body, 'created')), 'created in POST and GET').toBe('equal');
});

test('lastModified equals created at first', row('RFC7643-3.1-19'), async ({ tenant, arrange }) => {
  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user')));

  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(order(metaOf(read.body, 'created'), metaOf(read.body, 'lastModified')), 'created and lastModified').toBe(
    'equal',
  );
});

test('lastModified advances with an update', row('RFC7643-3.1-20'), async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });
  await waitPast(arrange, tenant, metaOf(user.body, 'lastModified'));

  await tenant.scim.put(user.path, { ...user.sent, [name]: to });

  const read = await tenant.scim.get(user.path);
  expect(order(metaOf(user.body, 'lastModified'), metaOf(read.body, 'lastModified')), 'old and new lastModified').toBe(
    'earlier',
  );
});

test('the common attributes follow the RFC, not /Schemas', row('RFC7643-3.1-26'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.list(user.path, { excludedAttributes: 'id' });

  expect(idOf(answer), 'id, which is always returned').toBe(user.id);
});

test('dateTime values are valid', row('RFC7643-2.3.5-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  expect(metaOf(answer.body, 'created'), 'meta.created').toMatch(DATE_TIME);
  expect(metaOf(answer.body, 'lastModified'), 'meta.lastModified').toMatch(DATE_TIME);
});

test('a boolean is a JSON literal', row('RFC7643-2.3.2-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  expect(bodyOf(answer).active, 'active').toBe(true);
});

test('a boolean as a string is no valid value', row('RFC7643-2.3.2-02'), async ({ tenant, arrange }) => {
  const name = arrange.unique('user');

  const answer = await tenant.scim.post('/Users', userBody(name, { active: 'true' }));

  expect(answer).toBeScimError({ status: 400, scimType: 'invalidValue' });
  const found = await tenant.scim.list('/Users', { filter: `userName eq "${name}"` });
  expect(bodyOf(found).totalResults, 'users of that name').toBe(0);
});

test('integers have no fraction', row('RFC7643-2.3.4-01'), async ({ tenant }) => {
  const list = await tenant.scim.list('/Users', { count: 1 });

  const numbers = [...list.text.matchAll(/"(?:totalResults|itemsPerPage|startIndex)"\s*:\s*([^,}\s]+)/g)];
  expect(
    numbers.map(([, number]) => number ?? '').filter((number) => !/^\d+$/.test(number)),
    'numbers with a fraction or an exponent',
  ).toEqual([]);
});

test('values have the JSON type of their attribute', row('RFC7643-2.3-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  const { id, userName, externalId, active, meta } = bodyOf(answer);
  expect(
    [id, userName, externalId, active, meta].map((value) => typeof value),
    'types of id, userName, externalId, active and meta',
  ).toEqual(['string', 'string', 'string', 'boolean', 'object']);
});

test('strings survive a round trip', row('RFC7643-2.3.1-01'), async ({ tenant, arrange }) => {
  const name = `${arrange.unique('user')} \u{1f600} \u05e9\u05dc\u05d5\u05dd \u00e9`;

  const created = await tenant.scim.post('/Users', userBody(name));

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(bodyOf(read).userName, 'userName of several scripts').toBe(name);
});

test('absent, null and [] are one state', row('RFC7643-2.5-01'), async ({ tenant, arrange, types }) => {
  const unassigned = { title: null, displayName: null, emails: [] };
  const plain = await arrange.user(tenant);

  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), unassigned));

  expect(created).toHaveStatus(201);
  const [first, second] = [await tenant.scim.get(plain.path), await tenant.scim.get(`/Users/${idOf(created)}`)];
  expect(
    differences(first.body, second.body, types.user, ['id', 'meta', 'userName', 'externalId']),
    'what differs from a user without the attributes',
  ).toEqual([]);
});

test('a required attribute cannot be null', row('RFC7643-2.5-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.put(user.path, { ...user.sent, userName: null });

  expect(refused).toBeScimError({ status: 400, scimTypeIfAny: 'invalidValue' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('every user has a userName', row('RFC7643-4.1.1-01'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const missing = await tenant.scim.post('/Users', { schemas: [types.user.core.urn], externalId: 'x', active: true });
  const empty = await tenant.scim.post('/Users', userBody(''));
  const replaced = await tenant.scim.put(user.path, { ...user.sent, userName: '' });

  expect(missing).toBeScimError({ status: 400, scimTypeIfAny: 'invalidValue' });
  expect(empty).toBeScimError({ status: 400, scimTypeIfAny: 'invalidValue' });
  expect(replaced).toBeScimError({ status: 400, scimTypeIfAny: 'invalidValue' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'a user afterwards').toEqual(before.body);
});

test('required attributes are enforced', row('RFC7643-7-14'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);
  const { userName: _missing, ...body } = user.sent;

  const refused = await tenant.scim.put(user.path, body);

  expect(refused).toBeScimError({ status: 400, scimTypeIfAny: 'invalidValue' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('every returned attribute is declared', row('RFC7643-7-12'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  const declared = [
    ...['schemas', 'id', 'externalId', 'meta'],
    ...types.user.core.attributes.map(({ name }) => name),
    ...types.user.extensions.map(({ schema }) => schema.urn),
  ];
  expect(
    Object.keys(bodyOf(answer)).filter((name) => !declared.includes(name)),
    'undeclared attributes of a user',
  ).toEqual([]);
});

test('the case of a case-insensitive value may change', row('RFC7643-7-17'), async ({ tenant, arrange, observe }) => {
  const name = `${arrange.unique('User')}-MiXed`;

  const created = await tenant.scim.post('/Users', userBody(name));

  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  observe(`userName keeps its case: ${bodyOf(read).userName === name}`);
  expect(String(bodyOf(read).userName).toLowerCase(), 'userName in lower case').toBe(name.toLowerCase());
});

test('multi-valued attributes are arrays', row('RFC7643-2.4-01', 'RFC7644-3.8-12'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answer = await tenant.scim.get(group.path);

  expect(Array.isArray(bodyOf(answer).members), 'members of a group with one member').toBe(true);
});

test('complex attributes are objects', row('RFC7644-3.8-13'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  expect(Array.isArray(bodyOf(answer).meta), 'meta is an array').toBe(false);
  expect(typeof bodyOf(answer).meta, 'type of meta').toBe('object');
});

test('references are URIs', row('RFC7643-2.3.7-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answer = await tenant.scim.get(group.path);

  const uris = [...answer.text.matchAll(/"(?:location|\$ref)"\s*:\s*"([^"]*)"/g)].map(([, uri]) => uri ?? '');
  expect(
    uris.filter((uri) => !URL.canParse(uri, answer.request.url)),
    'references that are no URI',
  ).toEqual([]);
});

test('Unicode forms of one userName collide', row('RFC7644-5-01'), async ({ tenant, arrange }) => {
  const name = `${arrange.unique('user')}-caf\u00e9`;
  const user = await arrange.user(tenant, { userName: name });
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.post('/Users', userBody(name.normalize('NFD')));

  expect(refused).toHaveStatus(409);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the first user afterwards').toEqual(before.body);
});

test('injected characters are taken literally', row('RFC7644-7.7-01'), async ({ tenant, arrange }) => {
  const name = `${arrange.unique('user')}' OR '1'='1 */ ${'$'}{x} )(cn=*`;

  const created = await tenant.scim.post('/Users', userBody(name));
  const found = await tenant.scim.list('/Users', { filter: `userName eq ${JSON.stringify(name)}` });

  expect(created).toHaveStatus([201, 400]);
  expect(found).toHaveStatus(200);
  expect(bodyOf(found).totalResults, 'users of that name').toBe(Number(created.status === 201));
});
