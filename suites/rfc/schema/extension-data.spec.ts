import { bodyOf, expect, idOf, resourcesOf, row, test, userBody } from '../../../src/harness/index.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

test('the displayName of a manager is not written', row('RFC7643-4.3-04'), async ({ tenant, arrange, types }) => {
  const manager = await arrange.user(tenant);
  const forged = {
    schemas: [types.user.core.urn, ENTERPRISE],
    [ENTERPRISE]: { department: 'Tours', manager: { value: manager.id, displayName: 'forged' } },
  };

  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), forged));

  expect(created).toHaveStatus(201);
  const { [ENTERPRISE]: extension } = bodyOf(await tenant.scim.get(`/Users/${idOf(created)}`));
  const { manager: shown } = (extension ?? {}) as { manager?: { displayName?: string } };
  expect(shown?.displayName, 'displayName of the manager').not.toBe('forged');
});

test(
  'a user without the data of its extension is a valid one',
  row('RFC7643-4.3-05'),
  async ({ tenant, arrange, types }) => {
    const user = await arrange.user(tenant, {
      schemas: [types.user.core.urn, ENTERPRISE],
      [ENTERPRISE]: { department: 'Tours' },
    });
    const { [ENTERPRISE]: _left, ...core } = user.sent;

    const replaced = await tenant.scim.put(user.path, { ...core, schemas: [types.user.core.urn] });

    expect(replaced).toHaveStatus([200, 204]);
    const { schemas, [ENTERPRISE]: extension, userName } = bodyOf(await tenant.scim.get(user.path));
    expect([userName, schemas, extension], 'userName, schemas and the extension').toEqual([
      user.userName,
      [types.user.core.urn],
      undefined,
    ]);
  },
);

test(
  'data of an extension whose URN is not in schemas is stored with the URN or not at all',
  row('RFC7643-3-09'),
  async ({ tenant, arrange, types, applies }) => {
    const urn = types.user.extensions.map(({ schema }) => schema.urn).find((one) => one === ENTERPRISE);
    applies(urn !== undefined, 'users have no enterprise extension');
    const name = arrange.unique('user');

    const created = await tenant.scim.post('/Users', userBody(name, { [ENTERPRISE]: { department: 'Tours' } }));

    expect(created).toHaveStatus([201, 400]);
    const found = await tenant.scim.list('/Users', { filter: `userName eq "${name}"` });
    expect(
      resourcesOf(found).map((user) => (user.schemas as string[]).includes(ENTERPRISE)),
      'whether schemas names the extension, as there is data of it or not',
    ).toEqual(resourcesOf(found).map((user) => user[ENTERPRISE] !== undefined));
  },
);

type Schema = { id?: string; attributes?: { name: string }[] };
type ResourceType = { schema?: string; schemaExtensions?: { schema?: string }[] };

test('no extension has an attribute of a name that its core schema has', row('RFC7643-3.3-03'), async ({ tenant }) => {
  const schemas = resourcesOf(await tenant.scim.get('/Schemas')) as Schema[];
  const resourceTypes = resourcesOf(await tenant.scim.get('/ResourceTypes')) as ResourceType[];
  const namesIn = (urn?: string) =>
    schemas.filter(({ id }) => id === urn).flatMap(({ attributes = [] }) => attributes.map(({ name }) => name));

  const twice = resourceTypes.flatMap(({ schema, schemaExtensions = [] }) =>
    schemaExtensions.flatMap((one) => namesIn(one.schema).filter((name) => namesIn(schema).includes(name))),
  );

  expect(twice, 'names that an extension and its core schema have').toEqual([]);
});
