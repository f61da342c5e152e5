import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { KillMatrix } from '../../src/reporting/kill-matrix.ts';

const MUTANTS = fileURLToPath(new URL('../../src/cli/mutants.ts', import.meta.url));

/** Of every area a few: all of them take minutes, and are tried each night. */
const PART = '1/24';

test('every seeded defect of a fixed part is killed by a row that it breaks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vsc-mutants-'));

  const { status, stdout, stderr } = spawnSync(process.execPath, [MUTANTS, '--part', PART], {
    encoding: 'utf8',
    env: { ...process.env, REPORTS_DIR: folder, NODE_TEST_CONTEXT: undefined },
  });

  const matrix = JSON.parse(readFileSync(join(folder, 'kill-matrix.json'), 'utf8')) as KillMatrix;
  const alive = matrix.defects
    .filter(({ outcome }) => outcome !== 'killed')
    .map(({ id, outcome }) => `${id} ${outcome}`);
  assert.deepEqual(alive, [], stdout + stderr);
  assert.equal(status, 0, stdout + stderr);
  assert.ok(matrix.defects.length > 50, `${matrix.defects.length} defects`);
  assert.ok(matrix.precision > 0.9, `precision ${matrix.precision}`);
  rmSync(folder, { recursive: true });
});
