import { bodyOf, expect, resourcesOf, row, type Tenant, test, valuesOf } from '../../../src/harness/index.ts';

const SCHEMAS = '/Schemas';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const URN = 'urn:ietf:params:scim:schemas:core:2.0:Schema';
const TYPES = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary', 'complex'];

type Attribute = Record<string, unknown> & { path: string; isSub: boolean };

/** Every attribute and sub-attribute that the server describes, with its path. */
async function attributesOf(tenant: Tenant): Promise<Attribute[]> {
  const answer = await tenant.scim.get(SCHEMAS);
  return resourcesOf(answer).flatMap((schema) =>
    entries(schema.attributes).flatMap((one) => [
      { ...one, path: `${schema.id}:${one.name}`, isSub: false },
      ...entries(one.subAttributes).map((sub) => ({
        ...sub,
        path: `${schema.id}:${one.name}.${sub.name}`,
        isSub: true,
      })),
    ]),
  );
}

function entries(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value : [];
}

const pathsWhere = (attributes: Attribute[], holds: (one: Attribute) => boolean): string[] =>
  attributes.filter(holds).map(({ path }) => path);

test('/Schemas lists every schema of a type in a ListResponse, each time', row('RFC7644-4-03'), async ({ tenant }) => {
  const types = await tenant.scim.get('/ResourceTypes');

  const answers = [await tenant.scim.get(SCHEMAS), await tenant.scim.get(SCHEMAS)];

  for (const answer of answers) {
    expect(answer).toHaveStatus(200);
    const { schemas, totalResults } = bodyOf(answer);
    expect(schemas, 'schemas of the list').toEqual(['urn:ietf:params:scim:api:messages:2.0:ListResponse']);
    expect(totalResults, 'totalResults of the list').toBe(resourcesOf(answer).length);
    const listed = resourcesOf(answer).map(({ id }) => id);
    expect(
      resourcesOf(types)
        .flatMap((type) => [type.schema, ...entries(type.schemaExtensions).map(({ schema }) => schema)])
        .filter((urn) => !listed.includes(urn)),
      'schemas of resource types that are not listed',
    ).toEqual([]);
  }
});

test('a single schema is available by its URN', row('RFC7644-4-04'), async ({ tenant, types }) => {
  const list = await tenant.scim.get(SCHEMAS);

  const plain = await tenant.scim.get(`${SCHEMAS}/${types.user.core.urn}`);
  const encoded = await tenant.scim.get(`${SCHEMAS}/${encodeURIComponent(types.user.core.urn)}`);

  const listed = resourcesOf(list).find(({ id }) => id === types.user.core.urn);
  expect(plain.body, 'the schema by its URN').toEqual(listed);
  expect(encoded.body, 'the schema by its URN with encoded colons').toEqual(listed);
});

test('each schema has its URN as id', row('RFC7643-7-01'), async ({ tenant }) => {
  const answer = await tenant.scim.get(SCHEMAS);

  expect(
    resourcesOf(answer).filter(({ id }) => typeof id !== 'string' || !/^urn:\S+$/i.test(id)),
    'schemas without a URN as id',
  ).toEqual([]);
});

test('each schema names the Schema schema', row('RFC7643-7-02'), async ({ tenant }) => {
  const answer = await tenant.scim.get(SCHEMAS);

  expect(
    resourcesOf(answer).map(({ schemas }) => schemas),
    'schemas of the Schema resources',
  ).toEqual(resourcesOf(answer).map(() => [URN]));
});

test('each schema of a resource has its own Schema resource', row('RFC7643-7-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const answer = await tenant.scim.get(SCHEMAS);

  const used = [await tenant.scim.get(user.path), await tenant.scim.get(group.path)];

  const listed = resourcesOf(answer).map(({ id }) => id);
  expect(
    used.flatMap((one) => bodyOf(one).schemas as unknown[]).filter((urn) => !listed.includes(urn)),
    'schemas of resources that are not listed',
  ).toEqual([]);
});

test('each attribute has its characteristics', row('RFC7643-7-04'), async ({ tenant }) => {
  const attributes = await attributesOf(tenant);

  expect(
    pathsWhere(
      attributes,
      (one) =>
        [one.name, one.type, one.mutability, one.returned, one.description].some(
          (value) => typeof value !== 'string',
        ) || [one.multiValued, one.required].some((value) => typeof value !== 'boolean'),
    ),
    'attributes without a characteristic',
  ).toEqual([]);
});

test('each type is one of the data types', row('RFC7643-7-05'), async ({ tenant }) => {
  const attributes = await attributesOf(tenant);

  expect(
    pathsWhere(attributes, ({ type }) => !TYPES.includes(String(type))),
    'attributes of an undefined type',
  ).toEqual([]);
});

test('an extension introduces no new data types', row('RFC7643-2.3-01'), async ({ tenant, types }) => {
  const attributes = await attributesOf(tenant);

  const extensions = types.user.extensions.map(({ schema }) => schema.urn);
  expect(
    pathsWhere(
      attributes,
      ({ path, type }) => extensions.some((urn) => path.startsWith(urn)) && !TYPES.includes(String(type)),
    ),
    'attributes of an extension with an undefined type',
  ).toEqual([]);
});

test('a complex attribute, and no other, lists its subAttributes', row('RFC7643-7-06'), async ({ tenant }) => {
  const attributes = await attributesOf(tenant);

  expect(
    pathsWhere(attributes, ({ type, subAttributes }) => (type === 'complex') !== entries(subAttributes).length > 0),
    'attributes with wrong subAttributes',
  ).toEqual([]);
});

