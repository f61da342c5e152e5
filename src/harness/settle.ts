import type { TestInfo } from '@playwright/test';
import { missingStateProof } from '../evidence/state-proof.ts';
import { rowById } from '../rulebook/rulebook.ts';
import { isForVerdictsOnly } from '../run/verdicts-only.ts';
import { gateOf } from '../verdicts/gate.ts';
import type { Row } from '../verdicts/row.ts';
import { isGating } from '../verdicts/rules.ts';
import type { TargetBench } from './bench.ts';
import { hasLostServer, isStillLost, LOST } from './lost-server.ts';
import type { TestRecord } from './test-record.ts';
import { verdictsSoFar } from './verdicts-so-far.ts';

/**
 * Runs a test between the gate of its rows and the verdict on them. A finding that does not
 * count against the target turns the red test into an expected failure, as does any in a run that keeps its
 * workers; the reports show the verdict itself.
 */
export async function settle(
  record: TestRecord,
  bench: TargetBench,
  testInfo: TestInfo,
  run: () => Promise<void>,
): Promise<void> {
  const rows = record.rows.map(rowById);
  const closed = rows.map((row) => gateOf(row, bench.gateFacts)).find((gate) => !gate.open);
  if (closed && !closed.open) {
    record.judge({ outcome: 'not-applicable', what: closed.reason });
    record.finish();
    testInfo.skip(true, closed.reason);
  }
  if (await isStillLost(bench.context)) {
    record.withdraw(LOST);
    record.finish();
    testInfo.skip(true, LOST);
  }
  await run();
  noteUnjudged(record, testInfo);
  if (await hasLostServer(record, bench.context)) {
    record.withdraw(LOST);
    record.finish();
    // Expected, so that it costs no new worker: the reports and the exit status show what it is.
    if (testInfo.errors.length > 0) testInfo.fail(true, LOST);
    return;
  }
  if (!record.hasFinding()) noteMissingProof(record, rows);
  record.finish();

  const red = verdictsSoFar(record, bench).some(isGating);
  const endsWorker = red && record.fault === null && !isForVerdictsOnly();
  if (endsWorker && testInfo.errors.length === 0)
    throw new Error(record.observations.at(-1)?.what ?? 'the row is not passed');
  if (!endsWorker && testInfo.errors.length > 0) testInfo.fail(true, 'the reports say what the finding counts');
}

/** A check that passes without having looked at the state is a defect of ours; one that only records, or does not apply, claims nothing. */
function noteMissingProof(record: TestRecord, rows: Row[]): void {
  const claimless = record.observations.filter(({ outcome }) => outcome === 'observed' || outcome === 'not-applicable');
  const excused = new Set(claimless.map(({ row }) => row));
  for (const row of rows.filter(({ id, decides }) => decides && !excused.has(id))) {
    const missing = missingStateProof(row.kind, record.recorder.exchanges);
    if (missing !== null) record.judge({ outcome: 'harness-error', what: missing });
  }
}

/** Whatever ended the test without a judgement is our trouble or a blocked preparation, never the server's fault. */
function noteUnjudged(record: TestRecord, testInfo: TestInfo): void {
  for (const error of testInfo.errors) {
    const message = record.safe(error.message ?? String(error.value ?? 'unknown error'));
    error.message = message;
    if (error.stack) error.stack = record.safe(error.stack);
    if (message.startsWith('JudgedFailure:') || record.hasFinding() || record.restsOnLateReads) continue;
    if (message.startsWith('ArrangeError:')) {
      const what = /Could not ([^:]*)/.exec(message)?.[1] ?? 'prepare the test';
      record.judge({ outcome: 'blocked', what: `could not ${what.replace(/vsc-\S+/g, '{name}')}`, message });
    } else {
      record.judge({ outcome: 'harness-error', what: 'the test ended by an error of the harness', message });
    }
  }
  if (testInfo.status === 'timedOut' && !record.hasFinding()) {
    record.judge({ outcome: 'harness-error', what: 'the test ran out of time' });
  }
}
