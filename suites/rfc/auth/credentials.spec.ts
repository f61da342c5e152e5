import { bodyOf, expect, idOf, row, test } from '../../../src/harness/index.ts';

const UNKNOWN = { Authorization: 'Bearer 8f7c0b1e5d3a4c2f9e6b7a8d0c1f2e3b' };

test('an unknown token is not accepted', row('RFC7644-2-04'), async ({ tenant }) => {
  const answer = await tenant.scim.get('/Users', { headers: UNKNOWN });

  expect(answer).toHaveStatus([401, 403]);
  expect(bodyOf(answer).Resources, 'Resources').toBeUndefined();
});

test('anonymous requests are refused', row('RFC7644-2.2-01'), async ({ tenant, observe }) => {
  const read = await tenant.scim.get('/Users', { token: null });
  const deleted = await tenant.scim.delete('/Users/00000000-0000-4000-8000-000000000000', { token: null });

  observe(`a read without a credential answers ${read.status}`);
  expect([401, 403], 'statuses that refuse').toContain(read.status);
  expect([401, 403], 'statuses that refuse').toContain(deleted.status);
});

test('a missing credential answers 401', row('RFC7644-3.12-08'), async ({ tenant }) => {
  const answer = await tenant.scim.get('/Users', { token: null });

  expect(answer).toHaveStatus(401);
});

test(
  'a 401 advertises how to authenticate',
  row('RFC7644-2-01', 'RFC9110-15.5.2-01', 'RFC6750-3-01'),
  async ({ tenant, applies }) => {
    const answer = await tenant.scim.get('/Users', { token: null });

    applies(answer.status === 401, 'the server does not answer 401');
    expect(answer.header('www-authenticate') ?? '', 'WWW-Authenticate').not.toBe('');
  },
);

test('a wrong credential is answered like a missing one', row('RFC9110-15.5.2-02'), async ({ tenant, applies }) => {
  const answer = await tenant.scim.get('/Users', { headers: UNKNOWN });

  applies(answer.status === 401, 'the server does not answer 401');
  expect(answer.header('www-authenticate') ?? '', 'WWW-Authenticate').not.toBe('');
});

test('WWW-Authenticate follows the grammar', row('RFC9110-11.6.1-01'), async ({ tenant, applies }) => {
  const answer = await tenant.scim.get('/Users', { token: null });

  applies(answer.header('www-authenticate') !== undefined, 'the server sends no challenge');
  expect(answer.header('www-authenticate'), 'WWW-Authenticate').toMatch(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+( |$)/);
});

test('a Bearer challenge has a parameter', row('RFC6750-3-02'), async ({ tenant, applies }) => {
  const answer = await tenant.scim.get('/Users', { token: null });

  applies(answer.header('www-authenticate') !== undefined, 'the server sends no challenge');
  expect(answer.header('www-authenticate'), 'WWW-Authenticate').toMatch(/\bBearer\s+\w+\s*=/i);
});

test('a rejected token is explained', row('RFC6750-3-03'), async ({ tenant, applies }) => {
  const answer = await tenant.scim.get('/Users', { headers: UNKNOWN });

  applies(answer.header('www-authenticate') !== undefined, 'the server sends no challenge');
  expect(answer.header('www-authenticate'), 'WWW-Authenticate').toMatch(/error\s*=\s*"?invalid_token/i);
});

test('without a credential there is no error code', row('RFC6750-3.1-01'), async ({ tenant, applies }) => {
  const answer = await tenant.scim.get('/Users', { token: null });

  applies(answer.header('www-authenticate') !== undefined, 'the server sends no challenge');
  expect(answer.header('www-authenticate'), 'WWW-Authenticate').not.toMatch(/\berror\s*=/i);
});

test('no answer repeats the credential', row('RFC7644-7.5.2-03'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.get(user.path);

  expect(answer).toHaveStatus(200);
  expect(answer.text, 'body').not.toMatch(/bearer|access_token|token=/i);
});

test(
  'a resource of another tenant is out of reach',
  row('RFC7644-6.1-01', 'RFC7644-2-03'),
  async ({ tenant, other, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const both = async () => [(await tenant.scim.get(user.path)).body, (await tenant.scim.get(group.path)).body];
    const before = await both();

    const answers = [
      await other.scim.get(user.path),
      await other.scim.put(user.path, { ...user.sent, active: false }),
      await other.scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]),
      await other.scim.delete(user.path),
    ];

    expect(
      answers.map(({ status }) => [403, 404].includes(status)),
      'GET, PUT, PATCH and DELETE across tenants answer 403 or 404',
    ).toEqual([true, true, true, true]);
    expect(answers.map(idOf), 'ids in the answers').toEqual(['', '', '', '']);
    expect(await both(), 'the user and its group afterwards').toEqual(before);
  },
);
