import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Redaction } from '../../../src/evidence/redaction.ts';

const JSON_TYPE = 'application/json';

function body(value: unknown): unknown {
  return JSON.parse(new Redaction().body(JSON.stringify(value), JSON_TYPE));
}

test('credential headers lose their value, keep name, casing and scheme', () => {
  const basic = Buffer.from('jane:hunter22').toString('base64');
  assert.deepEqual(
    new Redaction().headers([
      ['aUthorization', 'bEarer whatever'],
      ['Authorization', `Basic ${basic}`],
      ['Authorization', 'Bearer'],
      ['Authorization', 'made up value'],
      ['Proxy-Authorization', 'Basic eDp5'],
      ['X-Vault-Token', 'root'],
      ['X-Vault-Wrap-Token', 'abc'],
      ['X-Vault-Wrap-TTL', '60s'],
      ['Cookie', 'a=b'],
      ['Set-Cookie', 'session=1; Path=/'],
      ['Location', `https://u:p@host/Users/1?token=${'a'.repeat(20)}`],
      ['Content-Type', 'application/scim+json'],
      ['X-Vault-Namespace', 'team/'],
    ]),
    [
      ['aUthorization', 'bEarer [token]'],
      ['Authorization', 'Basic [credentials]'],
      ['Authorization', 'Bearer'],
      ['Authorization', '[token]'],
      ['Proxy-Authorization', 'Basic [credentials]'],
      ['X-Vault-Token', '[token]'],
      ['X-Vault-Wrap-Token', '[token]'],
      ['X-Vault-Wrap-TTL', '60s'],
      ['Cookie', '[cookie]'],
      ['Set-Cookie', '[cookie]'],
      ['Location', 'https://[credentials]@host/Users/1?token=[token]'],
      ['Content-Type', 'application/scim+json'],
      ['X-Vault-Namespace', 'team/'],
    ],
  );
});

test('members that hold credentials are replaced, accessors, ids and settings stay', () => {
  assert.deepEqual(
    body({
      request_id: '5f1e…',
      auth: {
        client_token: 'custom-token-id',
        accessor: 'acc-1',
        token_type: 'service',
        entity_id: 'e-1',
        token_policies: ['p'],
      },
      data: {
        secret_id: 'x-1',
        secret_id_accessor: 'acc-2',
        secret_id_ttl: 60,
        token_accessor: 'acc-3',
        id: 'hvs.CAESabcdef',
      },
      wrap_info: { token: 'some-wrapping-token', accessor: 'acc-4' },
      clientSecret: 'abc',
      Password: 12345,
      oidc_client_secret: '',
      private_key: null,
    }),
    {
      request_id: '5f1e…',
      auth: {
        client_token: '[token]',
        accessor: 'acc-1',
        token_type: 'service',
        entity_id: 'e-1',
        token_policies: ['p'],
      },
      data: {
        secret_id: '[secret-id]',
        secret_id_accessor: 'acc-2',
        secret_id_ttl: 60,
        token_accessor: 'acc-3',
        id: '[token]',
      },
      wrap_info: { token: '[token]', accessor: 'acc-4' },
      clientSecret: '[client-secret]',
      Password: '[password]',
      oidc_client_secret: '',
      private_key: null,
    },
  );
});

test('keys are unseal keys in the answer of sys/init and names in a list', () => {
  const key = 'ab12'.repeat(16);
  assert.deepEqual(body({ keys: ['k1'], keys_base64: ['azE='], root_token: 'r' }), {
    keys: ['[unseal-key]'],
    keys_base64: ['[unseal-key]'],
    root_token: '[token]',
  });
  const list = { request_id: '1', data: { keys: ['5b2f7a3e-0000-4000-8000-000000000001', 'default', 'token/'] } };
  assert.deepEqual(body(list), list);
  assert.deepEqual(body({ key, reset: false }), { key: '[unseal-key]', reset: false });
});

test('a licence text is removed, the licence state of sys/health stays', () => {
  assert.deepEqual(body({ license: '02MV4UU43BK5' }), { license: '[licence]' });
  const health = { license: { state: 'autoloaded', expiry_time: '2030-01-01T00:00:00Z' } };
  assert.deepEqual(body(health), health);
});

test('values read from or written to KV are removed, their names and the metadata stay', () => {
  const answer = {
    request_id: '1',
    data: { data: { user: 'x', deep: { port: 5432, list: ['y'] } }, metadata: { version: 3 } },
  };
  assert.deepEqual(body(answer), {
    request_id: '1',
    data: {
      data: { user: '[secret-value]', deep: { port: '[secret-value]', list: ['[secret-value]'] } },
      metadata: { version: 3 },
    },
  });
  assert.deepEqual(body({ data: { user: 'x' }, options: { cas: 0 } }), {
    data: { user: '[secret-value]' },
    options: { cas: 0 },
  });
  assert.deepEqual(body({ request_id: '1', data: { user: 'x' }, mount_type: 'kv' }), {
    request_id: '1',
    data: { user: '[secret-value]' },
    mount_type: 'kv',
  });
});

test('a password set by PATCH is removed whether the path stands before or after it', () => {
  for (const operation of [
    { op: 'replace', path: 'password', value: 'hunter22' },
    { value: 'hunter22', op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:password' },
    { op: 'add', value: { password: 'hunter22' } },
  ]) {
    assert.doesNotMatch(JSON.stringify(body({ Operations: [operation] })), /hunter22/);
  }
  const filterPath = { Operations: [{ op: 'replace', path: 'userName', value: 'jane' }] };
  assert.deepEqual(body(filterPath), filterPath);
});

test('both of two duplicate members are replaced and the text between stays as it was', () => {
  assert.equal(
    new Redaction().body('{ "password" : "one",\n\t"password":"two" ,"a":1.0 }', JSON_TYPE),
    '{ "password" : "[password]",\n\t"password":"[password]" ,"a":1.0 }',
  );
});

test('broken JSON, JSON in prose and JSON in JSON strings are read as far as they go', () => {
  const redaction = new Redaction();
  assert.equal(redaction.body('{"password": "open en', JSON_TYPE), '{"password": "[password]');
  assert.equal(redaction.body(']}{"jwt":"x",,"a":[', JSON_TYPE), ']}{"jwt":"[jwt]",,"a":[');
  assert.equal(redaction.text('got {"secret_id":"x"} as answer'), 'got {"secret_id":"[secret-id]"} as answer');
  const nested = JSON.stringify({ policy: JSON.stringify({ a: JSON.stringify({ password: 'hunter22' }) }) });
  const clean = redaction.body(nested, JSON_TYPE);
  assert.deepEqual(JSON.parse(JSON.parse(JSON.parse(clean).policy).a), { password: '[password]' });
});
