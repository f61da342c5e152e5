import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestCase, TestResult } from '@playwright/test/reporter';
import { RECORD_MEDIA_TYPE, ROW_ANNOTATION } from '../../src/evidence/record-attachment.ts';
import { RunTraces } from '../../src/reporting/run-traces.ts';
import type { Observation } from '../../src/verdicts/verdict.ts';

/** Judged by an oracle in the answers of every test. */
const ORACLE_ROW = 'RFC7644-3.4.2-09';
const OTHER_ROW = 'RFC7644-3.9-13';
const WHAT = 'GET /Users: each entry has its own schemas and id';

test('an oracle that passes in one test and fails in the next has failed', () => {
  const traces = new RunTraces('/');

  traces.add(testOf(ORACLE_ROW), resultWith({ row: ORACLE_ROW, outcome: 'passed', what: WHAT, exchanges: [] }));
  traces.add(testOf(OTHER_ROW), resultWith({ row: ORACLE_ROW, outcome: 'failed', what: WHAT, exchanges: [] }));

  assert.deepEqual(outcomesOf(traces), ['passed', 'failed']);
});

test('of the same finding of an oracle the first stays', () => {
  const traces = new RunTraces('/');

  for (const outcome of ['failed', 'failed', 'passed', 'passed'] as const)
    traces.add(testOf(OTHER_ROW), resultWith({ row: ORACLE_ROW, outcome, what: WHAT, exchanges: [] }));

  assert.deepEqual(outcomesOf(traces), ['failed', 'passed']);
});

function outcomesOf({ traces }: RunTraces): string[] {
  return (traces.get(ORACLE_ROW)?.observations ?? []).map(({ outcome }) => outcome);
}

function testOf(row: string): TestCase {
  return {
    annotations: [{ type: ROW_ANNOTATION, description: row }],
    location: { file: '/suites/rfc/made-up.spec.ts', line: 1, column: 1 },
    parent: { project: () => ({ name: 'rfc' }) },
  } as unknown as TestCase;
}

function resultWith(observation: Observation): TestResult {
  const record = { stage: 'final', rows: [], observations: [observation], exchanges: [], fault: null };
  return {
    status: 'passed',
    startTime: new Date(0),
    duration: 1,
    attachments: [{ name: 'record', contentType: RECORD_MEDIA_TYPE, body: Buffer.from(JSON.stringify(record)) }],
  } as unknown as TestResult;
}
