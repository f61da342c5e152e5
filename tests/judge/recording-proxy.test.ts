import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { after, describe, it } from 'node:test';
import { Agent } from 'undici';
import type { PassedExchange } from '../../src/judge/passed-exchange.ts';
import { type RecordingProxy, startRecordingProxy } from '../../src/judge/recording-proxy.ts';

const closing: (() => Promise<unknown> | unknown)[] = [];
after(async () => {
  for (const close of closing.reverse()) await close();
});

/** A server that takes one request down byte by byte and answers with given bytes. */
async function rawServer(answer: (string | Buffer)[], isDone: (received: string) => boolean) {
  let received = '';
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', async (part) => {
      received += part.toString('latin1');
      if (!isDone(received)) return;
      for (const piece of answer) {
        socket.write(piece);
        await new Promise((resolve) => setImmediate(resolve));
      }
      socket.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { upstream: `http://127.0.0.1:${port}`, port, received: () => received };
}

async function proxyTo(
  upstream: string,
  onExchange: (exchange: PassedExchange) => void = () => {},
  troubles: unknown[] = [],
): Promise<RecordingProxy> {
  const proxy = await startRecordingProxy({
    upstream,
    upstreamTls: {},
    host: '127.0.0.1',
    port: 0,
    tls: null,
    rewriteHost: false,
    onExchange,
    onTrouble: (error) => troubles.push(error),
  });
  closing.push(() => proxy.close());
  return proxy;
}

/** Sends bytes and gives every byte that comes back. */
async function speak(address: string, ...parts: string[]): Promise<string> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (part) => {
    answer += part.toString('latin1');
  });
  for (const part of parts) socket.write(part, 'latin1');
  await once(socket, 'close');
  return answer;
}

const wholeBody = (end: string) => (received: string) => received.endsWith(end);

