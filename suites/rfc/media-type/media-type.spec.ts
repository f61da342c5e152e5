import { bodyOf, expect, idOf, idsOf, resourcesOf, row, test, userBody } from '../../../src/harness/index.ts';

const SCIM = 'application/scim+json';
const JSON_TYPES = [SCIM, 'application/json'];
const TEXT = 'J\u00fcrgen \u5c71\u7530 \u{1f600}';

test('SCIM content is labelled application/scim+json', row('RFC7644-3.1-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const { externalId } = user;

  const answers = [
    await tenant.scim.get(user.path),
    await tenant.scim.get('/Users'),
    await tenant.scim.post('/Users', userBody(arrange.unique('user'), { externalId: arrange.unique('ext') })),
    await tenant.scim.put(user.path, userBody(arrange.unique('renamed'), { externalId })),
  ];

  await tenant.scim.get(user.path);
  const types = answers.filter(({ text }) => text !== '').map(({ mediaType }) => mediaType);
  expect(new Set(types), 'media types of resources, a list, and answers to writes').toEqual(new Set([SCIM]));
});

test('success and errors use application/scim+json', row('RFC7644-8.1-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answers = [
    await tenant.scim.get(user.path),
    await tenant.scim.put(user.path, user.sent),
    await tenant.scim.get(`${user.path}x`),
    await tenant.scim.post('/Users', user.sent),
    await tenant.scim.post('/Users', { ...user.sent, userName: null }),
  ];

  await tenant.scim.get(user.path);
  const types = answers.filter(({ text }) => text !== '').map(({ mediaType }) => mediaType);
  expect(new Set(types), 'media types of a resource, a replace and refusals').toEqual(new Set([SCIM]));
});

test('JSON in UTF-8 is accepted', row('RFC7644-3.8-01'), async ({ tenant, arrange }) => {
  const name = `${arrange.unique('user')} ${TEXT}`;

  const created = await tenant.scim.post('/Users', userBody(name));

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(bodyOf(read).userName, 'userName with characters of three scripts').toBe(name);
});

test('JSON in UTF-8 is produced', row('RFC7644-3.8-02'), async ({ tenant, arrange }) => {
  const name = `${arrange.unique('user')} ${TEXT}`;
  const user = await arrange.user(tenant, { userName: name });

  const answer = await tenant.scim.get(user.path);

  expect(answer.text, 'text of the answer').not.toContain('\ufffd');
  expect(bodyOf(answer).userName, 'userName with characters of three scripts').toBe(name);
});

test('JSON in UTF-8 is produced in lists', row('RFC7644-3.8-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { userName: `${arrange.unique('user')} ${TEXT}` });

  const answer = await tenant.scim.list('/Users', { count: 1_000 });

  expect(answer.text, 'text of the answer').not.toContain('\ufffd');
  const shown = resourcesOf(answer).find(({ id }) => id === user.id);
  expect(shown?.userName, 'userName with characters of three scripts').toBe(user.userName);
});

test('UTF-8 is assumed without a charset', row('RFC7644-3.8-03'), async ({ tenant, arrange }) => {
  const name = `${arrange.unique('user')} ${TEXT}`;

  const created = await tenant.scim.send({
    method: 'POST',
    path: '/Users',
    raw: Buffer.from(JSON.stringify(userBody(name)), 'utf8'),
    headers: { 'Content-Type': SCIM },
  });

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  expect(bodyOf(read).userName, 'userName with characters of three scripts').toBe(name);
});

test('Accept: application/scim+json is supported', row('RFC7644-3.8-04'), async ({ tenant }) => {
  const answer = await tenant.scim.get('/Users', { headers: { Accept: SCIM } });

  expect(answer).toHaveStatus(200);
  expect(answer.mediaType, 'media type').toBe(SCIM);
});

test('Accept: application/json is supported', row('RFC7644-3.8-05'), async ({ tenant }) => {
  const answer = await tenant.scim.get('/Users', { headers: { Accept: 'application/json' } });

  expect(answer).toHaveStatus(200);
  expect(JSON_TYPES, 'JSON media types').toContain(answer.mediaType);
});

test('without Accept the answer is application/scim+json', row('RFC7644-3.8-06'), async ({ tenant }) => {
  const none = await tenant.scim.get('/Users', { headers: { Accept: null } });
  const any = await tenant.scim.get('/Users', { headers: { Accept: '*/*' } });

  expect([none.mediaType, any.mediaType], 'media types without Accept and with */*').toEqual([SCIM, SCIM]);
});

test('a body labelled application/scim+json is accepted', row('RFC7644-3.8-07'), async ({ tenant, arrange }) => {
  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user')), {
    headers: { 'Content-Type': SCIM },
  });

  expect(created).toHaveStatus(201);
  expect(await tenant.scim.get(`/Users/${idOf(created)}`)).toHaveStatus(200);
});

test(
  'a body labelled application/json may be accepted',
  row('RFC7644-3.8-08'),
  async ({ tenant, arrange, observe }) => {
    const name = arrange.unique('user');

    const created = await tenant.scim.post('/Users', userBody(name), {
      headers: { 'Content-Type': 'application/json' },
    });

    observe(`a create with Content-Type application/json answers ${created.status}`);
    const found = await tenant.scim.list('/Users', { filter: `userName eq "${name}"` });
    expect(idsOf(found).length, 'number of users of that name').toBe(Number(created.status === 201));
  },
);

