import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitStatus } from '../../src/reporting/exit-status.ts';
import type { Verdict } from '../../src/verdicts/verdict.ts';
import { aCheck, aConformance } from './made-up-report.ts';

function statusOf(verdict: Verdict, reason = ''): number {
  return exitStatus(aConformance([aCheck(), aCheck({ id: 'VAULT-USR-02', verdict, reason })]));
}

test('A conformant run ends with 0, also with deviations, warnings and observations.', () => {
  const verdicts: Verdict[] = [
    'passed',
    'warned',
    'deviation',
    'incompatible',
    'accepted',
    'observed',
    'not-applicable',
  ];
  for (const verdict of verdicts) assert.equal(statusOf(verdict), 0, verdict);
});

test('Rows that nobody serves or that were deselected do not change the status.', () => {
  assert.equal(statusOf('not-run', 'unserved'), 0);
  assert.equal(statusOf('not-run', 'deselected'), 0);
});

test('A failed or stale check ends the run with 1, whatever else happened.', () => {
  assert.equal(statusOf('failed'), 1);
  assert.equal(statusOf('stale'), 1);
  assert.equal(
    exitStatus(aConformance([aCheck({ verdict: 'blocked' }), aCheck({ id: 'X-01', verdict: 'failed' })])),
    1,
  );
});

test('A blocked check, an error of the harness and an interruption end the run with 3.', () => {
  assert.equal(statusOf('blocked'), 3);
  assert.equal(statusOf('harness-error'), 3);
  assert.equal(statusOf('not-run', 'interrupted'), 3);
});

test('A run or a profile that is incomplete ends with 3.', () => {
  const conformance = aConformance([aCheck()]);
  assert.equal(exitStatus({ ...conformance, run: { ...conformance.run, complete: false } }), 3);
  assert.equal(
    exitStatus({
      ...conformance,
      profiles: [{ name: 'vault', verdict: 'incomplete', complete: false, counts: { passed: 1 } }],
    }),
    3,
  );
});

test('A run that checked nothing is no success.', () => {
  assert.equal(exitStatus(aConformance([])), 3);
});
