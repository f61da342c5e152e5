import { setTimeout as pause } from 'node:timers/promises';
import { Pseudonyms } from '../evidence/pseudonyms.ts';
import { Recorder } from '../evidence/recorder.ts';
import { Redaction } from '../evidence/redaction.ts';
import { Secret } from '../evidence/secret.ts';
import type { LiveJudge } from '../judge/live-judge.ts';
import { SCIM_MEDIA_TYPE } from '../protocol/scim.ts';
import type { Answer } from '../scim/answer.ts';
import { WireClient } from '../scim/wire-client.ts';
import type { RunContext } from '../targets/run-context.ts';
import { Journal } from '../vault/journal.ts';
import type { RecordedExchange } from './har.ts';
import { IdMap } from './id-map.ts';
import { namesIn, resourcesIn, type Seed, seedsIn } from './recorded-resources.ts';

/** Users and groups that are made before the replay because the recording found them there. */
export const MOST_SEEDS = 500;

/** A request whose answer has another status than the recorded one. */
export interface OtherAnswer {
  index: number;
  request: string;
  recorded: number;
  answered: number;
}

export interface Replayed {
  sent: number;
  seeded: number;
  /** Resources that were there before the recording and could not be made, in stable words. */
  notSeeded: string[];
  otherAnswers: OtherAnswer[];
  isInterrupted: boolean;
}

/** Lines that the client writes itself, or that belong to the recorded connection; credentials among them. */
const NOT_SENT =
  /^(?:host|content-length|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|authorization|proxy-.*|cookie|x-vault-.*|x-forwarded-.*|forwarded|via|if-.*)$/i;

/**
 * Sends the recorded requests in their order to a tenant of the run, in its terms, and hands each exchange to the
 * judge. What the recording found on its server is made first. All that is made is removed again at the end.
 *
 * @param isStopped asked before each request
 */
export async function replay(
  exchanges: readonly RecordedExchange[],
  context: RunContext,
  judge: LiveJudge,
  isStopped: () => boolean,
): Promise<Replayed> {
  const tenant = context.slots[0]?.tenant;
  if (tenant === undefined) throw new RangeError('the run has no tenant');
  const recorder = new Recorder(new Redaction(), new Pseudonyms(context.prefix, context.pseudonymKey));
  const token = new Secret(tenant.token);
  recorder.redaction.register(token, 'token');
  const wire = new WireClient({ baseUrl: tenant.scimBaseUrl, actor: 'tenant', token, recorder, tls: context.tls });
  const bases = new Set(exchanges.map(({ base }) => base));
  const map = new IdMap(namesIn(exchanges), context.prefix, bases, tenant.scimBaseUrl);
  const made = new MadeResources(wire, new Journal(context.journal));
  const result: Replayed = { sent: 0, seeded: 0, notSeeded: [], otherAnswers: [], isInterrupted: false };
  try {
    await seed(seedsIn(exchanges), map, made, result);
    for (const exchange of exchanges) {
      if (isStopped()) {
        result.isInterrupted = true;
        break;
      }
      await send(exchange, map, made, judge, tenant, result);
    }
  } finally {
    await made.remove();
  }
  return result;
}

async function seed(seeds: Seed[], map: IdMap, made: MadeResources, result: Replayed): Promise<void> {
  for (const { endpoint, id, body } of seeds.slice(0, MOST_SEEDS)) {
    const answer = await made.post(endpoint, map.value(body));
    const newId = resourcesIn(answer.text)[0]?.id;
    map.set(id, newId);
    if (typeof newId === 'string') result.seeded += 1;
    else result.notSeeded.push(`${endpoint}: status ${answer.status}`);
  }
  for (const { endpoint } of seeds.slice(MOST_SEEDS)) result.notSeeded.push(`${endpoint}: more than ${MOST_SEEDS}`);
}

