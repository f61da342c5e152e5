import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestCase, TestResult } from '@playwright/test/reporter';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { RECORD_MEDIA_TYPE, ROW_ANNOTATION } from '../../src/evidence/record-attachment.ts';
import { RunTraces } from '../../src/reporting/run-traces.ts';
import type { Observation } from '../../src/verdicts/verdict.ts';
import { anExchange } from './made-up-report.ts';

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

test('what a finding against the server takes to repeat is its test until the answer that was judged', () => {
  const traces = new RunTraces('/');
  const exchanges = [1, 2, 3].map((index) => anExchange(index));
  const found = (row: string, outcome: 'passed' | 'failed', index: number) =>
    resultWith({ row, outcome, what: WHAT, exchanges: [index] }, exchanges);

  traces.add(testOf(OTHER_ROW), found(ORACLE_ROW, 'passed', 1));
  assert.deepEqual(repeatableOf(traces, ORACLE_ROW), [1]);
  traces.add(testOf(ORACLE_ROW), found(ORACLE_ROW, 'passed', 3));
  traces.add(testOf(ORACLE_ROW), found(ORACLE_ROW, 'passed', 3));
  assert.deepEqual(repeatableOf(traces, ORACLE_ROW), [1, 2, 3, 4, 5, 6]);
  traces.add(testOf(OTHER_ROW), found(ORACLE_ROW, 'failed', 2));
  traces.add(testOf(ORACLE_ROW), found(ORACLE_ROW, 'failed', 3));
  assert.deepEqual(repeatableOf(traces, ORACLE_ROW), [1, 2]);
});

test('a test that its worker could not load tells why, without secrets', () => {
  const traces = new RunTraces('/');
  const error = { message: 'Error: cannot load hvs.CAESIJ0c1Vx4Zm9vYmFyYmF6cXV4MTIzNDU2\n    at somewhere' };
  const result = { status: 'failed', startTime: new Date(0), duration: 1, attachments: [], errors: [error] };

  traces.add(testOf(ORACLE_ROW), result as unknown as TestResult);

  const [lost] = traces.traces.get(ORACLE_ROW)?.observations ?? [];
  assert.equal(lost?.outcome, 'harness-error');
  assert.equal(lost?.message, 'Error: cannot load [token]');
});

function repeatableOf({ traces }: RunTraces, row: string): number[] {
  return (traces.get(row)?.repeatable.exchanges ?? []).map(({ index }) => index);
}

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

function resultWith(observation: Observation, exchanges: Exchange[] = []): TestResult {
  const record = { stage: 'final', rows: [], observations: [observation], exchanges, fault: null };
  return {
    status: 'passed',
    startTime: new Date(0),
    duration: 1,
    attachments: [{ name: 'record', contentType: RECORD_MEDIA_TYPE, body: Buffer.from(JSON.stringify(record)) }],
  } as unknown as TestResult;
}
