import { bodyOf, differences, expect, idOf, row, test, userBody } from '../../../src/harness/index.ts';

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

test('required attributes are enforced', row('RFC7643-7-14'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);
  const schema = await tenant.scim.get(`/Schemas/${types.user.core.urn}`);
  const required = requiredIn(bodyOf(schema));

  for (const name of required) {
    const { [name]: _missing, ...body } = userBody(arrange.unique('user'));
    const refused = await tenant.scim.post('/Users', body);

    expect(refused, `a create without ${name}`).toBeScimError({ status: 400, scimTypeIfAny: 'invalidValue' });
  }
  expect(required, 'required attributes').toContain('userName');
  const { userName: _left, ...nameless } = user.sent;
  const replaced = await tenant.scim.put(user.path, nameless);
  expect(replaced).toBeScimError({ status: 400, scimTypeIfAny: 'invalidValue' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

/** Names of what a client has to send. */
function requiredIn(schema: ReturnType<typeof bodyOf>): string[] {
  const attributes = (schema.attributes ?? []) as { name: string; required?: boolean; mutability?: string }[];
  return attributes.filter(({ required, mutability }) => required && mutability !== 'readOnly').map(({ name }) => name);
}
