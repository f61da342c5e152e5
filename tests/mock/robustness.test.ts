import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { startVaultApi, type VaultApi } from './vault-api.ts';

const PATHS = [
  'identity/entity',
  'identity/entity/id/x',
  'identity/entity/name/x',
  'identity/entity/merge',
  'identity/entity/batch-delete',
  'identity/entity-alias',
  'identity/group',
  'identity/group/name/x',
  'identity/lookup/entity',
  'auth/token/create',
  'auth/token/create/r',
  'auth/token/roles/r',
  'auth/token/lookup',
  'auth/token/renew',
  'auth/up/users/u',
  'auth/up/login/u',
  'auth/ar/role/r',
  'auth/ar/role/r/secret-id',
  'auth/ar/login',
  'auth/jwt/config',
  'auth/jwt/role/r',
  'auth/jwt/login',
  'sys/auth/x',
  'sys/auth/up/tune',
  'sys/mounts/x',
  'sys/policies/acl/p',
  'sys/capabilities-self',
  'secret/data/a',
  'secret/metadata/a',
  'identity/scim/client/c',
  'identity/scim/client/c/link-entity',
  'identity/scim/v2/Users',
  'identity/scim/v2/Groups',
  'identity/scim/v2/Users/x',
];
const KEYS = [
  ...['name', 'id', 'policies', 'metadata', 'disabled', 'canonical_id', 'mount_accessor', 'member_entity_ids'],
  ...['type', 'config', 'options', 'ttl', 'num_uses', 'period', 'entity_alias', 'token', 'password', 'token_policies'],
  ...['token_type', 'data', 'policy', 'paths', 'rate', 'interval', 'jwt', 'role', 'role_id', 'secret_id', '__proto__'],
  ...['jwt_validation_pubkeys', 'user_claim', 'bound_audiences', 'from_entity_ids', 'to_entity_id', 'entity_ids'],
  ...['access_grant_principal', 'alias_mount_accessor', 'userName', 'externalId', 'active', 'displayName', 'members'],
  ...['schemas', 'Operations', 'allowed_entity_aliases', 'custom_metadata', 'explicit_max_ttl', 'token_ttl'],
];

async function furnished(): Promise<VaultApi> {
  const vault = await startVaultApi();
  await vault.arrange('POST', 'sys/auth/up', { type: 'userpass' });
  await vault.arrange('POST', 'sys/auth/ar', { type: 'approle' });
  await vault.arrange('POST', 'sys/auth/jwt', { type: 'jwt' });
  await vault.arrange('POST', 'sys/mounts/secret', { type: 'kv-v2' });
  await vault.arrange('POST', 'auth/token/roles/r', { allowed_entity_aliases: '*' });
  await vault.arrange('POST', 'auth/ar/role/r', {});
  await vault.arrange('POST', 'auth/up/users/u', { password: 'p' });
  return vault;
}

/** A token that speaks for a SCIM client. */
async function scimToken(vault: VaultApi): Promise<string> {
  const policy = 'path "*" { capabilities = ["create", "read", "update", "patch", "delete", "list"] }';
  await vault.arrange('PUT', 'sys/policies/acl/all', { policy });
  const order = { entity_alias: 'principal', policies: ['all'] };
  const { auth } = (await vault.arrange('POST', 'auth/token/create/r', order)).body;
  await vault.arrange('POST', 'identity/scim/client/fuzzed', { access_grant_principal: auth.entity_id });
  return auth.client_token;
}

test('no request of a few thousand generated ones gets a 5xx or an answer that is not of Vault or SCIM', async () => {
  await using vault = await furnished();
  const principal = await scimToken(vault);
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '',
      '1h',
      '-1',
      'root',
      '*',
      'user/pass',
      'x',
      'r',
      'kv',
      'userpass',
      'batch',
      'scim',
      -1,
      1e308,
      true,
    ),
  );
  const body = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 5 }).map((o) => JSON.stringify(o)),
    },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
  );
  const request = fc.record({
    verb: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('POST', 'PUT', 'PATCH') },
      { weight: 2, arbitrary: fc.constantFrom('GET', 'LIST', 'DELETE') },
      { weight: 1, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'PROPFIND', 'FOO', 'list') },
    ),
    path: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...PATHS) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }).map((s) => `identity/${encode(s)}`) },
      { weight: 1, arbitrary: fc.webPath() },
    ),
    body,
    type: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('application/json', 'application/scim+json') },
      { weight: 1, arbitrary: fc.constantFrom('application/merge-patch+json', 'text/plain', 'x') },
    ),
    query: fc.oneof(
      fc.constant(''),
      fc.webQueryParameters(),
      fc.constantFrom('list=true', 'list=x', 'filter=a', 'count=-1'),
    ),
  });
  const property = fc.asyncProperty(request, async ({ verb, path, body: text, type, query }) => {
    const hasBody = verb !== 'GET' && verb !== 'HEAD';
    const token = path.startsWith('identity/scim/v2') ? principal : vault.double.rootToken;
    const url = `${path}${query === '' ? '' : `?${query}`}`;
    const answer = await vault.call(verb, url, hasBody ? text : undefined, {
      headers: { 'content-type': type },
      token,
    });
    assert.ok(answer.status < 500 || answer.status === 501, `${verb} ${url} ${text}: ${answer.status} ${answer.text}`);
    if (answer.status >= 400 && answer.text !== '') assert.equal(typeof answer.body, 'object');
  });
  await fc.assert(property, { numRuns: 3000, endOnFailure: true });
  assert.deepEqual(vault.double.defects, []);
  assert.equal((await vault.call('GET', 'sys/auth')).status, 200);
});

