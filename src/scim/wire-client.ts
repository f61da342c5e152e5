import type { Exchange, HeaderLines, Layer } from '../evidence/exchange.ts';
import type { Recorder } from '../evidence/recorder.ts';
import type { Secret } from '../evidence/secret.ts';
import type { TlsOptions } from '../targets/run-context.ts';
import type { Answer, WireRequest } from './answer.ts';
import { dispatcherFor } from './dispatcher.ts';
import { headerIn, mediaTypeIn } from './header-lines.ts';
import { layerOf } from './layer.ts';
import { receive } from './receive.ts';
import { unpackedText } from './received-body.ts';

const DEFAULT_DEADLINE_MS = 5_000;

/** Learns of each request before it leaves and of its answer: ownership and the journal hang on it. */
export interface ExchangeWatcher {
  before(request: WireRequest, actor: string): void;
  after(request: WireRequest, answer: Answer, actor: string): void;
}

/** Learns of all exchanges of a test, of whichever client and whatever else watches it. */
export interface TestWatcher {
  /** The request leaves when this has come back. */
  before(request: WireRequest): void | Promise<void>;
  after(request: WireRequest, answer: Answer, client: WireClient): void;
}

export interface WireClientOptions {
  /** Address that request paths are appended to, without a slash at its end. */
  baseUrl: string;
  /** Whose credential this client carries, as evidence names it: `tenant`, `other`, `admin`. */
  actor: string;
  token: Secret | null;
  /** How the token travels: `Authorization: Bearer` (its name also in lower case) or Vault's `X-Vault-Token`. Default: bearer. */
  tokenHeader?: 'bearer' | 'bearer in lower case' | 'vault';
  /** Sent with every request unless the request overrides them (case as written). */
  headers?: Record<string, string>;
  recorder: Recorder;
  tls: TlsOptions;
  /** Milliseconds for a whole exchange. Default 5,000. */
  deadlineMs?: number;
  watcher?: ExchangeWatcher;
  testWatcher?: TestWatcher;
}

/**
 * Sends exactly what it is told, also what a polite client would not, and records each
 * exchange. Statuses and network failures are answers, never exceptions: whether they are
 * wrong is for the caller to judge.
 */
export class WireClient {
  readonly #options: WireClientOptions;

  constructor(options: WireClientOptions) {
    this.#options = options;
  }

  get baseUrl(): string {
    return this.#options.baseUrl;
  }

  get actor(): string {
    return this.#options.actor;
  }

  /** The same client with some options changed, e.g. another token or header set. */
  with(changes: Partial<WireClientOptions>): WireClient {
    return new WireClient({ ...this.#options, ...changes });
  }

  /** The same client without its watchers, for exchanges that are kept apart. */
  unwatched(recorder: Recorder): WireClient {
    const { watcher: _watcher, testWatcher: _testWatcher, ...options } = this.#options;
    return new WireClient({ ...options, recorder });
  }

  /** One exchange. Status 0 and `exchange.failure` when no complete answer came. */
  async send(request: WireRequest): Promise<Answer> {
    const { recorder, watcher, testWatcher } = this.#options;
    const waiting = testWatcher?.before(request);
    if (waiting) await waiting;
    const actor = request.token === undefined ? this.#options.actor : request.token === null ? 'none' : 'bearer';
    const index = recorder.nextIndex();
    const phase = recorder.phase;
    const url = this.#options.baseUrl + request.path;
    const body = bodyOf(request);
    const headers = this.#headersOf(request, body !== null);
    watcher?.before(request, actor);

    const startedAt = new Date();
    const started = performance.now();
    const received = await this.#receive(url, request, headers, body);
    const durationMs = Math.round((performance.now() - started) * 100) / 100;

    const mediaType = mediaTypeIn(received.headers);
    const json = parsed(received.text);
    const layer: Layer =
      received.status === 0 ? 'none' : layerOf({ status: received.status, mediaType, text: received.text, body: json });
    const { redaction, pseudonyms } = recorder;
    const sentType = mediaTypeIn(headers);
    const record = (): Exchange => ({
      index,
      phase,
      actor,
      method: request.method,
      url: pseudonyms.url(redaction.url(url)),
      requestHeaders: redaction.headers(headers),
      requestBody: body === null ? null : pseudonyms.body(redaction.body(textOf(body), sentType), sentType),
      status: received.status === 0 ? null : received.status,
      responseHeaders: redaction
        .headers(received.headers)
        .map(([name, value]) => [name, /location$/i.test(name) ? pseudonyms.url(value) : value]),
      responseBody: pseudonyms.body(redaction.body(received.text, mediaType), mediaType),
      layer,
      startedAt: startedAt.toISOString(),
      durationMs,
      ...(received.failure === undefined ? {} : { failure: redaction.text(received.failure) }),
    });
    // Half of all exchanges tidy up: their records are wanted only where one of them goes wrong.
    let exchange = phase === 'clean-up' ? null : record();
    if (exchange !== null) recorder.keep(exchange);

    const answer: Answer = {
      request: {
        method: request.method,
        path: request.path,
        url,
        body: request.body,
        header: (name) => headerIn(headers, name),
      },
      status: received.status,
      headers: received.headers,
      header: (name) => headerIn(received.headers, name),
      mediaType,
      text: received.text,
      body: json,
      layer,
      get exchange() {
        exchange ??= record();
        return exchange;
      },
    };
    watcher?.after(request, answer, actor);
    testWatcher?.after(request, answer, this);
    return answer;
  }

  #headersOf(request: WireRequest, hasBody: boolean): HeaderLines {
    const { headers = {}, tokenHeader = 'bearer' } = this.#options;
    const lines = new Map<string, [string, string]>();
    for (const [name, value] of Object.entries(headers)) {
      if (name.toLowerCase() === 'content-type' && !hasBody) continue;
      lines.set(name.toLowerCase(), [name, value]);
    }
    const token = request.token === undefined ? this.#options.token : request.token;
    if (token) {
      const name = tokenHeader === 'bearer' ? 'Authorization' : 'authorization';
      const line: [string, string] =
        tokenHeader === 'vault' ? ['X-Vault-Token', token.reveal()] : [name, `Bearer ${token.reveal()}`];
      lines.set(line[0].toLowerCase(), line);
    }
    for (const [name, value] of Object.entries(request.headers ?? {})) {
      if (value === null) lines.delete(name.toLowerCase());
      else lines.set(name.toLowerCase(), [name, value]);
    }
    return [...lines.values()];
  }

  async #receive(url: string, request: WireRequest, headers: HeaderLines, body: string | Uint8Array | null) {
    const { tls, deadlineMs = DEFAULT_DEADLINE_MS } = this.#options;
    const origin = /^https?:\/\/[^/]+/i.exec(url)?.[0] ?? '';
    const path = url.slice(origin.length) || '/';
    const sent = { origin, path, method: request.method as 'GET', headers: headers.flat(), body };
    const received = await receive(dispatcherFor(tls), sent, request.deadlineMs ?? deadlineMs);
    const { status, headers: lines, failure } = received;
    if (failure !== null) return { status: 0, headers: lines, text: '', failure };
    try {
      return {
        status,
        headers: lines,
        text: await unpackedText(received.body, headerIn(lines, 'content-encoding') ?? ''),
      };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { status: 0, headers: lines, text: '', failure: `after status ${status}: ${reason}` };
    }
  }
}

function bodyOf(request: WireRequest): string | Uint8Array | null {
  if (request.raw !== undefined) return request.raw;
  return request.body === undefined ? null : JSON.stringify(request.body);
}

function textOf(body: string | Uint8Array): string {
  return typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
