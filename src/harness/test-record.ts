import { join } from 'node:path';
import type { TestInfo } from '@playwright/test';
import type { Exchange } from '../evidence/exchange.ts';
import { operationOf } from '../evidence/operation.ts';
import { RECORD_MEDIA_TYPE, type RecordAttachment } from '../evidence/record-attachment.ts';
import { RecordFile } from '../evidence/record-file.ts';
import type { Recorder } from '../evidence/recorder.ts';
import type { Answer } from '../scim/answer.ts';
import type { Finding } from '../scim/oracles/finding.ts';
import { ORACLES_OF_WRITES } from '../scim/oracles/judge-writes.ts';
import type { Observation } from '../verdicts/verdict.ts';

const VALUE_LIMIT = 2_000;
/** Below the folder of the test's results. */
const RECORDS = 'records';
/** The reporters that know of pieces of a file: another one would copy the file for each test. */
const OWN_REPORTER = /\b(?:conformance|kill-matrix)-reporter\.ts$/;
/** The file of this worker. */
let file: RecordFile | null = null;

/** Collects what one test finds out, and hands it over as attachments. */
export class TestRecord {
  readonly recorder: Recorder;
  readonly rows: string[];
  readonly fault: string | null;
  readonly mode: string | null;
  readonly observations: Observation[] = [];
  /** What the test saw was not the state that its writes led to, as the server's documentation lets it be. */
  restsOnLateReads = false;
  readonly #info: TestInfo;
  readonly #subjects = new WeakMap<Observation, number>();
  readonly #oracles = new Map<string, Observation>();

  constructor(
    info: TestInfo,
    recorder: Recorder,
    rows: string[],
    { fault, mode }: { fault: string | null; mode: string | null },
  ) {
    this.#info = info;
    this.recorder = recorder;
    this.rows = rows;
    this.fault = fault;
    this.mode = mode;
  }

