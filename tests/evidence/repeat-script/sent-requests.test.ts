import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASE, exchange, repeat, sent } from './repeated.ts';

test('method, URL, header lines and body arrive as recorded, with the credential of each actor', async () => {
  const { requests, status, err } = await repeat(
    [
      exchange({ url: `${BASE}/Users?filter=userName%20eq%20%22a%2f..%2fb%22&x=[1]{2}` }),
      exchange({ actor: 'other', method: 'DELETE', url: `${BASE}/Users/../Users/x` }),
      exchange({
        actor: 'admin',
        method: 'PROPFIND',
        url: 'http://recorded:8200/v1/identity/entity/id',
        requestHeaders: [['X-Vault-Token', '[token]']],
      }),
      exchange({
        actor: 'none',
        requestHeaders: [
          ['aCCept', 'text/x; q="a\'b"'],
          ['X-Empty', ''],
        ],
      }),
    ],
    [],
  );
  assert.equal(status, 0, err);
  assert.deepEqual(
    requests.map((one) => [one.method, one.url, sent(one)]),
    [
      [
        'GET',
        '/base/Users?filter=userName%20eq%20%22a%2f..%2fb%22&x=[1]{2}',
        [['Authorization', 'Bearer tenant-token']],
      ],
      ['DELETE', '/base/Users/../Users/x', [['Authorization', 'Bearer other-token']]],
      ['PROPFIND', '/v1/identity/entity/id', [['X-Vault-Token', 'admin-token']]],
      [
        'GET',
        '/base/Users',
        [
          ['aCCept', 'text/x; q="a\'b"'],
          ['X-Empty', ''],
        ],
      ],
    ],
  );
});

test('bodies arrive byte by byte, with the content type as recorded or none', async () => {
  const bodies = [
    `{"a":"it's \\"q\\" $HOME \`id\` \\\\n %s %d \\u0000"}`,
    '\0\x01\r\n\t\x7f-\0 7 trailing newlines\n\n\n',
    'ä€😀\u2028 -n @file',
    '-n',
    '@request',
    '',
    `{"long":"${'x'.repeat(50_000)}"}`,
  ];
  const types: [string, string][][] = [[], [['content-TYPE', 'application/scim+json; x="y"']]];
  const exchanges = bodies.map((requestBody, i) =>
    exchange({ method: 'POST', requestBody, requestHeaders: types[i % 2] ?? [] }),
  );
  const { requests, err } = await repeat(exchanges, []);
  assert.equal(err, '');
  assert.deepEqual(
    requests.map(({ body }) => body.toString('utf8')),
    bodies,
  );
  assert.deepEqual(
    requests.map(sent),
    bodies.map((_, i) => types[i % 2]),
  );
});

test('a request without a body sends none, POST with length 0, and HEAD does not wait for one', async () => {
  const { requests, status } = await repeat(
    [
      exchange({ method: 'POST' }),
      exchange({ method: 'GET' }),
      exchange({ method: 'HEAD' }),
      exchange({ method: 'GET', requestBody: 'x' }),
    ],
    [],
  );
  assert.equal(status, 0);
  const lengths = requests.map(({ headers }) => headers.find(([name]) => name === 'Content-Length')?.[1]);
  assert.deepEqual(lengths, ['0', undefined, undefined, '1']);
  assert.deepEqual(
    requests.map(({ method }) => method),
    ['POST', 'GET', 'HEAD', 'GET'],
  );
});

test('brackets of the body itself are no placeholders', async () => {
  const requestBody = '{"path":"emails[type eq \\"work\\"]","a":["x"],"b":"[note]"}';
  const { requests, err } = await repeat([exchange({ method: 'PATCH', requestBody })], []);
  assert.equal(err, '');
  assert.equal(String(requests[0]?.body), requestBody);
});
