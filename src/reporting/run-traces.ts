import { relative } from 'node:path';
import type { TestCase, TestResult } from '@playwright/test/reporter';
import { RECORD_MEDIA_TYPE, type RecordAttachment, ROW_ANNOTATION } from '../evidence/record-attachment.ts';
import type { RowTrace } from './assemble-checks.ts';

/** Collects, row by row, what the tests of a run attach. */
export class RunTraces {
  readonly traces = new Map<string, RowTrace>();
  readonly #root: string;

  /** @param root Folder that locations are given relative to. */
  constructor(root: string) {
    this.#root = root;
  }

  /** A test that will run: until it ends, its rows count as cut off. */
  announce(test: TestCase): void {
    for (const row of declaredRows(test)) this.#trace(row, test);
  }

  /** The end of a test, be it a crash. A test that never began arrives as skipped without a record. */
  add(test: TestCase, result: TestResult): void {
    const records = recordsOf(result);
    const final = records.find(({ stage }) => stage === 'final');
    const ended = final !== undefined || !['skipped', 'interrupted'].includes(result.status);
    const observations = final?.observations ?? records.flatMap((record) => record.observations);
    for (const row of declaredRows(test)) {
      const trace = this.#trace(row, test);
      trace.execution = ended ? 'ended' : 'interrupted';
      trace.startedAt = result.startTime.getTime();
      trace.durationMs = result.duration;
      trace.exchanges = final?.exchanges ?? [];
    }
    for (const observation of observations) {
      const trace = this.#trace(observation.row, test);
      trace.execution = 'ended';
      if (!declaredRows(test).includes(observation.row)) {
        addFromOracle(trace, observation, final);
        continue;
      }
      trace.observations.push(observation);
    }
  }

  #trace(row: string, test: TestCase): RowTrace {
    let trace = this.traces.get(row);
    if (!trace) {
      const { file, line } = test.location;
      trace = {
        observations: [],
        exchanges: [],
        location: { file: relative(this.#root, file), line },
        startedAt: null,
        durationMs: 0,
        execution: 'interrupted',
      };
      this.traces.set(row, trace);
    }
    return trace;
  }
}

/**
 * An oracle judges thousands of answers: of a row's passes the first stays, of its failures
 * the first of each kind, each with its exchange.
 */
function addFromOracle(
  trace: RowTrace,
  observation: RecordAttachment['observations'][number],
  record: RecordAttachment | undefined,
): void {
  const known = trace.observations.some((one) =>
    observation.outcome === 'passed' ? one.outcome === 'passed' : one.what === observation.what,
  );
  if (known) return;
  const shown = record?.exchanges.filter(({ index }) => observation.exchanges.includes(index)) ?? [];
  const first = trace.exchanges.length + 1;
  trace.exchanges.push(...shown.map((exchange, i) => ({ ...exchange, index: first + i })));
  trace.observations.push({ ...observation, exchanges: shown.map((_, i) => first + i) });
}

function declaredRows(test: TestCase): string[] {
  return test.annotations.filter(({ type }) => type === ROW_ANNOTATION).map(({ description }) => description ?? '');
}

export function recordsOf(result: TestResult): RecordAttachment[] {
  return result.attachments.flatMap(({ contentType, body }) =>
    contentType === RECORD_MEDIA_TYPE && body ? [JSON.parse(body.toString('utf8')) as RecordAttachment] : [],
  );
}
