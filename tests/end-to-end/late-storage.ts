import { randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';

/** An answer as a whole. */
export interface WholeAnswer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

interface Question {
  url: string;
  headers: IncomingHttpHeaders;
}

/** An answer from before a write, and when the write becomes visible. */
interface Former {
  answer: WholeAnswer;
  until: number;
}

/** What the answer to a question depends on besides its URL. */
const ASKER = ['host', 'authorization', 'x-vault-token', 'x-vault-namespace', 'accept'];
/** Questions from before that a write brings up again, at most: a list may have been asked for many times. */
const REMEMBERED = 10;
const NEW_OBJECT = /\/(?:Users|Groups|identity\/entity|identity\/group)$/;

/**
 * Storage that shows each write only `lagMs` later, made of the answers that the active node gave before the write. It
 * knows no SCIM: what stands in the URL of the write is asked for once more before the write goes on, and what a write
 * made is asked for under a name that nothing has.
 */
export class LateStorage {
  readonly #upstream: string;
  readonly #lagMs: number;
  readonly #asked = new Map<string, Question>();
  readonly #former = new Map<string, Former[]>();
  readonly #indexes = new Map<string, number>();
  /** What exists for the active node only, and until when. */
  readonly #unknown = new Map<string, number>();
  /** Answers that were older than what the active node would have said. */
  served = 0;
  /** Requests that demanded a state which was not there yet. */
  refused = 0;

  constructor(upstream: string, lagMs: number) {
    this.#upstream = upstream;
    this.#lagMs = lagMs;
  }

  /** Sends a write on to the active node, and keeps what was there before it. */
  async write(incoming: IncomingMessage, method: string, headers: IncomingHttpHeaders): Promise<WholeAnswer> {
    const url = incoming.url ?? '/';
    const sent = await bodyOf(incoming);
    const path = url.split('?')[0] ?? '';
    const place = path.split('/').at(-1) ?? '';
    const questions = [...this.#asked.values()]
      .filter(({ url: asked }) => asked.split(/[/?]/).includes(place))
      .slice(-REMEMBERED);
    if (method !== 'POST') questions.push({ url: path, headers: askerOf(headers) });
    const pending: Former[] = [];
    for (const question of new Map(questions.map((one) => [keyOf(one), one])).values()) {
      const former = { answer: await this.#ask(question), until: Number.POSITIVE_INFINITY };
      pending.push(former);
      this.#former.set(keyOf(question), [...(this.#former.get(keyOf(question)) ?? []), former]);
    }
    const answer = await send(this.#upstream, method, url, headers, sent);
    const until = Date.now() + this.#lagMs;
    for (const former of pending) former.until = until;
    const index = answer.headers['x-vault-index'];
    if (index !== undefined) this.#indexes.set(String(index), until);
    if (method === 'POST' && answer.status < 300 && NEW_OBJECT.test(path)) this.#learn(sent, answer.body, until);
    return answer;
  }

  /** What this storage answers to a read by itself, or null when it has caught up. */
  async read(url: string, headers: IncomingHttpHeaders): Promise<WholeAnswer | null> {
    const question = { url, headers: askerOf(headers) };
    const key = keyOf(question);
    this.#asked.delete(key);
    this.#asked.set(key, question);
    const demanded = headers['x-vault-index'];
    if (demanded !== undefined && (this.#indexes.get(String(demanded)) ?? 0) > Date.now()) {
      this.refused += 1;
      const body = JSON.stringify({ errors: ['required index state not present'] });
      return { status: 412, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
    }
    // What a caller demands it gets, also when a later write is not there yet.
    if (demanded !== undefined) return null;
    const former = (this.#former.get(key) ?? []).filter(({ until }) => until > Date.now());
    const answer = former[0]?.answer ?? (await this.#withoutNew(question));
    if (answer !== null) this.served += 1;
    return answer;
  }

  /** As if what a write has just made were not there: asked for under another name. */
  async #withoutNew(question: Question): Promise<WholeAnswer | null> {
    const url = decodeURIComponent(question.url);
    for (const [name, until] of this.#unknown) {
      const place = new RegExp(`${name}(?![\\w-])`);
      if (until <= Date.now() || !place.test(url)) continue;
      const other = /^[\da-f-]{36}$/.test(name) ? randomUUID() : `${name}-not-yet`;
      const answer = await this.#ask({ ...question, url: question.url.replace(name, other) });
      const body = Buffer.from(answer.body.toString().replaceAll(other, name));
      return { ...answer, headers: { ...answer.headers, 'content-length': body.length }, body };
    }
    return null;
  }

  #learn(sent: Buffer, received: Buffer, until: number): void {
    const [asked, made] = [jsonOf(sent), jsonOf(received)];
    const data = (made.data ?? made) as Record<string, unknown>;
    for (const name of [data.id, asked.userName, asked.displayName, asked.name]) {
      if (typeof name === 'string' && /^[\w-]{12,}$/.test(name)) this.#unknown.set(name, until);
    }
  }

  #ask({ url, headers }: Question): Promise<WholeAnswer> {
    return send(this.#upstream, 'GET', url, headers, Buffer.alloc(0));
  }
}

function askerOf(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => ASKER.includes(name)));
}

function keyOf({ url, headers }: Question): string {
  return [url, ...ASKER.map((name) => headers[name] ?? '')].join('\n');
}

function jsonOf(bytes: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

async function bodyOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

function send(
  upstream: string,
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${upstream}${url}`, { method, headers }, async (answer) => {
      const { statusCode = 502 } = answer;
      resolve({ status: statusCode, headers: answer.headers, body: await bodyOf(answer) });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
