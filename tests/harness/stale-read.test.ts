import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../src/evidence/exchange.ts';
import type { LateRead } from '../../src/harness/late-reads.ts';
import { asStaleRead } from '../../src/harness/stale-read.ts';
import type { Answer } from '../../src/scim/answer.ts';
import type { Observation } from '../../src/verdicts/verdict.ts';

const FINDING: Observation = {
  row: 'R-1',
  outcome: 'failed',
  what: 'the title',
  message: 'the title: expected "b", got "a"',
  answer: { operation: 'GET /Users/{id}', status: 200 },
  exchanges: [3],
};

const URL_OF_USER = 'https://vault.example.com/v1/identity/scim/v2/Users/11111111-1111-4111-8111-111111111111';
const LATE: LateRead = {
  first: answer(200, 3),
  later: answer(200, 7),
  afterMs: 312,
  repeats: [5, 6, 7],
  documented: false,
};

function answer(status: number, index: number): Answer {
  const exchange = { index, method: 'GET', url: URL_OF_USER } as Exchange;
  return { status, exchange } as Answer;
}

test('where nothing documents lateness the finding stays, in words that tell late from forgotten', () => {
  const stale = asStaleRead(FINDING, null, [LATE], 'rfc');

  assert.equal(stale.outcome, 'failed');
  assert.equal(stale.what, 'stale-read: GET /Users/{id} showed the last write only later: the title');
  assert.match(stale.message ?? '', /came out otherwise 312 ms after the last write.* it did not forget\. the title/);
  assert.deepEqual(stale.exchanges, [3, 5, 6, 7]);
  assert.deepEqual(stale.answer, FINDING.answer);
});

test('where documentation allows lateness an operator decides, and is told how', () => {
  const stale = asStaleRead(FINDING, 3, [{ ...LATE, documented: true }], 'rfc');

  assert.equal(stale.outcome, 'observed');
  assert.equal(stale.risk, 'high');
  assert.equal(stale.what, 'stale-read: GET /Users/{id} showed the last write only later');
  assert.match(stale.message ?? '', /active node alone.*enforce_consistency.*docs\/enterprise\/consistency/);
});

test('what a connector sends follows from its reads, but no breakdown does', () => {
  const refused = { ...FINDING, answer: { operation: 'POST /Users', status: 409 } };
  assert.match(asStaleRead(refused, 4, [LATE], 'vendor').what, /^stale-read: /);
  assert.equal(asStaleRead(refused, 4, [LATE], 'vault'), refused);
  const broken = { ...FINDING, answer: { operation: 'POST /Users', status: 503 } };
  assert.equal(asStaleRead(broken, 4, [LATE], 'vendor'), broken);
});

test('a finding about an answer that was not late stays what it is', () => {
  assert.equal(asStaleRead(FINDING, 2, [LATE], 'vendor'), FINDING);
  assert.equal(asStaleRead(FINDING, null, [], 'rfc'), FINDING);
});