for (const charset of ['utf-8', 'UTF-8', '"utf-8"']) {
  test(`a charset parameter ${charset} is tolerated`, row('RFC7644-3.8-09'), async ({ tenant, arrange }) => {
    const headers = { 'Content-Type': `${SCIM}; charset=${charset}` };
    const created = await tenant.scim.post('/Users', userBody(arrange.unique('user')), { headers });

    expect(created).toHaveStatus(201);
    expect(await tenant.scim.get(`/Users/${idOf(created)}`)).toHaveStatus(200);
  });
}

test('a .scim suffix may select the format', row('RFC7644-3.8-11'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(`${user.path}.scim`);

  observe(`a path with the suffix .scim answers ${answer.status}`);
  expect(answer).toHaveStatus([200, 404]);
});

test('an answer with content names its media type', row('RFC9110-8.3-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  expect(answer.header('content-type') ?? '', 'Content-Type').not.toBe('');
});

test(
  'a missing Content-Type does not break the server',
  row('RFC9110-8.3-02'),
  async ({ tenant, arrange, observe }) => {
    const name = arrange.unique('user');

    const answer = await tenant.scim.post('/Users', userBody(name), { headers: { 'Content-Type': null } });

    observe(`a create without Content-Type answers ${answer.status}`);
    expect(answer).toHaveStatus([201, 400, 415]);
    const found = await tenant.scim.list('/Users', { filter: `userName eq "${name}"` });
    expect(idsOf(found).length, 'number of users of that name').toBe(Number(answer.status === 201));
  },
);

const RANGES = [`text/html;q=0.1, ${SCIM};q=0.9`, `text/html, ${SCIM}`, 'application/*', 'text/html, */*;q=0.1'];

test('quality values and wildcards are understood', row('RFC9110-12.5.1-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  for (const path of ['/Users', '/Groups', user.path, group.path, '/ServiceProviderConfig', '/Schemas']) {
    for (const accept of RANGES) {
      const answer = await tenant.scim.get(path, { headers: { Accept: accept } });

      expect(answer).toHaveStatus(200);
      expect(JSON_TYPES, 'JSON media types').toContain(answer.mediaType);
    }
  }
});

test('media types are compared case-insensitively', row('RFC9110-12.5.1-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const read = await tenant.scim.get(user.path, { headers: { Accept: 'Application/SCIM+JSON' } });
  const replaced = await tenant.scim.put(user.path, user.sent, {
    headers: { 'Content-Type': 'Application/SCIM+JSON' },
  });

  expect(read).toHaveStatus(200);
  expect(replaced).toHaveStatus([200, 204]);
});

test('an unacceptable Accept is refused or overruled', row('RFC9110-15.5.7-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path, { headers: { Accept: 'text/html' } });

  expect(
    [
      [200, SCIM],
      [406, SCIM],
    ],
    'allowed pairs of status and media type',
  ).toContainEqual([answer.status, answer.mediaType]);
});

test('an unsupported media type is refused', row('RFC9110-15.5.16-01'), async ({ tenant, arrange }) => {
  const name = arrange.unique('user');
  const find = () => tenant.scim.list('/Users', { filter: `userName eq "${name}"` });
  const before = await find();
  const raw = JSON.stringify(userBody(name));

  const text = await tenant.scim.send({
    method: 'POST',
    path: '/Users',
    raw,
    headers: { 'Content-Type': 'text/plain' },
  });
  const xml = await tenant.scim.send({
    method: 'POST',
    path: '/Users',
    raw,
    headers: { 'Content-Type': 'application/xml' },
  });

  expect(text).toHaveStatus([415, 400]);
  expect(xml).toHaveStatus([415, 400]);
  const after = await find();
  expect(idsOf(after), 'users of that name').toEqual(idsOf(before));
});

test('answers have unique member names', row('RFC7159-4-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  const names = Object.keys(bodyOf(answer));
  const written = names.map((name) => answer.text.split(`"${name}":`).length - 1);
  expect(new Set(names).size, 'number of different names').toBe(names.length);
  expect(written.slice(0, 2), 'occurrences of the first two names').toEqual([1, 1]);
});

test('duplicate names in a request do not break the server', row('RFC7159-4-02'), async ({ tenant, arrange }) => {
  const [first, second] = [arrange.unique('user'), arrange.unique('user')];
  const schemas = JSON.stringify(userBody('x').schemas);

  const answer = await tenant.scim.send({
    method: 'POST',
    path: '/Users',
    raw: `{"schemas":${schemas},"userName":"${first}","userName":"${second}","externalId":"${first}","active":true}`,
  });

  expect(answer).toHaveStatus([201, 400]);
  const found = await Promise.all(
    [first, second].map((name) => tenant.scim.list('/Users', { filter: `userName eq "${name}"` })),
  );
  expect(found.flatMap(idsOf).length, 'number of users of both names').toBe(Number(answer.status === 201));
});

test('JSON does not start with a byte-order mark', row('RFC7159-8.1-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  expect(answer.text.startsWith('{'), 'the body starts with its object').toBe(true);
});
