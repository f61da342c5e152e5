import {
  bodyOf,
  changeOf,
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

test(
  'a long externalId that begins with zeros is stored as given',
  row('RFC7643-3.1-10'),
  async ({ tenant, arrange }) => {
    const externalId = `00042-${arrange.unique('ext')}-${'x'.repeat(120)}`;

    const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { externalId }));

    expect(created).toHaveStatus(201);
    const read = await tenant.scim.get(`/Users/${idOf(created)}`);
    expect(bodyOf(read).externalId, 'externalId').toBe(externalId);
  },
);

for (const [what, of] of [
  ['blanks at its ends', (unique) => `  ${unique} `],
  ['the form of a UUID in capitals', () => crypto.randomUUID().toUpperCase()],
  ['more digits than a number holds', () => `9${Date.now()}123456789`],
  ['several colons', (unique) => `urn:example:${unique}:x`],
  ['letters outside of ASCII', (unique) => `${unique} \u{1f600} é \u05e9`],
  ['the form of Base64, with equals signs at its end', (unique) => `${btoa(unique).replace(/=+$/, '')}==`],
  ['braces and a slash', (unique) => `/{${unique}}`],
  ['quotes and backslashes', (unique) => `${unique} "a" \\b`],
  ['percent signs, a slash and a plus', (unique) => `${unique}%41/b+c`],
] satisfies [string, (unique: string) => string][]) {
  test(`an externalId with ${what} is stored as given`, row('RFC7643-3.1-10'), async ({ tenant, arrange }) => {
    const externalId = of(arrange.unique('ext'));

    const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { externalId }));

    expect(created).toHaveStatus(201);
    const read = await tenant.scim.get(`/Users/${idOf(created)}`);
    expect(bodyOf(read).externalId, 'externalId').toBe(externalId);
  });
}

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

test(
  'lastModified of a group with members equals created at first',
  row('RFC7643-3.1-19'),
  async ({ tenant, arrange }) => {
    const group = await arrange.group(tenant, [await arrange.user(tenant), await arrange.user(tenant)]);

    const read = await tenant.scim.get(group.path);

    expect(order(metaOf(read.body, 'created'), metaOf(read.body, 'lastModified')), 'created and lastModified').toBe(
      'equal',
    );
  },
);

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
