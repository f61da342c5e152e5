import { bodyOf, expect, idOf, idsOf, resourcesOf, row, test } from '../../../src/harness/index.ts';

const TYPES = '/ResourceTypes';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const URN = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';

type Extension = { schema?: unknown; required?: unknown };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const repeated = (values: string[]): string[] => values.filter((value, index) => values.indexOf(value) !== index);
const extensionsOf = (types: Record<string, unknown>[]): Extension[] =>
  types.flatMap(({ schemaExtensions }) => (Array.isArray(schemaExtensions) ? schemaExtensions : []));

test('/ResourceTypes lists User and Group in a ListResponse', row('RFC7644-4-05'), async ({ tenant }) => {
  const answer = await tenant.scim.get(TYPES);

  expect(answer).toHaveStatus(200);
  expect(bodyOf(answer).schemas, 'schemas of the list').toEqual([LIST]);
  expect(bodyOf(answer).totalResults, 'totalResults of the list').toBe(resourcesOf(answer).length);
  expect(
    resourcesOf(answer).map(({ name }) => name),
    'names of the resource types',
  ).toEqual(expect.arrayContaining(['User', 'Group']));
});

test('a single resource type is available by its name', row('RFC7644-4-06'), async ({ tenant }) => {
  const list = await tenant.scim.get(TYPES);

  const answer = await tenant.scim.get(`${TYPES}/User`);

  expect(answer).toHaveStatus(200);
  expect(answer.body, 'the resource type').toEqual(resourcesOf(list).find(({ name }) => name === 'User'));
});

test('each resource type names the ResourceType schema', row('RFC7643-6-01'), async ({ tenant }) => {
  const answer = await tenant.scim.get(TYPES);

  expect(
    resourcesOf(answer).map(({ schemas }) => schemas),
    'schemas of the resource types',
  ).toEqual(resourcesOf(answer).map(() => [URN]));
});

test('names of resource types are present and unique', row('RFC7643-6-02'), async ({ tenant }) => {
  const answer = await tenant.scim.get(TYPES);

  const names = resourcesOf(answer).map(({ name }) => text(name));
  expect(names, 'names of the resource types').not.toContain('');
  expect(repeated(names), 'names that occur twice').toEqual([]);
});

test('the name of a type is meta.resourceType of its resources', row('RFC7643-6-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  const answers = [await tenant.scim.get(user.path), await tenant.scim.get(group.path)];

  expect(
    answers.map((answer) => (bodyOf(answer).meta as Record<string, unknown> | undefined)?.resourceType),
    'meta.resourceType of a user and a group',
  ).toEqual(['User', 'Group']);
});

test('endpoints are relative and unique', row('RFC7643-6-04'), async ({ tenant }) => {
  const answer = await tenant.scim.get(TYPES);

  const endpoints = resourcesOf(answer).map(({ endpoint }) => text(endpoint));
  expect(
    endpoints.filter((endpoint) => endpoint === '' || /^[a-z]+:/i.test(endpoint)),
    'endpoints that are missing or absolute',
  ).toEqual([]);
  expect(repeated(endpoints), 'endpoints that occur twice').toEqual([]);
});

test('the schema of each type is listed by /Schemas', row('RFC7643-6-05'), async ({ tenant }) => {
  const schemas = await tenant.scim.get('/Schemas');

  const answer = await tenant.scim.get(TYPES);

  const known = resourcesOf(schemas).map(({ id }) => id);
  expect(
    resourcesOf(answer)
      .map(({ schema }) => schema)
      .filter((schema) => !known.includes(schema)),
    'schemas of types that /Schemas does not list',
  ).toEqual([]);
});

test('the schema of each extension is listed by /Schemas', row('RFC7643-6-06'), async ({ tenant }) => {
  const schemas = await tenant.scim.get('/Schemas');

  const answer = await tenant.scim.get(TYPES);

  const known = resourcesOf(schemas).map(({ id }) => id);
  expect(
    extensionsOf(resourcesOf(answer))
      .map(({ schema }) => schema)
      .filter((schema) => !known.includes(schema)),
    'extensions that /Schemas does not list',
  ).toEqual([]);
});

test('each extension says whether it is required', row('RFC7643-6-07'), async ({ tenant }) => {
  const answer = await tenant.scim.get(TYPES);

  expect(
    extensionsOf(resourcesOf(answer)).filter(({ required }) => typeof required !== 'boolean'),
    'extensions without a boolean required',
  ).toEqual([]);
});

