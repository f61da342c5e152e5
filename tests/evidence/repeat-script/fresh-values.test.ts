import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/evidence/exchange.ts';
import { BASE, exchange, repeat, sent } from './repeated.ts';

const NEW_ID = 'aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa';
const OLD_ID = '99999999-1111-4111-8111-999999999999';

test('ids of the server are taken from its answers, in bodies, headers and Location', async () => {
  const etag = 'W/"old-etag"';
  const exchanges = [
    exchange({
      method: 'POST',
      requestBody: '{}',
      responseBody: `{"meta":{"x":[1,"a"]},\n "id" : "${OLD_ID}"}`,
      responseHeaders: [['ETag', etag]],
    }),
    exchange({ method: 'POST', requestBody: '{}', responseHeaders: [['Location', `${BASE}/Groups/old-group-id`]] }),
    exchange({
      method: 'PATCH',
      url: `${BASE}/Groups/old-group-id`,
      requestBody: `{"value":"${OLD_ID}"}`,
      requestHeaders: [['If-Match', etag]],
      responseBody: `{"members":[{"value":"first-member"},{"value":"second-member"}],"id":"old-group-id"}`,
    }),
    exchange({ url: `${BASE}/Users/second-member` }),
  ];
  const { requests, status, err } = await repeat(exchanges, [
    { body: `{"id":"${NEW_ID}","meta":{}}`, headers: { etag: 'W/"new-etag"' } },
    { headers: { location: 'http://elsewhere/x/Groups/new-group-id' } },
    { body: '{"members":[{"value":"m-1"},\n{"value":"m-2"}]}' },
  ]);
  assert.equal(status, 0, err);
  assert.equal(requests[2]?.url, '/base/Groups/new-group-id');
  assert.equal(String(requests[2]?.body), `{"value":"${NEW_ID}"}`);
  assert.deepEqual(sent(requests[2]), [['If-Match', 'W/"new-etag"']]);
  assert.equal(requests[3]?.url, '/base/Users/m-2');
});

test('an answer without the needed id ends the script with a sentence', async () => {
  const { status, err, requests } = await repeat(
    [
      exchange({ method: 'POST', requestBody: '{}', responseBody: `{"id":"${OLD_ID}"}` }),
      exchange({ url: `${BASE}/Users/${OLD_ID}` }),
    ],
    [{ status: 500, body: 'oops' }],
  );
  assert.equal(status, 1);
  assert.match(err, /status 500.*does not hold id[\s\S]*oops/);
  assert.equal(requests.length, 1);
});

test('names of the run get a fresh number in any case, values of the tenant become variables', async () => {
  const { requests, err } = await repeat(
    [
      exchange({ url: `${BASE}/Users?filter=userName%20eq%20%22SCIMC-1a-s0-jane%22` }),
      exchange({ method: 'POST', requestBody: '{"userName":"scimc-1a-s0-jane","manager":"principal-1"}' }),
    ],
    [],
    {
      runPrefix: 'scimc-1a',
      tenantValues: [{ value: 'principal-1', variable: 'PRINCIPAL', meaning: 'its "principal"' }],
    },
    { PRINCIPAL: 'p-9' },
  );
  assert.equal(err, '');
  assert.equal(requests[0]?.url, '/base/Users?filter=userName%20eq%20%22SCIMC-1a77-s0-jane%22');
  assert.equal(String(requests[1]?.body), '{"userName":"scimc-1a77-s0-jane","manager":"p-9"}');
});

