import {
  bodyOf,
  expect,
  groupBody,
  idOf,
  metaOf,
  resourcesOf,
  row,
  sampleUser,
  test,
  userBody,
} from '../../../src/harness/index.ts';

const DATE_TIME = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

/** RFC 7643 table 2. */
const JSON_TYPES: Record<string, string> = {
  string: 'string',
  boolean: 'boolean',
  decimal: 'number',
  integer: 'number',
  dateTime: 'string',
  binary: 'string',
  reference: 'string',
  complex: 'object',
};

/** JSON types of a value: of a list, one of each kind of element. */
function jsonTypesOf(value: unknown): string[] {
  return Array.isArray(value) ? [...new Set(value.map((one) => `list of ${typeof one}`))] : [typeof value];
}

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

  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const answer = await tenant.scim.post('/Users', userBody(name, { active: 'true' }));
  const replaced = await tenant.scim.put(user.path, { ...user.sent, userName: name, active: 'false' });

  expect(answer).toBeScimError({ status: 400, scimType: 'invalidValue' });
  expect(replaced).toBeScimError({ status: 400, scimType: 'invalidValue' });
  expect((await tenant.scim.get(user.path)).body, 'the user after the replace').toEqual(before.body);
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

test(
  'values have the JSON type that the schema announces',
  row('RFC7643-2.3-02'),
  async ({ tenant, arrange, types }) => {
    const user = await arrange.user(tenant, sampleUser(types.user, arrange.unique('user')));

    const answer = await tenant.scim.get(user.path);
    const schema = await tenant.scim.get(`/Schemas/${types.user.core.urn}`);

    const attributes = (bodyOf(schema).attributes ?? []) as { name: string; type: string; multiValued?: boolean }[];
    const announced = attributes.filter(({ name }) => jsonTypesOf(bodyOf(answer)[name] ?? []).length > 0);
    expect(
      announced.map(({ name }) => [name, ...jsonTypesOf(bodyOf(answer)[name])]),
      'JSON types of the attributes',
    ).toEqual(
      announced.map(({ name, type, multiValued }) => [name, `${multiValued ? 'list of ' : ''}${JSON_TYPES[type]}`]),
    );
  },
);

test('strings survive a round trip', row('RFC7643-2.3.1-01'), async ({ tenant, arrange }) => {
  const name = `${arrange.unique('user')} \u{1f600} \u05e9\u05dc\u05d5\u05dd \u00e9`;

  const created = await tenant.scim.post('/Users', userBody(name));

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  const list = await tenant.scim.list('/Users', { count: 1_000 });
  const listed = resourcesOf(list).find(({ id }) => id === idOf(created));
  expect([bodyOf(read).userName, listed?.userName], 'userName of several scripts').toEqual([name, name]);
});

const UNUSUAL = [
  '+tag@example.com',
  "O'Brien & Sons <ö>",
  'one  two   three',
  'a \\backslash and "quotes"',
  '100% of a/b: eq or pr',
  '_example.com#EXT#@fabrikam.onmicrosoft.com',
  'x'.repeat(200),
];

for (const text of UNUSUAL) {
  test(`userName and displayName keep ${text.slice(0, 20)}`, row('RFC7643-2.3.1-01'), async ({ tenant, arrange }) => {
    const [userName, displayName] = [`${arrange.unique('user')}${text}`, `${arrange.unique('group')}${text}`];

    const user = await tenant.scim.post('/Users', userBody(userName));
    const group = await tenant.scim.post('/Groups', groupBody(displayName));

    expect([user.status, group.status], 'statuses of the creates').toEqual([201, 201]);
    const readUser = bodyOf(await tenant.scim.get(`/Users/${idOf(user)}`));
    const readGroup = bodyOf(await tenant.scim.get(`/Groups/${idOf(group)}`));
    expect([readUser.userName, readGroup.displayName], 'the names that are read').toEqual([userName, displayName]);
  });
}

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
