import { relative } from 'node:path';
import type { TestCase, TestResult } from '@playwright/test/reporter';
import type { Exchange } from '../evidence/exchange.ts';
import { RECORD_MEDIA_TYPE, type RecordAttachment, ROW_ANNOTATION } from '../evidence/record-attachment.ts';
import { RecordReader } from '../evidence/record-file.ts';
import { Redaction } from '../evidence/redaction.ts';
import { rowById } from '../rulebook/rulebook.ts';
import type { Observation } from '../verdicts/verdict.ts';
import type { RowTrace } from './assemble-checks.ts';
import { Repeatable } from './repeatable.ts';

/** Collects, row by row, what the tests of a run attach. A row may have several tests, one a mode of a vendor. */
export class RunTraces {
  readonly #own = new Map<string, RowTrace>();
  /** From tests that another profile borrows, since its verdicts rest on those rows. */
  readonly #borrowed = new Map<string, RowTrace>();
  readonly #root: string;

  /** @param root Folder that locations are given relative to. */
  constructor(root: string) {
    this.#root = root;
  }

  /** By row id; a row that its own profile ran is not taken from a borrower. */
  get traces(): ReadonlyMap<string, RowTrace> {
    return new Map([...this.#borrowed, ...this.#own]);
  }

  /** A test that will run: until it ends, its rows count as cut off. */
  announce(test: TestCase): void {
    for (const row of declaredRows(test)) this.#trace(row, test).pending += 1;
  }

  /**
   * The end of a test, be it a crash. A test that never began arrives as skipped without a record.
   *
   * @returns its rows that have no other test to come
   */
  add(test: TestCase, result: TestResult): [row: string, trace: RowTrace][] {
    const records = recordsOf(result);
    const final = records.find(({ stage }) => stage === 'final');
    if (final === undefined && ['skipped', 'interrupted'].includes(result.status)) return [];
    const observations = final?.observations ?? records.flatMap((record) => record.observations);
    const exchanges = final?.exchanges ?? [];
    const declared = declaredRows(test);
    for (const row of declared) {
      const own = observations.filter((observation) => observation.row === row);
      const trace = this.#trace(row, test);
      trace.pending -= 1;
      trace.startedAt ??= result.startTime.getTime();
      trace.durationMs += result.duration;
      trace.repeatable.add(own, exchanges);
      append(trace, exchanges, final === undefined && own.length === 0 ? [lostTest(row, result)] : own);
    }
    for (const observation of observations) {
      if (!declared.includes(observation.row))
        addFromOracle(this.#trace(observation.row, test), observation, exchanges);
    }
    const traces = declared.map((row): [string, RowTrace] => [row, this.#trace(row, test)]);
    return traces.filter(([, trace]) => trace.pending === 0);
  }

  #trace(row: string, test: TestCase): RowTrace {
    const traces = test.parent.project()?.name === rowById(row).profile ? this.#own : this.#borrowed;
    let trace = traces.get(row);
    if (!trace) {
      const { file, line } = test.location;
      const location = { file: relative(this.#root, file), line };
      trace = {
        observations: [],
        exchanges: [],
        location,
        startedAt: null,
        durationMs: 0,
        pending: 0,
        repeatable: new Repeatable(),
      };
      traces.set(row, trace);
    }
    return trace;
  }
}

/** A test that did not come to its record, since its worker died or could not load it: Playwright's words tell why. */
function lostTest(row: string, { status, errors }: TestResult): Observation {
  const why = errors.flatMap(({ message }) => message?.split('\n')[0] ?? []).join('; ');
  const what = `the test ended as ${status} without a record`;
  const message = why === '' ? {} : { message: new Redaction().text(why) };
  return { row, outcome: 'harness-error', what, ...message, exchanges: [] };
}

/** Adds what one test found, its exchanges numbered on. */
function append(trace: RowTrace, exchanges: readonly Exchange[], observations: readonly Observation[]): void {
  const first = trace.exchanges.length + 1;
  const numbers = new Map(exchanges.map(({ index }, i) => [index, first + i]));
  trace.exchanges.push(...exchanges.map((exchange, i) => ({ ...exchange, index: first + i })));
  trace.observations.push(
    ...observations.map((observation) => ({
      ...observation,
      exchanges: observation.exchanges.flatMap((index) => numbers.get(index) ?? []),
    })),
  );
}

/**
 * An oracle judges thousands of answers: of a row's passes the first stays, of its failures
 * the first of each kind, each with its exchange.
 */
function addFromOracle(trace: RowTrace, observation: Observation, exchanges: readonly Exchange[]): void {
  const known = trace.observations.some(
    ({ outcome, what }) => outcome === observation.outcome && (outcome === 'passed' || what === observation.what),
  );
  if (known) return;
  trace.repeatable.addFromOracle(observation, exchanges);
  append(
    trace,
    exchanges.filter(({ index }) => observation.exchanges.includes(index)),
    [observation],
  );
}

function declaredRows(test: TestCase): string[] {
  return test.annotations.filter(({ type }) => type === ROW_ANNOTATION).map(({ description }) => description ?? '');
}

const reader = new RecordReader();

export function recordsOf(result: TestResult): RecordAttachment[] {
  return result.attachments.flatMap(({ name, contentType, body, path }) => {
    if (contentType !== RECORD_MEDIA_TYPE) return [];
    const text = body?.toString('utf8') ?? (path === undefined ? null : reader.read({ path, name }));
    return text === null ? [] : [JSON.parse(text) as RecordAttachment];
  });
}
