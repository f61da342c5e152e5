import { createHmac, randomBytes } from 'node:crypto';
import type { Exchange } from '../evidence/exchange.ts';
import { operationOf } from '../evidence/operation.ts';
import { Redaction } from '../evidence/redaction.ts';
import type { Answer } from '../scim/answer.ts';
import { headerIn } from '../scim/header-lines.ts';
import { objectOf } from '../scim/models/json.ts';
import { describeResources, type ResourceSchemas } from '../scim/models/resource-description.ts';
import { judgeAnswer } from '../scim/oracles/judge-answer.ts';
import { targetOf } from '../scim/oracles/request-target.ts';
import type { Observation } from '../verdicts/verdict.ts';
import { Findings } from './findings.ts';
import { credentialsIn, judgedAnswer } from './judged-answer.ts';
import type { PassedExchange } from './passed-exchange.ts';
import type { PassiveRows } from './rules/rule.ts';
import type { Seen, Standing } from './seen.ts';
import { type Judged, Traffic } from './traffic.ts';
import { TrafficPseudonyms } from './traffic-pseudonyms.ts';

/** The part of a path that comes before what SCIM defines (RFC 7644 section 3.2). */
const BASE = /^(.*?)\/(?:Users|Groups|Schemas|ResourceTypes|ServiceProviderConfig|Me|Bulk|\.search)(?:[/?]|$)/;
const VAULT_BASE = /\/identity\/scim\/v2$/;
const VALUE_LIMIT = 2_000;
const MOST_CREDENTIALS = 10_000;

export interface JudgeOptions {
  /** Origin of the server behind: `https://vault:8200`. */
  upstream: string;
  rows: PassiveRows;
  /** Tells of a judgement when it is made for the first time. */
  onFinding?(observation: Observation): void;
}

