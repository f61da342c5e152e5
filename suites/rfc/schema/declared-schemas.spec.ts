import { bodyOf, expect, resourcesOf, row, test, userBody } from '../../../src/harness/index.ts';

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
