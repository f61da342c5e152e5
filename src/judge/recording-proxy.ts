import {
  createServer,
  Agent as HttpAgent,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as sendHttp,
} from 'node:http';
import { createServer as createTlsServer, Agent as HttpsAgent, request as sendHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { HeaderLines } from '../evidence/exchange.ts';
import { MessageUrn, SCIM_MEDIA_TYPE } from '../protocol/scim.ts';
import type { TlsOptions } from '../targets/run-context.ts';
import { BodyCapture, type PassedExchange } from './passed-exchange.ts';

/** Bytes of a body that are kept for judging; everything is passed on. */
const JUDGED_BODY_BYTES = 4 * 1024 * 1024;

/** How long an exchange may still take when the proxy is closed, in milliseconds. */
const CLOSE_WITHIN_MS = 2_000;

export interface ProxyOptions {
  /** Origin of the server behind: `https://vault:8200`. */
  upstream: string;
  /** How the server behind is spoken to. */
  upstreamTls: TlsOptions;
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Certificate and key (PEM) with which the connector is served; null for plain HTTP. */
  tls: { cert: string; key: string } | null;
  /** Names the server behind in `Host`, for one that tells its sites apart by it; else the connector's is passed on. */
  rewriteHost: boolean;
  /** Gets each exchange after its last byte; what it throws is caught and does not touch the traffic. */
  onExchange(exchange: PassedExchange): void;
  onTrouble(error: unknown): void;
}

export interface RecordingProxy {
  /** `http://127.0.0.1:<port>` */
  address: string;
  /** Takes no more requests; ends when those under way have ended, or after two seconds. */
  close(): Promise<void>;
}

/**
 * A reverse proxy that changes nothing: bytes of bodies, names, order and repetition of header lines, status with
 * its words, chunks and trailers go on as they came; it streams, and neither adds nor drops a line of its own.
 *
 * When the server behind does not answer, the connector gets 502 with one sentence in the form of a SCIM error.
 *
 * @throws Error with a `code` such as EADDRINUSE
 */
export async function startRecordingProxy(options: ProxyOptions): Promise<RecordingProxy> {
  const isTls = options.upstream.startsWith('https:');
  const { insecure, ...material } = options.upstreamTls;
  const agent = isTls
    ? new HttpsAgent({ keepAlive: true, rejectUnauthorized: insecure !== true, ...material })
    : new HttpAgent({ keepAlive: true });
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse) => passOn(incoming, outgoing, options, agent);
  const server = options.tls === null ? createServer(onRequest) : createTlsServer({ ...options.tls }, onRequest);
  // A slow connector or a slow server is not for the proxy to judge.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  const scheme = options.tls === null ? 'http' : 'https';
  return { address: `${scheme}://${host}:${port}`, close: () => close(server, agent) };
}

function passOn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: ProxyOptions,
  agent: HttpAgent | HttpsAgent,
): void {
  const startedAt = performance.timeOrigin + performance.now();
  let endedAt: number | null = null;
  const sent = new BodyCapture(JUDGED_BODY_BYTES);
  const received = new BodyCapture(JUDGED_BODY_BYTES);
  const method = incoming.method ?? 'GET';
  const target = incoming.url ?? '/';
  const requestHeaders = headerLines(incoming.rawHeaders);
  let isTold = false;
  const tell = (answer: IncomingMessage | null, failure?: string) => {
    if (isTold) return;
    isTold = true;
    try {
      options.onExchange({
        method,
        target,
        requestHeaders,
        requestBody: sent.body(),
        status: answer?.statusCode ?? 0,
        responseHeaders: answer === null ? [] : headerLines(answer.rawHeaders),
        responseBody: received.body(),
        startedAt,
        durationMs: (endedAt ?? performance.timeOrigin + performance.now()) - startedAt,
        ...(failure === undefined ? {} : { failure }),
      });
    } catch (error) {
      options.onTrouble(error);
    }
  };

  const upstream = new URL(options.upstream);
  const send = upstream.protocol === 'https:' ? sendHttps : sendHttp;
  const forward = send({
    agent,
    host: upstream.hostname.replace(/^\[|\]$/g, ''),
    port: upstream.port || (upstream.protocol === 'https:' ? 443 : 80),
    method,
    path: target,
    setHost: false,
    ...(options.upstreamTls.servername === undefined ? {} : { servername: options.upstreamTls.servername }),
  });
  // Node adds these unless they were taken away; what the connector sent is put in after that.
  for (const name of ['connection', 'transfer-encoding', 'content-length']) forward.removeHeader(name);
  try {
    for (const [name, value] of requestHeaders) {
      const isHost = options.rewriteHost && name.toLowerCase() === 'host';
      forward.appendHeader(name, isHost ? upstream.host : value);
    }
  } catch (error) {
    refuse(outgoing, 'The request holds a header that cannot be passed on.');
    tell(null, messageOf(error));
    forward.destroy();
    return;
  }

  incoming.on('data', (part: Buffer) => sent.add(part));
  incoming.once('end', () => {
    const trailers = headerLines(incoming.rawTrailers);
    if (trailers.length > 0) forward.addTrailers(trailers);
  });
  incoming.pipe(forward);
  outgoing.once('close', () => {
    if (outgoing.writableFinished) return;
    tell(null, 'the connector closed the connection before the answer was complete');
    forward.destroy();
  });

  forward.on('response', (answer) => {
    outgoing.sendDate = false;
    for (const name of ['connection', 'transfer-encoding', 'content-length']) outgoing.removeHeader(name);
    answer.on('data', (part: Buffer) => received.add(part));
    answer.once('end', () => {
      endedAt = performance.timeOrigin + performance.now();
      const trailers = headerLines(answer.rawTrailers);
      if (trailers.length > 0) outgoing.addTrailers(trailers);
    });
    answer.once('error', (error) => {
      tell(answer, `after status ${answer.statusCode}: ${messageOf(error)}`);
      outgoing.destroy();
    });
    outgoing.once('finish', () => tell(answer));
    outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.rawHeaders);
    answer.pipe(outgoing);
  });
  forward.on('error', (error) => {
    tell(null, messageOf(error));
    if (outgoing.headersSent || outgoing.destroyed) outgoing.destroy();
    else refuse(outgoing, `The server behind this proxy, ${options.upstream}, does not answer: ${messageOf(error)}.`);
  });
}

/** RFC 7644 section 3.12; 502 is HTTP's word for a gateway that gets no answer (RFC 9110 section 15.6.3). */
function refuse(outgoing: ServerResponse, detail: string): void {
  const body = JSON.stringify({ schemas: [MessageUrn.error], status: '502', detail });
  outgoing.writeHead(502, { 'Content-Type': SCIM_MEDIA_TYPE, 'Content-Length': Buffer.byteLength(body) });
  outgoing.end(body);
}

function headerLines(raw: string[]): HeaderLines {
  return Array.from({ length: raw.length / 2 }, (_, i): [string, string] => [raw[2 * i] ?? '', raw[2 * i + 1] ?? '']);
}

function messageOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words: Record<string, string> = {
    ECONNREFUSED: 'connection refused',
    ECONNRESET: 'connection reset',
    ENOTFOUND: 'unknown host name',
    ETIMEDOUT: 'no connection within the time allowed',
  };
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}

async function close(server: Server, agent: HttpAgent | HttpsAgent): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
  await closed;
  clearTimeout(timer);
  agent.destroy();
}
