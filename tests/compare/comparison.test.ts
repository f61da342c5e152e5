import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { type ChangeKind, compareRuns, comparisonStatus } from '../../src/compare/comparison.ts';
import { comparisonMarkdown, comparisonText, summaryOf } from '../../src/compare/comparison-report.ts';
import type { Check, Verdict } from '../../src/verdicts/verdict.ts';
import { aCheck, aConformance } from '../reporting/made-up-report.ts';

const compared = (before: Partial<Check>[], after: Partial<Check>[]) =>
  compareRuns(aConformance(before.map(aCheck)), aConformance(after.map(aCheck)));

describe('a change of the verdict is of one kind, and gives the exit status', () => {
  const changes: [before: Verdict, after: Verdict, kind: ChangeKind, status: number][] = [
    ['passed', 'failed', 'regression', 1],
    ['passed', 'warned', 'regression', 1],
    ['passed', 'deviation', 'regression', 1],
    ['passed', 'accepted', 'regression', 1],
    ['accepted', 'failed', 'regression', 1],
    ['accepted', 'stale', 'regression', 1],
    ['not-run', 'failed', 'regression', 1],
    ['not-applicable', 'failed', 'regression', 1],
    ['observed', 'failed', 'regression', 1],
    ['blocked', 'failed', 'regression', 1],
    ['failed', 'passed', 'fix', 0],
    ['failed', 'deviation', 'fix', 0],
    ['stale', 'passed', 'fix', 0],
    ['warned', 'passed', 'fix', 0],
    ['failed', 'accepted', 'changed', 0],
    ['failed', 'stale', 'changed', 0],
    ['deviation', 'warned', 'changed', 0],
    ['blocked', 'passed', 'changed', 0],
    ['observed', 'passed', 'changed', 0],
    ['passed', 'observed', 'changed', 0],
    ['blocked', 'not-run', 'changed', 0],
    ['not-applicable', 'not-run', 'changed', 0],
    ['passed', 'blocked', 'lost', 3],
    ['failed', 'harness-error', 'lost', 3],
    ['passed', 'not-run', 'lost', 3],
  ];
  for (const [before, after, kind, status] of changes) {
    it(`${before} to ${after} is ${kind}`, () => {
      const comparison = compared([{ verdict: before }], [{ verdict: after }]);

      assert.deepEqual(
        comparison.changes.map((change) => change.kind),
        [kind],
      );
      assert.equal(comparisonStatus(comparison, false), status);
      assert.equal(comparisonStatus(comparison, true), 1);
    });
  }
});

test('Equal lists of (profile, id, verdict, reason) are no change, whatever else differs.', () => {
  const comparison = compared(
    [{ verdict: 'passed', durationMs: 1 }],
    [{ verdict: 'passed', durationMs: 99, message: 'x' }],
  );

  assert.deepEqual(comparison.changes, []);
  assert.equal(comparison.same, 1);
  assert.equal(comparisonStatus(comparison, true), 0);
});

test('Another reason for the same verdict counts only when strict.', () => {
  const comparison = compared([{ reason: 'one' }], [{ reason: 'other' }]);

  assert.equal(comparison.changes[0]?.kind, 'reworded');
  assert.equal(comparisonStatus(comparison, false), 0);
  assert.equal(comparisonStatus(comparison, true), 1);
});

test('A check that vanished leaves the comparison incomplete; a new one does not.', () => {
  const vanished = compared([{ id: 'VAULT-A-01' }, { id: 'VAULT-A-02' }], [{ id: 'VAULT-A-01' }]);
  const added = compared([{ id: 'VAULT-A-01' }], [{ id: 'VAULT-A-01' }, { id: 'VAULT-A-02' }]);

  assert.deepEqual([vanished.changes[0]?.kind, vanished.changes[0]?.after], ['vanished', null]);
  assert.equal(comparisonStatus(vanished, false), 3);
  assert.deepEqual([added.changes[0]?.kind, added.changes[0]?.before], ['new', null]);
  assert.equal(comparisonStatus(added, false), 0);
  assert.equal(comparisonStatus(added, true), 1);
});

test('The same row in two profiles is two checks.', () => {
  const before = [{ profile: 'okta' }, { profile: 'entra' }];
  const comparison = compared(before, [{ profile: 'okta' }, { profile: 'entra', verdict: 'failed' }]);

  assert.deepEqual(
    comparison.changes.map(({ profile }) => profile),
    ['entra'],
  );
});

test('What besides the server differs is said: version, documentation, harness.', () => {
  const before = aConformance([aCheck()]);
  const after = aConformance([aCheck()], {
    target: { ...before.target, vaultVersion: '2.3.0', contract: 'vault-2.2.0 (assumed)' },
    harness: { ...before.harness, commit: 'fedcba9' },
  });

  assert.deepEqual(
    compareRuns(before, after).circumstances.map(({ what, after: value }) => [what, value]),
    [
      ['Vault version', '2.3.0'],
      ['documentation it is held to', 'vault-2.2.0 (assumed)'],
      ['commit of the harness', 'fedcba9'],
    ],
  );
});

test('Text and Markdown say check, verdicts and reasons, regressions first, and how much is as before.', () => {
  const comparison = compared(
    [{ id: 'VAULT-A-01', verdict: 'failed', reason: 'was bad' }, { id: 'VAULT-A-02' }, { id: 'VAULT-A-03' }],
    [{ id: 'VAULT-A-01' }, { id: 'VAULT-A-02', verdict: 'failed', reason: 'a|b <img src=x>' }, { id: 'VAULT-A-03' }],
  );

  const text = comparisonText(comparison, 100);
  const markdown = comparisonMarkdown(comparison);

  assert.match(text, /Regressions \(1\)\n {2}vault {2}VAULT-A-02 {2}passed -> failed[\s\S]*Fixes \(1\)/);
  assert.match(text, /after: a\|b/);
  assert.match(markdown, /### Regressions \(1\)[\s\S]*`VAULT-A-02` \| passed -> failed/);
  assert.match(markdown, /a\\\|b \\<img/);
  assert.equal(summaryOf(comparison), 'Regressions: 1, fixes: 1, as before: 1.');
  assert.ok(text.split('\n').every((line) => line.length <= 100));
});

test('A long table is cut, and says how much more there is.', () => {
  const ids = Array.from({ length: 120 }, (_, i) => ({ id: `VAULT-A-${i}` }));

  assert.match(comparisonMarkdown(compared(ids, []), 100), /20 more are in the JSON/);
});
