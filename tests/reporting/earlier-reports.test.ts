import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { removeEarlierReports } from '../../src/reporting/earlier-reports.ts';

test('What an earlier run wrote of its checks goes, and what is somebody else’s stays.', (t) => {
  const reportsDir = mkdtempSync(join(tmpdir(), 'earlier-reports-'));
  t.after(() => rmSync(reportsDir, { recursive: true }));
  const earlier = ['conformance.json', 'evidence/run.json', 'evidence/vault/A-1.sh', 'allure-results/a-result.json'];
  for (const name of [...earlier, 'kill-matrix.json']) {
    mkdirSync(dirname(join(reportsDir, name)), { recursive: true });
    writeFileSync(join(reportsDir, name), '{}');
  }

  for (const _file of removeEarlierReports(reportsDir));

  assert.deepEqual(readdirSync(reportsDir), ['kill-matrix.json']);
});

test('Where nothing was reported before, there is nothing to remove.', () => {
  assert.deepEqual([...removeEarlierReports(join(tmpdir(), 'no-such-reports'))], []);
});