/** Percent-encodes what is in a string, lone surrogates included. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

const BAD_BODIES: [title: string, body: Buffer | string][] = [
  ['broken JSON', '{"name":"x"'],
  ['a list', '["x"]'],
  ['a number', '1'],
  ['nesting of 10,000 levels', '{"name":'.repeat(10_000)],
  ['closed nesting of 10,000 levels', `{"name":"x","metadata":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0x6e, 0x61, 0x6d, 0x65, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  ['10 MB that are no JSON', 'x'.repeat(10_000_000)],
  ['more than the limit of 32 MB', 'x'.repeat(33_554_433)],
];

for (const [title, body] of BAD_BODIES) {
  test(`a body with ${title} gets a 4xx and changes nothing`, async () => {
    await using vault = await startVaultApi();
    const response = await fetch(`${vault.double.address}/v1/identity/entity`, {
      method: 'POST',
      headers: { 'x-vault-token': vault.double.rootToken },
      body: new Uint8Array(Buffer.from(body)),
    });
    assert.equal(response.status, title.startsWith('more') ? 413 : 400);
    assert.ok(Array.isArray(((await response.json()) as { errors: string[] }).errors));
    assert.equal((await vault.call('LIST', 'identity/entity/id')).status, 404);
    assert.deepEqual(vault.double.defects, []);
  });
}

test('a body of 10 MB that is right is taken', async () => {
  await using vault = await startVaultApi();
  const answer = await vault.call('POST', 'identity/entity', { name: 'x', metadata: { k: 'v'.repeat(10_000_000) } });
  assert.equal(answer.status, 200);
});

test('odd paths get a 4xx', async () => {
  await using vault = await startVaultApi();
  for (const path of ['%', '%ff', '%zz/x', '%00', '../sys/auth', 'a//b', '//', '%2e%2e/%2e%2e/x', 'x'.repeat(8000)]) {
    const answer = await raw(
      vault,
      `GET /v1/${path} HTTP/1.1\r\nHost: x\r\nX-Vault-Token: ${vault.double.rootToken}\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 4\d\d /, path);
  }
});

test('what is hardly HTTP gets a 4xx, and the next caller is served', async () => {
  await using vault = await startVaultApi();
  for (const text of [
    'nonsense\r\n\r\n',
    'GET\r\n\r\n',
    'GET /v1/sys/health HTTP/9.9\r\n\r\n',
    'LIST\r\n\r\n',
    'LIST / \r\n\r\n',
    '\u0000\u0001\u0002\r\n\r\n',
    `GET /v1/sys/health HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`,
    'POST /v1/identity/entity HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n',
    'POST /v1/identity/entity HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    'FOO /v1/sys/health HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc',
  ]) {
    assert.match(await raw(vault, text), /^HTTP\/1\.1 4\d\d /, JSON.stringify(text.slice(0, 60)));
    assert.equal((await vault.call('GET', 'sys/health')).status, 200);
  }
});

test('a strange Host is not believed in locations', async () => {
  await using vault = await startVaultApi();
  const head = 'GET /v1/sys/health HTTP/1.1\r\nHost: a b"<>\r\nConnection: close\r\n\r\n';
  assert.match(await raw(vault, head), /^HTTP\/1\.1 [24]\d\d /);
});

test('a LIST with a body, in pieces, is one request', async () => {
  await using vault = await startVaultApi();
  const head = `LIST /v1/sys/policies/acl HTTP/1.1\r\nHost: x\r\nX-Vault-Token: ${vault.double.rootToken}\r\n`;
  const answer = await raw(vault, head, 'Content-Length: 2\r\nConnection: close\r\n\r\n{', '}');
  assert.match(answer, /^HTTP\/1\.1 200 /);
});

/** Sends text in pieces over a connection of its own, and gives back all that comes until it closes or falls silent. */
function raw(vault: VaultApi, ...pieces: string[]): Promise<string> {
  const { port } = new URL(vault.double.address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    let received = '';
    const finish = () => {
      socket.destroy();
      resolve(received);
    };
    socket.setTimeout(2000, finish);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (received.includes('\r\n\r\n')) finish();
    });
    socket.on('close', finish);
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? finish() : reject(error)));
    const send = (index: number) => {
      const piece = pieces[index];
      if (piece !== undefined) socket.write(piece, () => setImmediate(send, index + 1));
    };
    send(0);
  });
}
