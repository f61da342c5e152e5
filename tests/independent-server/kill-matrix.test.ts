import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FULL_SERVER_FAULTS } from '../../src/faults/full-server/index.ts';
import { startFaultLayer } from '../../src/faults/layer.ts';
import type { KillMatrix } from '../../src/reporting/kill-matrix.ts';
import { rowById } from '../../src/rulebook/rulebook.ts';
import { type MutantSelection, selectMutants } from '../../src/run/mutant-selection.ts';
import { severityOf } from '../../src/verdicts/rules.ts';
import { REPAIRS } from './repairs.ts';
import { rulingsIn } from './scimmy-run.ts';
import { startScimmyServer } from './scimmy-server.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PLAYWRIGHT = createRequire(import.meta.url).resolve('@playwright/test/cli');
const WORKERS = 2;
const TEN_MINUTES = 600_000;

const ruled = rulingsIn('scimmy.yaml').map(({ id }) => id);
const mended = REPAIRS.flatMap(({ mends }) => mends);
let matrix: KillMatrix;
let output: string;

before(
  async () => {
    ({ matrix, output } = await runKillMatrix());
  },
  { timeout: TEN_MINUTES },
);

test('every defect of a full server is killed by a row that it breaks', () => {
  const alive = matrix.defects
    .filter(({ outcome }) => outcome !== 'killed')
    .map(({ id, outcome }) => `${id} ${outcome}`);
  assert.deepEqual(alive, [], output);
  assert.equal(matrix.defects.length, FULL_SERVER_FAULTS.length);
});

test('every row that a defect names turns red, unless the server fails it anyway', () => {
  const missed = matrix.defects.flatMap(({ id, missed }) =>
    missed.filter((row) => !matrix.falseAlarms.includes(row)).map((row) => `${id} ${row}`),
  );
  assert.deepEqual(missed, [], output);
});

test('hardly any other row turns red', () => {
  assert.ok(matrix.precision >= 0.9, `precision ${matrix.precision}\n${output}`);
});

test('without a defect only those rows fail that are ruled and not mended', () => {
  const failing = matrix.falseAlarms.filter((id) => severityOf(rowById(id)) === 'failed');
  assert.deepEqual(failing, ruled.filter((id) => !mended.includes(id)).sort());
});

test('every MUST that the server meets has a defect that breaks it, here or on the double', () => {
  assert.deepEqual(
    matrix.rowsWithoutKiller.filter((id) => rowById(id).level.startsWith('MUST')),
    [],
  );
});

/** The RFC rows against the repaired independent server, with one layer a defect and worker in front of it. */
async function runKillMatrix(): Promise<{ matrix: KillMatrix; output: string }> {
  const server = await startScimmyServer(WORKERS);
  const { origin, pathname } = new URL(server.baseUrl);
  const repaired = await startFaultLayer(origin, REPAIRS);
  server.isReachedAt(repaired.address);
  const folder = mkdtempSync(join(tmpdir(), 'vsc-full-server-'));
  try {
    const output = await runSuites({ baseUrl: `${repaired.address}${pathname}`, tenants: server.tenants }, folder);
    const file = join(folder, 'kill-matrix.json');
    assert.ok(existsSync(file), output);
    return { matrix: JSON.parse(readFileSync(file, 'utf8')) as KillMatrix, output };
  } finally {
    rmSync(folder, { recursive: true });
    await repaired.close();
    await server.close();
  }
}

/** @returns What the run printed. */
async function runSuites(server: NonNullable<MutantSelection['server']>, folder: string): Promise<string> {
  const environment = { ...process.env, REPORTS_DIR: folder, NODE_TEST_CONTEXT: undefined };
  const faults = FULL_SERVER_FAULTS.map(({ id }) => id);
  selectMutants({ faults, rows: 'sample', sound: 'everything', server }, environment);
  const args = ['test', '--config=playwright.mutants.config.ts', `--workers=${WORKERS}`, 'suites/rfc'];
  const child = spawn(process.execPath, [PLAYWRIGHT, ...args], { cwd: ROOT, env: environment });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  await new Promise((resolve) => child.once('close', resolve));
  return output;
}