/** Judges exchanges as they come by, one after the other. Its own trouble is counted and never thrown. */
export class LiveJudge {
  readonly findings = new Findings();
  readonly traffic = new Traffic();
  readonly pseudonyms = new TrafficPseudonyms(randomBytes(32).toString('hex'));
  /** Exchanges that were judged, that did not go to the SCIM service, and that had no complete answer. */
  readonly counts = { judged: 0, elsewhere: 0, unanswered: 0 };
  /** What kept exchanges from being judged, with how often. */
  readonly troubles = new Map<string, number>();
  /** Bases of the SCIM service that were asked, without a slash at the end. */
  readonly bases = new Set<string>();
  readonly #options: JudgeOptions;
  readonly #redaction = new Redaction();
  readonly #key = randomBytes(32);
  readonly #accepted = new Set<string>();
  readonly #documents: { schemas: unknown; resourceTypes: unknown } = { schemas: null, resourceTypes: null };
  #described: ResourceSchemas | null = null;
  #index = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(options: JudgeOptions) {
    this.#options = options;
  }

  /** Takes an exchange; it is judged after those that came before it. */
  take(passed: PassedExchange): void {
    this.#queue = this.#queue.then(() => this.#judge(passed)).catch((error: unknown) => this.trouble(error));
  }

  /** Notes that something of the judge itself went wrong. */
  trouble(error: unknown): void {
    const words = this.#redaction.text(error instanceof Error ? error.message : String(error));
    const reason = this.pseudonyms.text(words);
    if (this.troubles.size < 100 || this.troubles.has(reason)) {
      this.troubles.set(reason, (this.troubles.get(reason) ?? 0) + 1);
    }
  }

  /** Ends when all that was taken is judged. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  async #judge(passed: PassedExchange): Promise<void> {
    const base = BASE.exec(passed.target)?.[1] ?? [...this.bases].find((one) => passed.target.startsWith(`${one}/`));
    if (base === undefined) {
      this.counts.elsewhere += 1;
      return;
    }
    if (!passed.requestBody.isWhole || !passed.responseBody.isWhole) {
      throw new Error('a body is longer than 4 MiB: passed on, not judged');
    }
    if (passed.failure !== undefined) this.counts.unanswered += 1;
    this.#index += 1;
    const origin = this.#originOf(passed);
    const answer = await judgedAnswer(passed, origin, this.#index, {
      redaction: this.#redaction,
      pseudonyms: this.pseudonyms,
    });
    this.findings.remember(answer.exchange);
    if (passed.failure !== undefined) return;
    this.bases.add(base);
    this.counts.judged += 1;
    this.#learn(answer, base);
    const context = { baseUrl: origin + base, resourceSchemas: this.#described, isVault: VAULT_BASE.test(base) };
    for (const { rows, outcome, what, expected, actual, message } of judgeAnswer(answer, context)) {
      const said = { outcome, what, expected, actual, ...(message === undefined ? {} : { message }) };
      for (const row of rows) this.#note(row, said, answer.exchange, [answer.exchange.index]);
    }
    this.#judgeForVendor(passed, answer, context);
  }

  #judgeForVendor(
    passed: PassedExchange,
    answer: Answer,
    context: { baseUrl: string; resourceSchemas: ResourceSchemas | null },
  ): void {
    const target = targetOf(answer.request, context.baseUrl, context.resourceSchemas);
    if (target === undefined) return;
    const { startedAt } = passed;
    const credentials = credentialsIn(passed.requestHeaders).map((one) =>
      createHmac('sha256', this.#key).update(one).digest('base64'),
    );
    const seen: Seen = {
      answer,
      target,
      sent: objectOf(answer.request.body),
      standing: this.#standingOf(credentials),
      startedAt,
      endedAt: startedAt + passed.durationMs,
    };
    const { index } = answer.exchange;
    const said = Object.entries(this.#options.rows).flatMap(([row, { judge }]) => {
      try {
        return judge(seen, this.traffic).map((one) => ({ row, one }));
      } catch (error) {
        this.trouble(
          new Error(`the rule of ${row} stumbled: ${error instanceof Error ? error.message : String(error)}`),
        );
        return [];
      }
    });
    const isSure = !this.traffic.meetsAnotherWrite(seen);
    for (const { row, exchanges, ...settled } of this.traffic.take(seen))
      this.#note(row, settled, answer.exchange, exchanges);
    for (const { row, one } of said) {
      if (!('claim' in one)) this.#note(row, one, answer.exchange, [index]);
      else if (isSure) this.traffic.claim({ ...one.claim, row, exchanges: [index], madeAt: seen.endedAt });
    }
    if (answer.status < 300) this.#accept(credentials);
  }

  #note(
    row: string,
    { outcome, what, expected, actual, ...rest }: Judged & { message?: string },
    exchange: Exchange,
    exchanges: number[],
  ): void {
    const scimType = /"scimType"\s*:\s*"(\w+)"/.exec(exchange.responseBody)?.[1];
    const observation: Observation = {
      row,
      outcome,
      what,
      ...(rest.risk === undefined ? {} : { risk: rest.risk }),
      ...(rest.message === undefined ? {} : { message: this.#safe(rest.message) }),
      ...(outcome === 'failed' && expected !== undefined ? { expected: this.#printed(expected) } : {}),
      ...(outcome === 'failed' && actual !== undefined ? { actual: this.#printed(actual) } : {}),
      answer: {
        operation: operationOf(exchange),
        status: exchange.status,
        ...(scimType === undefined ? {} : { scimType }),
      },
      exchanges,
    };
    if (this.findings.add(observation)) this.#options.onFinding?.(observation);
  }

  #standingOf(credentials: string[]): Standing {
    if (credentials.length === 0) return 'none';
    return credentials.some((one) => this.#accepted.has(one)) ? 'accepted before' : 'not accepted yet';
  }

  /** Only a keyed digest of a credential is remembered. */
  #accept(credentials: string[]): void {
    if (this.#accepted.size > MOST_CREDENTIALS) this.#accepted.clear();
    for (const one of credentials) this.#accepted.add(one);
  }

  /** The connector may read how the server describes its resources; from then on they are judged by it. */
  #learn(answer: Answer, base: string): void {
    if (answer.request.method !== 'GET' || answer.status !== 200) return;
    const path = answer.request.path.slice(base.length).split('?')[0];
    if (path === '/Schemas') this.#documents.schemas = answer.body;
    else if (path === '/ResourceTypes') this.#documents.resourceTypes = answer.body;
    else return;
    this.describe(this.#documents.schemas, this.#documents.resourceTypes);
  }

  /** Judges by how the server describes its resources: the bodies of /Schemas and /ResourceTypes, null for unknown. */
  describe(schemas: unknown, resourceTypes: unknown): void {
    if (schemas !== null && resourceTypes !== null) this.#described = describeResources(schemas, resourceTypes);
  }

  /** A server speaks of itself by the Host that the connector named, or by its own address: either is right. */
  #originOf({ requestHeaders, responseBody, responseHeaders }: PassedExchange): string {
    const own = this.#options.upstream;
    const host = headerIn(requestHeaders, 'host');
    const isOwn =
      responseBody.bytes.includes(`${own}/`) || (headerIn(responseHeaders, 'location') ?? '').startsWith(`${own}/`);
    if (isOwn || host === undefined) return own;
    return `${own.startsWith('https:') ? 'https' : 'http'}://${host}`;
  }

  #safe(text: string): string {
    return this.pseudonyms.text(this.#redaction.text(text));
  }

  #printed(value: unknown): string {
    const text = this.#redaction.text(JSON.stringify(this.pseudonyms.value(value)) ?? String(value));
    return text.length > VALUE_LIMIT ? `${text.slice(0, VALUE_LIMIT)}… (${text.length} characters)` : text;
  }
}
