import { bodyOf, differences, documentsIn, expect, row, SailPoint, sampleUser, test } from '../../src/harness/index.ts';

const COMMON = ['schemas', 'id', 'externalId', 'meta'];
const LISTED = [
  { what: 'the resource type User', list: 'SP-Q02', one: 'SP-Q03', id: 'User' },
  { what: 'the resource type Group', list: 'SP-Q02', one: 'SP-Q04', id: 'Group' },
];

test('a connection test finds every discovery document in its form', row('SAIL-01'), async ({ tenant }) => {
  const { discovery, log } = SailPoint.connector(tenant);

  const step = await discovery.testConnection();

  expect(step.answer).toHaveStatus(200);
  expect(
    log.events.map(({ request, reading }) => `${request}: ${reading}`),
    'how SailPoint reads the documents',
  ).toEqual([
    'GET /ServiceProviderConfig: document',
    'GET /ResourceTypes: document',
    'GET /ResourceTypes/{name}: document',
    'GET /ResourceTypes/{name}: document',
    expect.stringMatching(/^GET \/Schemas: document/),
    'GET /Users to test: page',
  ]);
});

for (const { what, list, one, id } of LISTED) {
  test(`${what} reads the same alone as in the list`, row('SAIL-01'), async ({ tenant }) => {
    const sailpoint = SailPoint.requests(tenant);

    const [types, type] = [await sailpoint.send(list), await sailpoint.send(one)];

    const inList = documentsIn(types).find(({ name }) => name === id);
    expect(type).toHaveStatus(200);
    expect(type.body, 'the resource type').toEqual(inList);
  });
}

test('each schema reads the same alone as in the list', row('SAIL-01'), async ({ tenant }) => {
  const sailpoint = SailPoint.requests(tenant);

  const schemas = documentsIn(await sailpoint.send('SP-Q05'));

  expect(schemas.length, 'the number of schemas').toBeGreaterThanOrEqual(2);
  for (const schema of schemas) {
    const alone = await sailpoint.send('SP-Q06', { urn: String(schema.id) });
    expect(alone).toHaveStatus(200);
    expect(alone.body, 'the schema').toEqual(schema);
  }
});

test(
  'the account schema has entitlements: read-only groups with a value',
  row('SAIL-02'),
  async ({ tenant, types }) => {
    const { schema } = await SailPoint.connector(tenant).discovery.discoverSchema();

    const groups = types.user.core.attributes.find(({ name }) => name === 'groups');
    expect(schema.attributes, 'the account schema').toContain('groups.value');
    expect(groups?.mutability, 'mutability of groups').toBe('readOnly');
    expect(groups?.multiValued, 'whether groups has several values').toBe(true);
  },
);

test('a user in a group has no attribute that the schema hides', row('SAIL-02'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);
  await arrange.group(tenant, [user]);

  const read = await SailPoint.requests(tenant).send('SP-Q14', { uid: user.id });

  const { core, extensions } = types.user;
  const described = [...core.attributes.map(({ name }) => name), ...extensions.map(({ schema }) => schema.urn)];
  expect(
    Object.keys(bodyOf(read)).filter((name) => ![...COMMON, ...described].includes(name)),
    'attributes of the user that no schema describes',
  ).toEqual([]);
});

test('what the schema calls writable can be written and read', row('SAIL-02'), async ({ tenant, arrange, types }) => {
  const sent = sampleUser(types.user, arrange.unique('user'));

  const user = await arrange.user(tenant, sent);

  const read = await SailPoint.requests(tenant).send('SP-Q14', { uid: user.id });
  const server = ['id', 'meta', 'groups'];
  expect(differences(sent, bodyOf(read), types.user, server), 'what differs from what was written').toEqual([]);
});
