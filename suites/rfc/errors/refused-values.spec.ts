import { bodyOf, expect, groupBody, idsOf, row, test, userBody } from '../../../src/harness/index.ts';

test('an unparsable body answers 400', row('RFC7644-3.12-07'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.send({ method: 'POST', path: '/Users', raw: '{"userName": ' });

  expect(refused).toBeScimError({ status: 400 });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'a user afterwards').toEqual(before.body);
});

test('client mistakes are not answered with 5xx', row('RFC7644-3.12-17'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answers = [
    await tenant.scim.send({ method: 'POST', path: '/Users', raw: '{' }),
    await tenant.scim.post('/Users', userBody(arrange.unique('user'), { active: { value: 1 } })),
    await tenant.scim.list('/Users', { filter: '((((' }),
    await tenant.scim.patch(user.path, [{ op: 'replace', path: ']][[', value: 1 }]),
    await tenant.scim.get('/Users/%00'),
  ];

  expect(
    answers.map(({ status }) => status).filter((status) => status >= 500 && status !== 501),
    'statuses from 500 on',
  ).toEqual([]);
});

test('invalidSyntax marks a malformed body', row('RFC7644-3.12-19'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const array = await tenant.scim.post('/Users', [user.sent]);
  const text = await tenant.scim.send({ method: 'POST', path: '/Users', raw: '"userName"' });
  const broken = await tenant.scim.send({ method: 'PUT', path: user.path, raw: 'userName' });

  expect(array).toBeScimError({ status: 400, scimType: 'invalidSyntax' });
  expect(text).toBeScimError({ status: 400, scimType: 'invalidSyntax' });
  expect(broken).toBeScimError({ status: 400, scimType: 'invalidSyntax' });
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('invalidValue marks a missing required value', row('RFC7644-3.12-20'), async ({ tenant, types }) => {
  const before = await tenant.scim.list('/Groups', { count: 1 });

  const user = await tenant.scim.post('/Users', { schemas: [types.user.core.urn], externalId: 'x', active: true });
  const group = await tenant.scim.post('/Groups', { schemas: [types.group.core.urn] });

  expect(user).toBeScimError({ status: 400, scimType: 'invalidValue' });
  expect(group).toBeScimError({ status: 400, scimType: 'invalidValue' });
  const after = await tenant.scim.list('/Groups', { count: 1 });
  expect(bodyOf(after).totalResults, 'number of groups').toBe(bodyOf(before).totalResults);
});

test('invalidValue marks a value of the wrong type', row('RFC7644-3.12-21'), async ({ tenant, arrange, types }) => {
  const name = arrange.unique('user');
  const find = () => tenant.scim.list('/Users', { filter: `userName eq "${name}"` });
  const before = await find();

  const text = await tenant.scim.post('/Users', userBody(name, { active: 'abc' }));
  const number = await tenant.scim.post('/Users', { schemas: [types.user.core.urn], userName: 5, externalId: 'x' });

  expect(text).toBeScimError({ status: 400 });
  expect(number).toBeScimError({ status: 400 });
  expect(
    [text, number].map((answer) => ['invalidValue', 'invalidSyntax'].includes(String(bodyOf(answer).scimType))),
    'scimType is invalidValue or invalidSyntax',
  ).toEqual([true, true]);
  const after = await find();
  expect(idsOf(after), 'users of that name').toEqual(idsOf(before));
});

const WRONG_TYPES: [what: string, type: 'Users' | 'Groups', more: (user: string) => Record<string, unknown>][] = [
  ['a number as externalId', 'Users', () => ({ externalId: 7 })],
  ['a number as active', 'Users', () => ({ active: 0 })],
  ['a list as userName', 'Users', () => ({ userName: ['x'] })],
  ['a number as displayName', 'Groups', () => ({ displayName: 7 })],
  ['a text as members', 'Groups', (user) => ({ members: user })],
  ['an object as members', 'Groups', (user) => ({ members: { value: user } })],
  ['texts as members', 'Groups', (user) => ({ members: [user] })],
];

for (const [what, type, more] of WRONG_TYPES) {
  test(`invalidValue marks ${what} in a create and a replace`, row('RFC7644-3.12-21'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const { path } = { Users: user, Groups: group }[type];
    const sent = { Users: userBody(arrange.unique('user')), Groups: groupBody(arrange.unique('group')) }[type];
    const before = await tenant.scim.get(path);

    const created = await tenant.scim.post(`/${type}`, { ...sent, ...more(user.id) });
    const replaced = await tenant.scim.put(path, { ...sent, ...more(user.id) });

    expect(created).toBeScimError({ status: 400 });
    expect(replaced).toBeScimError({ status: 400 });
    expect(
      [created, replaced].map((answer) => ['invalidValue', 'invalidSyntax'].includes(String(bodyOf(answer).scimType))),
      'scimType is invalidValue or invalidSyntax',
    ).toEqual([true, true]);
    expect((await tenant.scim.get(path)).body, 'the resource afterwards').toEqual(before.body);
  });
}
