import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Pseudonyms } from '../../src/evidence/pseudonyms.ts';
import { Recorder } from '../../src/evidence/recorder.ts';
import { Redaction } from '../../src/evidence/redaction.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { closeDispatchers } from '../../src/scim/dispatcher.ts';
import { ScimClient } from '../../src/scim/scim-client.ts';

interface Seen {
  method: string;
  url: string;
  rawHeaders: string[];
  body: string;
}

let server: Server;
let baseUrl = '';
const seen: Seen[] = [];

async function bodyOf(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('latin1');
}

before(async () => {
  server = createServer(async (request, response) => {
    const { method = '', url = '', rawHeaders } = request;
    seen.push({ method, url, rawHeaders, body: await bodyOf(request) });
    if (url.includes('silent')) return;
    if (url.includes('cut')) {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half');
      setImmediate(() => response.destroy());
      return;
    }
    if (url.includes('packed')) {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
      response.end(gzipSync(url.includes('bomb') ? Buffer.alloc(64 * 1024 * 1024) : '{"id":"1"}'));
      return;
    }
    response.writeHead(200, { 'Content-Type': 'application/scim+json; charset=utf-8', 'X-Two': ['a', 'b'] });
    response.end('{"schemas":["urn:x"],"id":"1"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`;
});

after(async () => {
  await closeDispatchers();
  server.closeAllConnections();
  server.close();
});

function client(): { scim: ScimClient; recorder: Recorder } {
  const recorder = new Recorder(new Redaction(), new Pseudonyms('vsc-test-', 'key'));
  const token = new Secret('hvs.very-secret-token');
  return { scim: new ScimClient({ baseUrl, actor: 'tenant', token, recorder, tls: {} }), recorder };
}

function headersSeen(): Record<string, string> {
  const { rawHeaders = [] } = seen.at(-1) ?? {};
  return Object.fromEntries(
    Array.from({ length: rawHeaders.length / 2 }, (_, i) => rawHeaders.slice(2 * i, 2 * i + 2)),
  );
}

describe('the wire client', () => {
  it('sends the polite headers of a SCIM client by itself', async () => {
    await client().scim.post('/Users', { userName: 'x' });

    const headers = headersSeen();
    assert.equal(headers.Accept, 'application/scim+json');
    assert.equal(headers['Content-Type'], 'application/scim+json');
    assert.equal(headers.Authorization, 'Bearer hvs.very-secret-token');
  });

  it('sends no content type with a request that has no body', async () => {
    await client().scim.get('/Users');

    assert.equal('Content-Type' in headersSeen(), false);
  });

  it('keeps the case of header names and leaves a header out when told so', async () => {
    await client().scim.post('/Users', {}, { headers: { 'content-TYPE': 'text/plain', Accept: null } });

    const headers = headersSeen();
    assert.equal(headers['content-TYPE'], 'text/plain');
    assert.equal('Accept' in headers, false);
  });

  it('sends raw bytes, duplicate members and paths as they are given', async () => {
    const raw = Buffer.from('{"a":1,"a":2,"b":"\xff"}', 'latin1');
    await client().scim.send({ method: 'POST', path: '/Users/%2e%2e?a=%41&a', raw });

    assert.equal(seen.at(-1)?.url, '/scim/v2/Users/%2e%2e?a=%41&a');
    assert.equal(seen.at(-1)?.body, '{"a":1,"a":2,"b":"\xff"}');
  });

  it('sends no credential when the token is null', async () => {
    const { scim, recorder } = client();
    await scim.get('/Users', { token: null });

    assert.equal('Authorization' in headersSeen(), false);
    assert.equal(recorder.exchanges[0]?.actor, 'none');
  });

  it('records the exchange without the credential', async () => {
    const { scim, recorder } = client();
    const answer = await scim.get('/Users');

    assert.equal(answer.status, 200);
    assert.equal(answer.layer, 'scim');
    assert.equal(answer.mediaType, 'application/scim+json');
    assert.equal(answer.header('x-two'), 'a, b');
    assert.equal(JSON.stringify(recorder.exchanges).includes('very-secret'), false);
  });

  it('gives status 0 and says why when no answer comes within the deadline', async () => {
    const answer = await client().scim.get('/silent', { deadlineMs: 50 });

    assert.equal(answer.status, 0);
    assert.equal(answer.layer, 'none');
    assert.match(answer.exchange.failure ?? '', /deadline/);
  });

  it('unpacks a packed answer', async () => {
    const answer = await client().scim.get('/packed');

    assert.deepEqual(answer.body, { id: '1' });
  });

  it('does not unpack a bomb', async () => {
    const answer = await client().scim.get('/packed-bomb');

    assert.equal(answer.status, 0);
    assert.match(answer.exchange.failure ?? '', /after status 200/);
  });

  it('gives status 0 when the connection ends in mid-body', async () => {
    const answer = await client().scim.get('/cut');

    assert.equal(answer.status, 0);
    assert.match(answer.exchange.failure ?? '', /after status 200/);
  });

  it('gives status 0 when nothing listens', async () => {
    const recorder = new Recorder(new Redaction(), new Pseudonyms('vsc-test-', 'key'));
    const scim = new ScimClient({ baseUrl: 'http://127.0.0.1:1', actor: 'tenant', token: null, recorder, tls: {} });

    const answer = await scim.get('/Users');

    assert.equal(answer.status, 0);
    assert.match(answer.exchange.failure ?? '', /ECONNREFUSED/);
  });
});