test('a resource may omit an optional extension', row('RFC7643-6-09'), async ({ tenant, types, arrange }) => {
  const name = arrange.unique('user');

  const created = await tenant.scim.post('/Users', {
    schemas: [types.user.core.urn],
    userName: name,
    externalId: `ext-${name}`,
  });

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(bodyOf(read).schemas, 'schemas of a user without extension').toContain(types.user.core.urn);
});

test(
  'a user without an extension that its type requires is refused',
  row('RFC7643-6-08'),
  async ({ tenant, types, arrange, applies }) => {
    const list = await tenant.scim.get(TYPES);
    const users = resourcesOf(list).filter(({ name }) => name === types.user.name);
    applies(
      extensionsOf(users).some(({ required }) => required === true),
      'users have no required extension',
    );
    const name = arrange.unique('user');
    const query = { filter: `userName eq "${name}"` };
    const before = await tenant.scim.list('/Users', query);

    const answer = await tenant.scim.post('/Users', {
      schemas: [types.user.core.urn],
      userName: name,
      externalId: `ext-${name}`,
    });

    expect(answer).toBeScimError({ status: 400, scimType: 'invalidValue' });
    const after = await tenant.scim.list('/Users', query);
    expect(idsOf(after), 'users of that name').toEqual(idsOf(before));
  },
);

test('the id of a resource type, where given, finds it', row('RFC7643-6-11'), async ({ tenant, applies }) => {
  const list = await tenant.scim.get(TYPES);
  const [first] = resourcesOf(list);
  applies(typeof first?.id === 'string', 'the resource types have no id');

  const answer = await tenant.scim.get(`${TYPES}/${String(first?.id)}`);

  expect(answer.body, 'the resource type with that id').toEqual(first);
});

test('users are served from /Users', row('RFC7644-3.2-01'), async ({ tenant }) => {
  const types = await tenant.scim.get(TYPES);

  const answer = await tenant.scim.get('/Users');

  const user = resourcesOf(types).find(({ name }) => name === 'User');
  expect(text(user?.endpoint).replace(/^\//, ''), 'endpoint of the type User').toBe('Users');
  expect(answer).toHaveStatus(200);
});

test('groups are served from /Groups', row('RFC7644-3.2-02'), async ({ tenant }) => {
  const types = await tenant.scim.get(TYPES);

  const answer = await tenant.scim.get('/Groups');

  const group = resourcesOf(types).find(({ name }) => name === 'Group');
  expect(text(group?.endpoint).replace(/^\//, ''), 'endpoint of the type Group').toBe('Groups');
  expect(answer).toHaveStatus(200);
});

test('the endpoint of each type answers queries', row('RFC7644-4-09'), async ({ tenant }) => {
  const types = await tenant.scim.get(TYPES);

  const endpoints = resourcesOf(types).map(({ endpoint }) => `/${text(endpoint).replace(/^\//, '')}`);
  const answers = await Promise.all(endpoints.map((endpoint) => tenant.scim.list(endpoint, { count: 1 })));

  expect(
    answers.map((answer) => [answer.status, bodyOf(answer).schemas]),
    'status and schemas of the list of each type',
  ).toEqual(endpoints.map(() => [200, [LIST]]));
});

test('an unknown resource type or schema answers 404', row('RFC7644-4-10'), async ({ tenant }) => {
  const type = await tenant.scim.get(`${TYPES}/NoSuchType`);
  const schema = await tenant.scim.get('/Schemas/urn:ietf:params:scim:schemas:core:2.0:NoSuchSchema');

  const endpoint = await tenant.scim.get(`${TYPES}/Users`);
  const begin = await tenant.scim.get('/Schemas/urn:ietf:params:scim:schemas:core:2.0');

  for (const answer of [type, schema, endpoint, begin]) expect(answer).toBeScimError({ status: 404 });
});

test('each resource type that is read alone is as the list shows it', row('RFC7644-4-06'), async ({ tenant }) => {
  const list = await tenant.scim.get(TYPES);

  const answers = await Promise.all(resourcesOf(list).map(({ name }) => tenant.scim.get(`${TYPES}/${text(name)}`)));

  expect(
    answers.map(({ body }) => body),
    'the resource types one by one',
  ).toEqual(resourcesOf(list));
});