test('mutability is a defined keyword', row('RFC7643-7-07'), async ({ tenant }) => {
  const attributes = await attributesOf(tenant);

  expect(
    pathsWhere(
      attributes,
      ({ mutability }) => !['readOnly', 'readWrite', 'immutable', 'writeOnly'].includes(String(mutability)),
    ),
    'attributes with an undefined mutability',
  ).toEqual([]);
});

test('returned is a defined keyword', row('RFC7643-7-08'), async ({ tenant }) => {
  const attributes = await attributesOf(tenant);

  expect(
    pathsWhere(attributes, ({ returned }) => !['always', 'never', 'default', 'request'].includes(String(returned))),
    'attributes with an undefined returned',
  ).toEqual([]);
});

test('uniqueness is a defined keyword', row('RFC7643-7-09'), async ({ tenant }) => {
  const attributes = await attributesOf(tenant);

  expect(
    pathsWhere(attributes, ({ uniqueness }) => !['none', 'server', 'global', 'undefined'].includes(String(uniqueness))),
    'attributes with an undefined uniqueness',
  ).toEqual([]);
});

test('referenceTypes is an array that references have', row('RFC7643-7-10'), async ({ tenant }) => {
  const attributes = await attributesOf(tenant);

  expect(
    pathsWhere(
      attributes,
      ({ type, referenceTypes }) =>
        referenceTypes !== undefined && !(Array.isArray(referenceTypes) && type === 'reference'),
    ),
    'attributes with wrong referenceTypes',
  ).toEqual([]);
});

test('attribute names follow the grammar', row('RFC7643-2.1-03'), async ({ tenant }) => {
  const attributes = await attributesOf(tenant);

  expect(
    pathsWhere(attributes, ({ name }) => !/^([A-Za-z][A-Za-z0-9$_-]*|\$ref)$/.test(String(name))),
    'attributes whose name breaks the grammar',
  ).toEqual([]);
});

test('no two attributes differ only in letter case', row('RFC7643-2.1-04'), async ({ tenant }) => {
  const attributes = await attributesOf(tenant);

  const lower = attributes.map(({ path }) => path.toLowerCase());
  expect(
    lower.filter((path, index) => lower.indexOf(path) !== index),
    'attributes that occur twice',
  ).toEqual([]);
});

test('a sub-attribute is not complex', row('RFC7643-2.3.8-02'), async ({ tenant }) => {
  const attributes = await attributesOf(tenant);

  expect(
    pathsWhere(attributes, ({ isSub, type, path }) => isSub && type === 'complex' && !path.startsWith(`${URN}:`)),
    'complex sub-attributes',
  ).toEqual([]);
});

test('predefined sub-attributes keep their meaning', row('RFC7643-2.4-02'), async ({ tenant }) => {
  const attributes = await attributesOf(tenant);

  const subs = attributes.filter(({ isSub }) => isSub);
  expect(
    [
      ...pathsWhere(subs, ({ name, type }) => name === 'primary' && type !== 'boolean'),
      ...pathsWhere(subs, ({ name, type }) => name === '$ref' && type !== 'reference'),
      ...pathsWhere(subs, ({ name, type }) => ['type', 'display'].includes(String(name)) && type !== 'string'),
    ],
    'sub-attributes with another type than RFC 7643 section 2.4 gives',
  ).toEqual([]);
});

test('a schema cannot be changed or deleted', row('RFC7643-7-11'), async ({ tenant, types }) => {
  const path = `${SCHEMAS}/${types.user.core.urn}`;
  const before = await tenant.scim.get(path);

  const put = await tenant.scim.put(path, { ...bodyOf(before), name: 'Changed' });
  const deleted = await tenant.scim.delete(path);

  expect(put).toHaveStatus([403, 404, 405, 501]);
  expect(deleted).toHaveStatus([403, 404, 405, 501]);
  const after = await tenant.scim.get(path);
  expect(after.body, 'the schema afterwards').toEqual(before.body);
});

test('what a client changes is not announced as readOnly', row('RFC7643-7-18'), async ({ tenant, arrange }) => {
  const attributes = await attributesOf(tenant);
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);

  await tenant.scim.put(user.path, { ...user.sent, active: false });
  await tenant.scim.put(group.path, { ...group.sent, members: [{ value: user.id }] });

  const [readUser, readGroup] = [await tenant.scim.get(user.path), await tenant.scim.get(group.path)];
  const changed = [
    ...(bodyOf(readUser).active === false ? [`${USER}:active`] : []),
    ...(valuesOf(bodyOf(readGroup).members).includes(user.id) ? [`${GROUP}:members`] : []),
  ];
  expect(
    pathsWhere(attributes, ({ path, mutability }) => changed.includes(path) && mutability === 'readOnly'),
    'attributes that a client changed although they are announced as readOnly',
  ).toEqual([]);
});

test('the groups of a user are announced as readOnly', row('RFC7643-4.1.2-07'), async ({ tenant, arrange }) => {
  const attributes = await attributesOf(tenant);
  const user = await arrange.user(tenant);

  await tenant.scim.put(user.path, user.sent);

  expect(await tenant.scim.get(user.path)).toHaveStatus(200);
  expect(
    pathsWhere(attributes, ({ path, mutability }) => path === `${USER}:groups` && mutability !== 'readOnly'),
    'groups of a user that are announced as anything else',
  ).toEqual([]);
});

test('each schema that is read alone is as the list shows it', row('RFC7644-4-04'), async ({ tenant }) => {
  const list = await tenant.scim.get(SCHEMAS);

  const answers = await Promise.all(resourcesOf(list).map(({ id }) => tenant.scim.get(`${SCHEMAS}/${String(id)}`)));

  expect(
    answers.map(({ body }) => body),
    'the schemas one by one',
  ).toEqual(resourcesOf(list));
});
