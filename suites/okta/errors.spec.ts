import { bodyOf, expect, Okta, row, test, wordsOf } from '../../src/harness/index.ts';

const UNKNOWN_IDS = [
  { form: 'a UUID', id: '00000000-0000-4000-8000-000000000000' },
  { form: 'digits', id: '00919288221112222' },
  { form: 'a long string of digits', id: '010101001010101011001010101011' },
];

test('a bad token is answered 401 as a SCIM error', row('OKTA-22'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const answer = await tenant.scim.get(user.path, { headers: { Authorization: 'non-token' } });

  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the user afterwards').toEqual(before.body);
  expect(answer).toBeScimError({ status: 401 });
  expect(bodyOf(answer).status, 'status in the error').toBe('401');
  expect(String(bodyOf(answer).detail ?? ''), 'the detail').not.toBe('');
});

for (const { form, id } of UNKNOWN_IDS) {
  test(`an unknown id is answered 404 as a SCIM error: ${form}`, row('OKTA-22'), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const before = await tenant.scim.get(user.path);

    const answer = await Okta.requests(tenant).send('OK-Q07', { uid: id });

    const after = await tenant.scim.get(user.path);
    expect(answer).toBeScimError({ status: 404 });
    expect(bodyOf(answer).status, 'status in the error').toBe('404');
    expect(String(bodyOf(answer).detail ?? ''), 'the detail').not.toBe('');
    expect(after.body, 'another user afterwards').toEqual(before.body);
  });
}

test('every answer is JSON, errors too', row('OKTA-25'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const okta = Okta.requests(tenant);

  const answers = [
    await okta.send('OK-Q07', { uid: user.id }),
    await okta.send('OK-Q07', { uid: 'nobody' }),
    await okta.sendText('OK-B02', {}, '{"userName":'),
    await okta.sendText('OK-B02', {}, 'null'),
    await okta.send('OK-V04', { uid: user.id, password: 'x9Kq2LmN' }),
    await tenant.scim.get('/Roles?startIndex=1&count=100'),
    await tenant.scim.get(user.path, { headers: { Authorization: 'non-token' } }),
  ];

  // A success may be without a body: nothing in it is read.
  for (const answer of answers.filter(({ status, text }) => status >= 400 || text !== '')) {
    expect(['application/scim+json', 'application/json'], 'the media types of JSON').toContain(answer.mediaType);
    expect(typeof answer.body, 'the kind of value in the body').toBe('object');
    expect(answer.status, 'the status: no breakdown').toBeLessThan(502);
  }
});

test('a throttled client is told when to come back', row('OKTA-24'), async ({ tenant, arrange, applies }) => {
  const user = await arrange.user(tenant);
  const path = `${new URL(tenant.scimBaseUrl).pathname.replace(/^\/v1\//, '')}${user.path}`;
  applies(await arrange.rateLimit(path, { rate: 1, interval: '60s' }), 'the run may not make a rate limit quota');
  const okta = Okta.requests(tenant);

  await okta.send('OK-Q07', { uid: user.id });
  const throttled = await okta.send('OK-Q07', { uid: user.id });

  expect(wordsOf(throttled), 'the second answer').toMatch(/^429/);
  expect(throttled.header('retry-after') ?? '', 'Retry-After').toMatch(/^\d+$/);
});