async function send(
  exchange: RecordedExchange,
  map: IdMap,
  made: MadeResources,
  judge: LiveJudge,
  tenant: { scimBaseUrl: string; token: string },
  result: Replayed,
): Promise<void> {
  const { method, index, headers, body, status } = exchange;
  const path = map.path(exchange.path);
  const raw = body === null || body === '' ? undefined : map.body(body);
  const lines = headers.filter(([name]) => !NOT_SENT.test(name));
  const startedAt = performance.timeOrigin + performance.now();
  const answer = await made.send({
    method,
    path,
    headers: Object.fromEntries(lines),
    ...(raw === undefined ? {} : { raw }),
  });
  const { origin, pathname, host } = new URL(tenant.scimBaseUrl);
  judge.take({
    method,
    target: pathname + path,
    requestHeaders: [['Host', host], ['Authorization', `Bearer ${tenant.token}`], ...lines],
    requestBody: { bytes: Buffer.from(raw ?? ''), isWhole: true },
    status: answer.status,
    // The client has unpacked the body already.
    responseHeaders: answer.headers.filter(([name]) => name.toLowerCase() !== 'content-encoding'),
    responseBody: { bytes: Buffer.from(answer.text), isWhole: true },
    startedAt,
    durationMs: answer.exchange.durationMs,
    ...(answer.exchange.failure === undefined ? {} : { failure: answer.exchange.failure }),
  });
  await judge.settled();
  result.sent += 1;
  if (status >= 200 && status < 300 && answer.status < 300) map.learn(exchange.answer, answer.text);
  // A capture without an answer says nothing; a refused token of the recording is not ours to repeat.
  if (status !== 0 && status !== 401 && status !== answer.status) {
    const request = `${method} ${new URL(path, origin).pathname.replace(/^\/(Users|Groups)\/[^/]+$/, '/$1/{id}')}`;
    result.otherAnswers.push({ index, request, recorded: status, answered: answer.status });
  }
}

/** What the replay has made on the target: in the journal before each create, and gone when it ends. */
class MadeResources {
  readonly #wire: WireClient;
  readonly #journal: Journal;
  readonly #made = new Map<string, string>();

  constructor(wire: WireClient, journal: Journal) {
    this.#wire = wire;
    this.#journal = journal;
  }

  post(endpoint: string, body: unknown): Promise<Answer> {
    const headers = { Accept: SCIM_MEDIA_TYPE, 'Content-Type': SCIM_MEDIA_TYPE };
    return this.send({ method: 'POST', path: endpoint, headers, raw: JSON.stringify(body) });
  }

  async send(request: {
    method: string;
    path: string;
    headers: Record<string, string>;
    raw?: string;
  }): Promise<Answer> {
    const { method, path, raw } = request;
    const place = path.split('?')[0] ?? '';
    const type =
      method !== 'POST' ? null : place === '/Users' ? 'scim-user' : place === '/Groups' ? 'scim-group' : null;
    const sent = type === null ? {} : (resourcesIn(raw ?? '')[0] ?? {});
    const name = String(sent.userName ?? sent.displayName ?? '');
    const key =
      type === null ? null : this.#journal.intend({ type, name, namespace: '', details: { actor: 'tenant' } });
    const answer = await this.#patient(request);
    if (key !== null) {
      const resource = resourcesIn(answer.text)[0] ?? {};
      const id = answer.status < 300 && typeof resource.id === 'string' ? resource.id : null;
      const { created } = (resource.meta ?? {}) as { created?: unknown };
      if (id !== null) {
        this.#journal.created(key, id, typeof created === 'string' ? created : null);
        this.#made.set(`${place}/${id}`, key);
      } else if (answer.status >= 400) this.#journal.removed(key);
    }
    if (method === 'DELETE' && (answer.status < 300 || answer.status === 404)) this.#forget(place);
    return answer;
  }

  /** Groups first: they were made last. */
  async remove(): Promise<void> {
    for (const path of [...this.#made.keys()].reverse()) {
      const { status } = await this.#wire.send({ method: 'DELETE', path });
      if ((status >= 200 && status < 300) || status === 404) this.#forget(path);
    }
  }

  /** A quota of the target is no answer to the recording: the request is sent again after the time that it names. */
  async #patient(request: Parameters<WireClient['send']>[0]): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#wire.send(request);
      const seconds = Number(answer.header('retry-after') ?? 1);
      if (answer.status !== 429 || attempt === 5) return answer;
      await pause(Math.min(Number.isFinite(seconds) ? seconds : 1, 30) * 1_000);
    }
  }

  #forget(path: string): void {
    const key = this.#made.get(path);
    if (key === undefined) return;
    this.#made.delete(path);
    this.#journal.removed(key);
  }
}
