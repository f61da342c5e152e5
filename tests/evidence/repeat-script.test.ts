import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { type RepeatOptions, repeatScript } from '../../src/evidence/repeat-script.ts';

interface Raw {
  method: string;
  url: string;
  headers: [string, string][];
  body: Buffer;
}

interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

const BASE = 'http://recorded:8200/v1/identity/scim/v2';
const NEW_ID = 'aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa';
const OLD_ID = '99999999-1111-4111-8111-999999999999';

function exchange(part: Partial<Exchange>): Exchange {
  return {
    index: 1,
    phase: 'act',
    actor: 'tenant',
    method: 'GET',
    url: `${BASE}/Users`,
    requestHeaders: [['Authorization', 'Bearer [token]']],
    requestBody: null,
    status: 200,
    responseHeaders: [],
    responseBody: '',
    layer: 'scim',
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
    ...part,
  };
}

const OPTIONS: RepeatOptions = {
  title: "it's a $(touch /tmp/never)\nexit 9 `check`",
  row: 'VAULT-X-01',
  baseUrl: BASE,
  variables: [
    { actor: 'tenant', variable: 'SCIM_TOKEN' },
    { actor: 'other', variable: '$SCIM_TOKEN_OTHER' },
    { actor: 'admin', variable: 'VAULT_TOKEN' },
  ],
};

/** Runs the script against a server that answers with `replies` in turn. */
async function repeat(exchanges: Exchange[], replies: Reply[], options: Partial<RepeatOptions> = {}, env = {}) {
  const requests: Raw[] = [];
  const server = createServer(async (request, response) => {
    const reply = replies[requests.length] ?? {};
    requests.push(await readRaw(request));
    response.writeHead(reply.status ?? 200, reply.headers ?? {});
    response.end(reply.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const script = repeatScript(exchanges, { ...OPTIONS, ...options });
    const result = await run(script, {
      PATH: process.env.PATH ?? '',
      SCIM_BASE_URL: `${address}/base`,
      VAULT_ADDR: address,
      SCIM_TOKEN: 'tenant-token',
      SCIM_TOKEN_OTHER: 'other-token',
      VAULT_TOKEN: 'admin-token',
      RUN: '77',
      ...env,
    });
    return { ...result, requests, script };
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function readRaw(request: IncomingMessage): Promise<Raw> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const { rawHeaders } = request;
  const headers = Array.from({ length: rawHeaders.length / 2 }, (_, i): [string, string] => [
    rawHeaders[2 * i] ?? '',
    rawHeaders[2 * i + 1] ?? '',
  ]);
  return { method: request.method ?? '', url: request.url ?? '', headers, body: Buffer.concat(parts) };
}

function run(
  script: string,
  env: Record<string, string>,
): Promise<{ status: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-s'], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
    child.stdin.on('error', () => {});
    child.stdin.end(script);
  });
}

function sent(request: Raw | undefined): [string, string][] {
  return (request?.headers ?? []).filter(([name]) => !['host', 'content-length'].includes(name.toLowerCase()));
}

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
  const replies = [{}, { body: '{"auth":{"accessor":"z","client_token":"hvs.fresh"}}' }];
  const { requests, err } = await repeat(exchanges, replies, {}, { VAULT_NAMESPACE: 'mine', JWT_1: 'e.y.j' });
  assert.equal(err, '');
  assert.equal(String(requests[0]?.body), '{"password":"made-for-77"}');
  assert.equal(String(requests[1]?.body), '{"password":"made-for-77"}');
  assert.deepEqual(sent(requests[1]), [['X-Vault-Namespace', 'mine/child']]);
  assert.deepEqual(sent(requests[2]), [['X-Vault-Token', 'hvs.fresh']]);
  assert.equal(String(requests[3]?.body), '{"jwt":"e.y.j"}');
  const missing = await repeat(exchanges, replies, {}, { VAULT_NAMESPACE: 'mine' });
  assert.notEqual(missing.status, 0);
  assert.match(missing.err, /JWT_1: set it to the jwt/);
  assert.equal(missing.requests.length, 0);
});

test('the script prints the last answer beside the expectation and no recorded text can run', async () => {
  const evil = "'; echo HACKED; '\n$(echo HACKED)\n`echo HACKED`";
  const { out, err, script } = await repeat(
    [
      exchange({
        actor: evil,
        method: 'POST',
        requestBody: evil,
        requestHeaders: [['X', "a'; echo HACKED #"]],
        responseBody: evil,
        failure: evil,
      }),
    ],
    [{ status: 409, body: 'the answer' }],
    { expectation: `201 ${evil}` },
  );
  assert.equal(err, '');
  assert.match(out, /status 409, recorded 200[\s\S]*the answer[\s\S]*# Expected by VAULT-X-01: 201/);
  assert.doesNotMatch(out.replaceAll(/^#.*$/gm, ''), /HACKED/);
  assert.doesNotMatch(script, /tenant-token/);
});

test('brackets of the body itself are no placeholders', async () => {
  const requestBody = '{"path":"emails[type eq \\"work\\"]","a":["x"],"b":"[note]"}';
  const { requests, err } = await repeat([exchange({ method: 'PATCH', requestBody })], []);
  assert.equal(err, '');
  assert.equal(String(requests[0]?.body), requestBody);
});

test('a check that sent nothing has a script that ends well', async () => {
  const { status, err } = await repeat([], []);
  assert.deepEqual([status, err], [0, '']);
});

test('a variable that is no shell name is refused', () => {
  assert.throws(
    () => repeatScript([exchange({})], { ...OPTIONS, variables: [{ actor: 'tenant', variable: 'A;B' }] }),
    RangeError,
  );
});
