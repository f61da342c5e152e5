import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrixTable, versionMatrix } from '../../src/compare/version-matrix.ts';
import type { Verdict } from '../../src/verdicts/verdict.ts';
import { aCheck, aConformance } from '../reporting/made-up-report.ts';

function aRun(version: string, verdicts: Record<string, Verdict>) {
  const checks = Object.entries(verdicts).map(([id, verdict]) => aCheck({ id, verdict, reason: `held to ${version}` }));
  const { target } = aConformance([]);
  return aConformance(checks, { target: { ...target, vaultVersion: `${version}+ent` } });
}

test('The matrix has the checks that differ between versions, and what each release changed.', () => {
  const matrix = versionMatrix([
    aRun('2.0.0', { 'VAULT-A-01': 'failed', 'VAULT-A-02': 'passed', 'VAULT-A-03': 'passed' }),
    aRun('2.0.1', { 'VAULT-A-01': 'passed', 'VAULT-A-02': 'passed', 'VAULT-A-03': 'passed' }),
    aRun('2.0.4', { 'VAULT-A-01': 'passed', 'VAULT-A-02': 'passed' }),
  ]);

  assert.deepEqual(
    matrix.rows.map(({ id, verdicts }) => [id, ...verdicts]),
    [
      ['VAULT-A-01', 'failed', 'passed', 'passed'],
      ['VAULT-A-03', 'passed', 'passed', null],
    ],
  );
  assert.equal(matrix.same, 1);
  assert.deepEqual(
    matrix.releases.map(({ version, against, summary }) => `${version} ${against} ${summary}`),
    ['2.0.1 2.0.0 Fixes: 1, as before: 2.', '2.0.4 2.0.1 Vanished checks: 1, as before: 2.'],
  );
  assert.match(matrixTable(matrix, 60), /^\| Profile \| Check +\| 2\.0\.0 +\| 2\.0\.1 +\| 2\.0\.4 +\| What it demands/);
});
