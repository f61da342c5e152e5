import { bodyOf, expect, row, test, userBody } from '../../../src/harness/index.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

test('answers carry a Date', row('RFC9110-6.6.1-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answers = [await tenant.scim.get(user.path), await tenant.scim.get(`${user.path}x`)];

  expect(
    answers.map((answer) => Number.isNaN(Date.parse(answer.header('date') ?? ''))),
    'a 200 and a 404 lack a Date',
  ).toEqual([false, false]);
});

test('HEAD is supported like GET', row('RFC9110-9.1-01'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.send({ method: 'HEAD', path: user.path });

  expect(answer).toHaveStatus(200);
});

test('HEAD has the headers of GET', row('RFC9110-9.3.2-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const head = await tenant.scim.send({ method: 'HEAD', path: user.path });
  const get = await tenant.scim.get(user.path);

  expect([head.header('content-type'), head.header('etag')], 'Content-Type and ETag of HEAD').toEqual([
    get.header('content-type'),
    get.header('etag'),
  ]);
});

test('an unknown method is refused', row('RFC9110-9.1-02'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const refused = await tenant.scim.send({ method: 'PROPFIND', path: '/Users' });

  expect(refused).toHaveStatus([400, 404, 405, 501]);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'a user afterwards').toEqual(before.body);
});

test('a method that does not fit the path answers 405', row('RFC9110-9.1-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const post = await tenant.scim.post(user.path, user.sent);
  const put = await tenant.scim.put('/Users', user.sent);

  expect(post).toHaveStatus(405);
  expect(put).toHaveStatus(405);
  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a 405 has an Allow', row('RFC9110-15.5.6-01'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.post(user.path, user.sent);

  applies(answer.status === 405, 'the server does not answer 405');
  expect(answer.header('allow') ?? '', 'Allow').not.toBe('');
});

test('the Allow list is true', row('RFC9110-10.2.1-01'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.post(user.path, user.sent);

  applies(answer.status === 405, 'the server does not answer 405');
  const allowed = (answer.header('allow') ?? '').split(',').map((method) => method.trim());
  expect(
    METHODS.filter((method) => allowed.includes(method)),
    'allowed methods of a resource',
  ).toEqual(['GET', 'PUT', 'PATCH', 'DELETE']);
});

test('reads do not change state', row('RFC9110-9.2.1-01'), async ({ tenant, arrange }) => {
  for (const active of [true, false]) {
    const user = await arrange.user(tenant, { active });
    const before = await tenant.scim.get(user.path);

    await tenant.scim.send({ method: 'HEAD', path: user.path });
    await tenant.scim.send({ method: 'OPTIONS', path: user.path });
    await tenant.scim.list('/Users', { count: 1 });
    await tenant.scim.list('/Users', { filter: `userName eq "${user.userName}"` });

    const after = await tenant.scim.get(user.path);
    expect(after.body, `a user with active ${active} afterwards`).toEqual(before.body);
  }
});

test('Location is one URI reference', row('RFC9110-10.2.2-01'), async ({ tenant, arrange, applies }) => {
  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user')));
  applies(created.header('location') !== undefined, 'the answer has no Location');

  expect(
    created.headers.filter(([name]) => name.toLowerCase() === 'location').length,
    'number of Location headers',
  ).toBe(1);
  expect(URL.canParse(created.header('location') ?? ' ', created.request.url), 'Location is a URI reference').toBe(
    true,
  );
  expect(created.header('location'), 'Location').not.toMatch(/["\s]/);
});

test('emitted URLs are valid URIs', row('RFC7644-1.2-02'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answers = [await tenant.scim.get(user.path), await tenant.scim.get(group.path)];

  const urls = answers.flatMap(({ text }) => [...text.matchAll(/"(?:location|\$ref)"\s*:\s*"([^"]*)"/g)]);
  applies(urls.length > 0, 'the server emits no URL');
  expect(
    urls.map(([, url]) => url ?? '').filter((url) => !/^[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+$/.test(url)),
    'URLs with characters that a URI cannot hold',
  ).toEqual([]);
});

test('URIs stay within the base URI', row('RFC7644-3.13-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant, [user]);

  const answers = [await tenant.scim.get(user.path), await tenant.scim.get(group.path)];

  const urls = answers.flatMap(({ text }) => [...text.matchAll(/"(?:location|\$ref)"\s*:\s*"(http[^"]*)"/g)]);
  expect(
    urls.map(([, url]) => url ?? '').filter((url) => !url.startsWith(`${tenant.scimBaseUrl}/`)),
    'URLs outside the base URI',
  ).toEqual([]);
});

test(
  'the version segment is directly before the endpoint',
  row('RFC7644-3.13-01'),
  async ({ tenant, arrange, applies }) => {
    const user = await arrange.user(tenant);
    applies(/\/v\d+$/.test(tenant.scimBaseUrl), 'the base URI has no version segment');

    const answer = await tenant.scim.get(user.path);

    const meta = bodyOf(answer).meta as { location?: unknown } | undefined;
    applies(meta?.location !== undefined, 'the answer has no meta.location');
    expect(String(meta?.location), 'meta.location').toMatch(/\/v2\/Users\//);
  },
);

test('another protocol version is not answered as v2', row('RFC7644-3.13-02'), async ({ tenant, applies }) => {
  applies(/\/v2$/.test(tenant.scimBaseUrl), 'the base URI has no version segment');

  const answer = await tenant.scim.get('/../v99/Users');

  expect(bodyOf(answer).Resources, 'Resources of version 99').toBeUndefined();
});