  /** Notes a judgement on the rows of this test. A finding is attached at once, so that a crash cannot lose it. */
  judge(
    judgement: Omit<Observation, 'row' | 'exchanges' | 'expected' | 'actual'> & {
      expected?: unknown;
      actual?: unknown;
      subject?: Answer | undefined;
    },
  ): void {
    const { subject, expected, actual, ...rest } = judgement;
    const exchange = subject?.exchange ?? this.#lastJudged();
    const made = this.rows.map(
      (row): Observation => ({
        ...rest,
        row,
        ...(this.mode === null ? {} : { mode: this.mode }),
        ...(rest.message === undefined ? {} : { message: this.safe(rest.message) }),
        ...(expected === undefined ? {} : { expected: this.printed(expected) }),
        ...(actual === undefined ? {} : { actual: this.printed(actual) }),
        ...(exchange === undefined ? {} : { answer: answerOf(exchange) }),
        exchanges: exchange === undefined ? [] : [exchange.index],
      }),
    );
    if (subject !== undefined) for (const one of made) this.#subjects.set(one, subject.exchange.index);
    this.observations.push(...made);
    if (judgement.outcome !== 'passed') this.attach('record-partial', RECORD_MEDIA_TYPE, this.#of('partial', made, []));
  }

  /** Notes what the response oracles say of one exchange: the worst finding of each row stays. */
  judgeByOracles(findings: Finding[], answer: Answer): void {
    for (const finding of findings) {
      const isOfState = ORACLES_OF_WRITES.has(finding.oracle);
      for (const row of finding.rows) {
        const known = this.#oracles.get(row);
        if (known && (known.outcome === 'failed' || finding.outcome === 'passed')) continue;
        // What a write leaves is what the row of a test is about: the test decides it itself, in its own words.
        if (isOfState && this.rows.includes(row)) continue;
        const observation = this.#observationOf(row, finding, answer);
        this.#oracles.set(row, observation);
        if (isOfState) this.#subjects.set(observation, answer.exchange.index);
      }
    }
  }

  /** Notes what is wrong with an answer that was asked for aside from the test, and only then keeps its exchange. */
  judgeAside(findings: Finding[], answer: Answer): void {
    const failed = findings.filter(({ outcome }) => outcome === 'failed');
    if (failed.length === 0) return;
    const exchange: Exchange = { ...answer.exchange, index: this.recorder.nextIndex(), phase: 'look' };
    this.recorder.keep(exchange);
    this.judgeByOracles(failed, { ...answer, exchange });
  }

  /** Notes that the server broke rows which are not those of this test. */
  judgeElsewhere(
    rows: readonly string[],
    { what, expected, actual, answer }: { what: string; expected: unknown; actual: unknown; answer: Answer | null },
  ): void {
    const values = { expected: this.printed(expected), actual: this.printed(actual) };
    for (const row of rows) {
      this.#oracles.set(row, { ...this.#observationOf(row, { outcome: 'failed', what }, answer), ...values });
    }
  }

  /** Takes back everything that was judged: the rows are blocked by something that is no fault of theirs. */
  withdraw(what: string): void {
    this.observations.length = 0;
    this.#oracles.clear();
    this.judge({ outcome: 'blocked', what });
  }

  /** Puts others in the place of the findings against the server, before they are handed over for good. */
  reviseFindings(revise: (finding: Observation, subject: number | null) => Observation): void {
    const revised = (finding: Observation): Observation => {
      if (finding.outcome !== 'failed') return finding;
      const other = revise(finding, this.#subjects.get(finding) ?? null);
      return other.message === undefined ? other : { ...other, message: this.safe(other.message) };
    };
    for (const [place, finding] of this.observations.entries()) this.observations[place] = revised(finding);
    for (const [row, finding] of this.#oracles) {
      if (this.#subjects.has(finding)) this.#oracles.set(row, revised(finding));
    }
  }

  hasFinding(): boolean {
    return this.observations.some(({ outcome }) => outcome !== 'passed' && outcome !== 'observed');
  }

  /** Hands over everything. Call it once, last. */
  finish(): void {
    // The kill matrix counts verdicts: its thousands of tests would leave a gigabyte of exchanges that nobody reads.
    const exchanges = this.fault === null ? this.recorder.exchanges : [];
    const record = this.#of('final', [...this.observations, ...this.#oracles.values()], exchanges);
    const { project, workerIndex, config, attachments } = this.#info;
    if (!config.reporter.every(([name]) => OWN_REPORTER.test(name))) {
      this.attach('record-final', RECORD_MEDIA_TYPE, record);
      return;
    }
    file ??= new RecordFile(join(project.outputDir, RECORDS), workerIndex);
    attachments.push({ ...file.append(JSON.stringify(record)), contentType: RECORD_MEDIA_TYPE });
  }

  /** Hands over something else that the test found out, without secrets. */
  attach(name: string, contentType: string, body: unknown): void {
    this.#info.attachments.push({ name, contentType, body: Buffer.from(JSON.stringify(body)) });
  }

  /** Text that may be stored: no secrets. */
  safe(text: string): string {
    return this.recorder.redaction.text(text);
  }

  /** A value as it may be stored: redacted, pseudonymised, of bounded length. */
  printed(value: unknown): string {
    const text = JSON.stringify(value) ?? String(value);
    const { redaction, pseudonyms } = this.recorder;
    const safe = pseudonyms.body(redaction.body(text, 'application/json'), 'application/json');
    return safe.length > VALUE_LIMIT ? `${safe.slice(0, VALUE_LIMIT)}… (${safe.length} characters)` : safe;
  }

  /** What a finding says of one row, as it may be stored. */
  #observationOf(row: string, finding: Omit<Finding, 'oracle' | 'rows'>, answer: Answer | null): Observation {
    const { outcome, what, message, expected, actual } = finding;
    return {
      row,
      outcome,
      what,
      ...(message === undefined ? {} : { message: this.safe(message) }),
      ...(expected === undefined ? {} : { expected: this.printed(expected) }),
      ...(actual === undefined ? {} : { actual: this.printed(actual) }),
      ...(answer === null ? {} : { answer: answerOf(answer.exchange) }),
      exchanges: answer === null ? [] : [answer.exchange.index],
    };
  }

  #lastJudged(): Exchange | undefined {
    return this.recorder.exchanges.findLast(({ phase }) => phase === 'act');
  }

  #of(stage: RecordAttachment['stage'], observations: Observation[], exchanges: Exchange[]): RecordAttachment {
    return { stage, rows: this.rows, observations, exchanges, fault: this.fault };
  }
}

function answerOf(exchange: Exchange): NonNullable<Observation['answer']> {
  const scimType = /"scimType"\s*:\s*"(\w+)"/.exec(exchange.responseBody)?.[1];
  return { operation: operationOf(exchange), status: exchange.status, ...(scimType === undefined ? {} : { scimType }) };
}
