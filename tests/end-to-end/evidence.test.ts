import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { missingStateProof } from '../../src/evidence/state-proof.ts';
import type { Check } from '../../src/verdicts/verdict.ts';
import { type HarnessRun, runHarness } from './harness-run.ts';

let run: HarnessRun;
let passed: Check[];

before(async () => {
  run = await runHarness(['--project=vault']);
  passed = run.conformance().checks.filter(({ verdict }) => verdict === 'passed');
});

after(() => run.remove());

function exchangesOf(check: Check): Exchange[] {
  const file = check.evidence.find((name) => name.endsWith('.json'));
  assert.ok(file, `${check.id} has no evidence`);
  return (JSON.parse(run.report(file)) as { exchanges: Exchange[] }).exchanges;
}

describe('the evidence of the vault profile on the double', () => {
  it('comes from a run without failed, blocked or broken checks', () => {
    const bad = run
      .conformance()
      .checks.filter(({ verdict }) => ['failed', 'blocked', 'harness-error'].includes(verdict));
    assert.deepEqual(
      bad.map(({ id, verdict, reason }) => [id, verdict, reason]),
      [],
    );
    assert.equal(run.status, 0, run.output);
  });

  it('holds more than 250 passed checks', () => {
    assert.ok(passed.length > 250, `${passed.length} checks passed`);
  });

  for (const kind of ['read', 'write', 'refusal'] as const) {
    it(`shows the state that each passed ${kind} check rests on`, () => {
      const unproven = passed
        .filter((check) => check.kind === kind)
        .map((check) => [check.id, missingStateProof(kind, exchangesOf(check))])
        .filter(([, missing]) => missing !== null);
      assert.deepEqual(unproven, []);
    });
  }
});