test('chosen passwords are made up, others asked for, issued tokens taken from the answer', async () => {
  const admin: [string, string][] = [
    ['X-Vault-Token', '[token]'],
    ['X-Vault-Namespace', 'team/run/'],
  ];
  const exchanges = [
    exchange({
      actor: 'admin',
      method: 'POST',
      url: 'http://recorded:8200/v1/auth/up/users/jane',
      requestHeaders: admin,
      requestBody: '{"password":"[password]"}',
    }),
    exchange({
      actor: 'login',
      method: 'POST',
      url: 'http://recorded:8200/v1/auth/up/login/jane',
      requestHeaders: [['X-Vault-Namespace', 'team/run/child']],
      requestBody: '{"password":"[password]"}',
      responseBody: '{"auth":{"client_token":"[token]","accessor":"acc-12345"}}',
    }),
    exchange({
      actor: 'bearer',
      url: 'http://recorded:8200/v1/kv/data/x',
      requestHeaders: [['X-Vault-Token', '[token]']],
    }),
    exchange({
      actor: 'admin',
      method: 'POST',
      url: 'http://recorded:8200/v1/auth/up/login/jane',
      requestHeaders: [],
      requestBody: '{"jwt":"[jwt]"}',
    }),
  ];
  const tenant = { namespace: 'team/run' };
  const replies = [{}, { body: '{"auth":{"accessor":"z","client_token":"hvs.fresh"}}' }];
  const { requests, err } = await repeat(exchanges, replies, tenant, { VAULT_NAMESPACE: 'mine', JWT_1: 'e.y.j' });
  assert.equal(err, '');
  assert.equal(String(requests[0]?.body), '{"password":"made-for-77"}');
  assert.equal(String(requests[1]?.body), '{"password":"made-for-77"}');
  assert.deepEqual(sent(requests[1]), [['X-Vault-Namespace', 'mine/child']]);
  assert.deepEqual(sent(requests[2]), [['X-Vault-Token', 'hvs.fresh']]);
  assert.equal(String(requests[3]?.body), '{"jwt":"e.y.j"}');
  const missing = await repeat(exchanges, replies, tenant, { VAULT_NAMESPACE: 'mine' });
  assert.notEqual(missing.status, 0);
  assert.match(missing.err, /JWT_1: set it to the jwt/);
  assert.equal(missing.requests.length, 0);
});

test('the script demands the states that its own answers tell of, and asks once what was asked again', async () => {
  const demanding = (index: string): Exchange['requestHeaders'] => [['X-Vault-Index', index]];
  const url = 'http://recorded:8200/v1/identity/entity';
  const { requests } = await repeat(
    [
      exchange({ actor: 'admin', url, requestHeaders: demanding('of-an-earlier-test') }),
      exchange({ method: 'POST', responseHeaders: [['x-vault-index', 'recorded-index']] }),
      exchange({ actor: 'admin', url, status: 412, requestHeaders: demanding('recorded-index') }),
      exchange({ actor: 'admin', url, requestHeaders: demanding('recorded-index') }),
      exchange({ phase: 'repeat' }),
    ],
    [{}, { headers: { 'X-Vault-Index': 'new-index' } }],
  );

  assert.deepEqual(
    requests.map(({ method, headers }) => [method, headers.find(([name]) => name === 'X-Vault-Index')?.[1]]),
    [
      ['GET', undefined],
      ['POST', undefined],
      ['GET', 'new-index'],
    ],
  );
});

test('a child of the root namespace is named as it was, since it is no namespace of the tenant', async () => {
  const inChild = exchange({
    url: 'http://recorded:8200/v1/sys/auth',
    requestHeaders: [['X-Vault-Namespace', 'child']],
  });

  const { requests } = await repeat([inChild], [{}], {}, { VAULT_NAMESPACE: 'mine' });

  assert.deepEqual(sent(requests[0]), [['X-Vault-Namespace', 'child']]);
});

test('what belongs to a mount is taken from under its path, since another Vault has others beside it', async () => {
  const mounts = exchange({
    url: 'http://recorded:8200/v1/sys/auth',
    responseBody: '{"token/":{"accessor":"auth_token_1"},"vsc-1-up/":{"type":"userpass","accessor":"auth_up_12"}}',
  });
  const client = exchange({ method: 'POST', requestBody: '{"alias_mount_accessor":"auth_up_12"}' });
  const others = '{"a/":{"accessor":"auth_a"},"vsc-1-77up/":{"accessor":"auth_mine"},"token/":{"accessor":"auth_t"}}';

  const { requests, err } = await repeat([mounts, client], [{ body: others }], { runPrefix: 'vsc-1-' });

  assert.equal(err, '');
  assert.equal(String(requests[1]?.body), '{"alias_mount_accessor":"auth_mine"}');
});