describe('the recording proxy', () => {
  it('passes a request on byte by byte, with casing, order and repetition of its header lines', async () => {
    const request =
      'PATCH /v1/identity/scim/v2/Users/7?x=%20+a HTTP/1.1\r\nhOsT: vault.example.com:8200\r\nX-Twice: 1\r\nauthorization: Bearer hvs.abc\r\n' +
      'X-Twice: 2\r\nContent-Type: application/scim+json; charset=utf-8\r\nContent-Length: 11\r\nConnection: close\r\n\r\n{"a": "\xc3\xa9"}';
    const server = await rawServer(['HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n'], wholeBody('}'));
    const proxy = await proxyTo(server.upstream);

    await speak(proxy.address, request);

    // Lines of one name come together; nothing else may differ.
    const sorted = (text: string) => text.split('\r\n').sort();
    assert.deepEqual(sorted(server.received()), sorted(request));
    assert.equal(server.received().split('\r\n\r\n')[1], request.split('\r\n\r\n')[1]);
    assert.match(server.received(), /^PATCH \/v1\/identity\/scim\/v2\/Users\/7\?x=%20\+a HTTP\/1\.1\r\nhOsT: vault/);
  });

  it('passes an answer on byte by byte, and adds no line of its own', async () => {
    const answer =
      'HTTP/1.1 409 Conflict Of Sorts\r\nx-ODD: one\r\nContent-Type: application/scim+json\r\nx-odd: two\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\x00\xff{}';
    const server = await rawServer([Buffer.from(answer, 'latin1')], wholeBody('\r\n\r\n'));
    const proxy = await proxyTo(server.upstream);

    const received = await speak(proxy.address, 'GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');

    assert.equal(received, answer);
  });

  it('streams chunks and passes trailers on, of requests and of answers', async () => {
    const request =
      'POST /Users HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\nX-Sum: 9\r\n\r\n';
    const answer = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-End\r\nConnection: close\r\n\r\n';
    const server = await rawServer([answer, '3\r\nabc\r\n', '0\r\nX-End: yes\r\n\r\n'], wholeBody('X-Sum: 9\r\n\r\n'));
    const proxy = await proxyTo(server.upstream);

    const received = await speak(proxy.address, request);

    assert.equal(server.received(), request);
    assert.equal(received, `${answer}3\r\nabc\r\n0\r\nX-End: yes\r\n\r\n`);
  });

  it('answers 502 with one sentence as a SCIM error when the server behind is dead', async () => {
    const told: PassedExchange[] = [];
    const proxy = await proxyTo('http://127.0.0.1:1', (exchange) => told.push(exchange));

    const received = await speak(
      proxy.address,
      'GET /v1/identity/scim/v2/Users HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
    );

    assert.match(received, /^HTTP\/1\.1 502 /);
    const body = JSON.parse(received.split('\r\n\r\n')[1] ?? '') as { status: string; detail: string };
    assert.equal(body.status, '502');
    assert.equal(body.detail, 'The server behind this proxy, http://127.0.0.1:1, does not answer: connection refused.');
    assert.deepEqual(
      told.map(({ status, failure }) => [status, failure]),
      [[0, 'connection refused']],
    );
  });

  it('passes traffic on when judging throws', async () => {
    const troubles: unknown[] = [];
    const server = await rawServer(
      ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}'],
      wholeBody('\r\n\r\n'),
    );
    const proxy = await proxyTo(
      server.upstream,
      () => {
        throw new Error('the judge stumbled');
      },
      troubles,
    );

    const received = await speak(proxy.address, 'GET /Users HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');

    assert.match(received, /^HTTP\/1\.1 200 OK\r\n/);
    assert.equal(troubles.length, 1);
  });

  it('keeps the beginning of a long body only, and passes all of it on', async () => {
    const long = Buffer.alloc(5 * 1024 * 1024, 'x');
    const told: PassedExchange[] = [];
    const server = await rawServer(
      [`HTTP/1.1 200 OK\r\nContent-Length: ${long.length}\r\nConnection: close\r\n\r\n`, long],
      wholeBody('\r\n\r\n'),
    );
    const proxy = await proxyTo(server.upstream, (exchange) => told.push(exchange));

    const received = await speak(proxy.address, 'GET /Users HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');

    assert.equal(received.length - received.indexOf('\r\n\r\n') - 4, long.length);
    assert.equal(told[0]?.responseBody.isWhole, false);
    assert.equal(told[0]?.responseBody.bytes.length, 4 * 1024 * 1024);
  });

  it('speaks TLS on both sides when it is told so, and refuses a server that it cannot trust', async () => {
    const material = (name: string) =>
      readFileSync(new URL(`../targets/certificates/${name}`, import.meta.url), 'utf8');
    const [cert, key] = [material('localhost.pem'), material('localhost-key.pem')];
    const server = await rawServer(
      ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}'],
      wholeBody('\r\n\r\n'),
    );
    const shared = {
      host: '127.0.0.1',
      port: 0,
      tls: { cert, key },
      rewriteHost: false,
      onExchange() {},
      onTrouble() {},
    };
    const behind = await startRecordingProxy({ ...shared, upstream: server.upstream, upstreamTls: {} });
    const upstreamTls = { ca: cert, servername: 'localhost' };
    const trusting = await startRecordingProxy({ ...shared, upstream: behind.address, upstreamTls });
    const strict = await startRecordingProxy({ ...shared, upstream: behind.address, upstreamTls: {} });
    closing.push(
      () => behind.close(),
      () => trusting.close(),
      () => strict.close(),
    );

    const client = new Agent({ connect: { ca: cert, servername: 'localhost' } });
    const statusOf = async (address: string) => {
      const { statusCode, body } = await client.request({ origin: address, path: '/x', method: 'GET' });
      await body.dump();
      return statusCode;
    };
    const statuses = [await statusOf(trusting.address), await statusOf(strict.address)];
    await client.close();

    assert.deepEqual(statuses, [200, 502]);
  });
});
