import type { Recorder } from '../evidence/recorder.ts';
import type { Secret } from '../evidence/secret.ts';
import type { VaultAuth } from '../protocol/vault.ts';
import type { Answer, WireRequest } from '../scim/answer.ts';
import { type ExchangeWatcher, type TestWatcher, WireClient } from '../scim/wire-client.ts';
import type { TlsOptions } from '../targets/run-context.ts';
import { ArrangeError } from './arrange-error.ts';
import { poll } from './poll.ts';
import { CAUGHT_UP_WITHIN_MS, INDEX_HEADER, StorageIndex } from './storage-index.ts';

export type Fields = Record<string, unknown>;

/** An answer of Vault's API with its envelope opened: `data` and `auth` are null when there are none. */
export interface VaultAnswer extends Answer {
  data: Fields | null;
  auth: VaultAuth | null;
  /** Names in `data.keys` of a list answer; empty for any other answer. */
  keys: string[];
}

export interface VaultClientOptions {
  /** Address of Vault without a slash at its end. */
  address: string;
  /** Without slashes at its ends; '' is root. */
  namespace: string;
  token: Secret | null;
  /** Default `admin`. */
  actor?: string;
  recorder: Recorder;
  tls: TlsOptions;
  deadlineMs?: number;
  watcher?: ExchangeWatcher;
  testWatcher?: TestWatcher;
  /** The state that answers told of, shared with other clients of the same Vault. Default: one of its own. */
  index?: StorageIndex;
}

type Query = Record<string, string>;

/**
 * Vault's HTTP API in one namespace. Each request demands the newest state that an answer told of, so that no
 * performance standby serves it from an older one: what is read here is what was written.
 * Paths are relative to `/v1/` and start without a slash. The plain verbs give every answer back; the `…Data` forms are for preparing, where any
 * answer that lets the caller go on is fine and any other is an ArrangeError.
 */
export class VaultClient {
  readonly namespace: string;
  readonly #options: VaultClientOptions & { index: StorageIndex };
  readonly #wire: WireClient;

  constructor(options: VaultClientOptions) {
    this.#options = { ...options, index: options.index ?? new StorageIndex() };
    this.namespace = options.namespace;
    this.#wire = new WireClient({
      baseUrl: options.address,
      actor: options.actor ?? 'admin',
      token: options.token,
      tokenHeader: 'vault',
      headers: {
        ...(options.namespace === '' ? {} : { 'X-Vault-Namespace': options.namespace }),
        'X-Vault-Request': 'true',
        'Content-Type': 'application/json',
      },
      recorder: options.recorder,
      tls: options.tls,
      ...(options.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
      ...(options.watcher === undefined ? {} : { watcher: options.watcher }),
      ...(options.testWatcher === undefined ? {} : { testWatcher: options.testWatcher }),
    });
  }

  get address(): string {
    return this.#options.address;
  }

  get recorder(): Recorder {
    return this.#options.recorder;
  }

  get index(): StorageIndex {
    return this.#options.index;
  }

  /** The same Vault with another namespace, token or actor. */
  with(changes: Partial<VaultClientOptions>): VaultClient {
    return new VaultClient({ ...this.#options, ...changes });
  }

  read(path: string, query: Query = {}): Promise<VaultAnswer> {
    return this.send({ method: 'GET', path: pathOf(path, query) });
  }

  /** By `GET ?list=true`, which proxies let through where they refuse the verb LIST. */
  list(path: string): Promise<VaultAnswer> {
    return this.send({ method: 'GET', path: pathOf(path, { list: 'true' }) });
  }

  write(path: string, body?: Fields): Promise<VaultAnswer> {
    return this.send({ method: 'POST', path: pathOf(path), ...(body === undefined ? {} : { body }) });
  }

  /** PATCH with a JSON merge patch, the only form that Vault takes (HTTP API overview). */
  patch(path: string, body: Fields): Promise<VaultAnswer> {
    const headers = { 'Content-Type': 'application/merge-patch+json' };
    return this.send({ method: 'PATCH', path: pathOf(path), body, headers });
  }

  remove(path: string, query: Query = {}): Promise<VaultAnswer> {
    return this.send({ method: 'DELETE', path: pathOf(path, query) });
  }

  /**
   * `data` of a read.
   *
   * @param intent What is being prepared; starts with a verb.
   * @throws ArrangeError without a 2xx and data.
   */
  async readData(intent: string, path: string, query: Query = {}): Promise<Fields> {
    return dataOf(intent, await this.read(path, query));
  }

  /** `data` of a write. @throws ArrangeError without a 2xx and data. */
  async writeData(intent: string, path: string, body?: Fields): Promise<Fields> {
    return dataOf(intent, await this.write(path, body));
  }

  /** `auth` of a login or a token creation. @throws ArrangeError without a 2xx and auth. */
  async writeAuth(intent: string, path: string, body?: Fields): Promise<VaultAuth> {
    const answer = await this.write(path, body);
    if (!succeeded(answer) || answer.auth === null) throw new ArrangeError(intent, answer.exchange);
    return answer.auth;
  }

  /** A write whose answer needs no data. @throws ArrangeError without a 2xx. */
  async writeOrThrow(intent: string, path: string, body?: Fields): Promise<VaultAnswer> {
    const answer = await this.write(path, body);
    if (!succeeded(answer)) throw new ArrangeError(intent, answer.exchange);
    return answer;
  }

  /** Any request, byte for byte; here the path starts with `/v1/`. For verbs and headers that the others do not send. */
  async send(request: WireRequest): Promise<VaultAnswer> {
    const answer = await this.#sendInOrder(request);
    const envelope = isFields(answer.body) ? answer.body : {};
    const data = dataIn(envelope);
    return Object.assign(answer, {
      data,
      auth: isFields(envelope.auth) ? (envelope.auth as unknown as VaultAuth) : null,
      keys: Array.isArray(data?.keys) ? data.keys.map(String) : [],
    });
  }

  /** A node that is behind refuses with 412 before it does anything: whoever asks is meant to ask again. */
  async #sendInOrder(request: WireRequest): Promise<Answer> {
    const { index } = this.#options;
    const headers = index.newest === null ? {} : { [INDEX_HEADER]: index.newest };
    const demanding: WireRequest = { ...request, headers: { ...headers, ...request.headers } };
    let answer = await this.#wire.send(demanding);
    if (answer.status === 412 && index.newest !== null) {
      await poll(CAUGHT_UP_WITHIN_MS, async () => {
        answer = await this.#wire.send(demanding);
        return answer.status === 412 ? undefined : true;
      });
    }
    index.see(answer);
    return answer;
  }
}

export function succeeded(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `data` in the envelope of an answer, or null. */
export function dataIn(body: unknown): Fields | null {
  return isFields(body) && isFields(body.data) ? body.data : null;
}

/** A member that holds a text, or null. */
export function textIn(data: Fields, member: string): string | null {
  const value = data[member];
  return typeof value === 'string' && value !== '' ? value : null;
}

function dataOf(intent: string, answer: VaultAnswer): Fields {
  if (!succeeded(answer) || answer.data === null) throw new ArrangeError(intent, answer.exchange);
  return answer.data;
}

function pathOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams(query).toString();
  const escaped = /^[\w./-]*$/.test(path) ? path : path.split('/').map(encodeURIComponent).join('/');
  return `/v1/${escaped}${search === '' ? '' : `?${search}`}`;
}
