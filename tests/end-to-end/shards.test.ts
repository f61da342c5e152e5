import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Conformance } from '../../src/verdicts/verdict.ts';
import { runHarness, verdictLines } from './harness-run.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MERGE = join(ROOT, 'src/cli/merge.ts');
const CONFIG = '--config=tests/end-to-end/dying/playwright.config.ts';
const REPORTERS = '--reporter=blob,./src/reporting/conformance-reporter.ts';
const TOTAL = 2;

const folder = mkdtempSync(join(tmpdir(), 'vsc-shards-'));
const blob = (name: string) => join(folder, `${name}.zip`);
const shards = Array.from({ length: TOTAL }, (_, i) => `shard-${i + 1}`);

let whole: Conformance;
let merged: ReturnType<typeof merge>;

/** Merges copies of the named blobs, as a job does that has downloaded them. */
function merge(name: string, blobs: string[], args: string[] = []) {
  const input = join(folder, name, 'blobs');
  const reports = join(folder, name, 'reports');
  mkdirSync(input, { recursive: true });
  for (const [i, one] of blobs.entries()) copyFileSync(blob(one), join(input, `${i}-${one}.zip`));
  const { status, stdout, stderr } = spawnSync(process.execPath, [MERGE, input, '--reports', reports, ...args], {
    encoding: 'utf8',
  });
  const report = (file: string) => readFileSync(join(reports, file), 'utf8');
  return { status, output: stdout + stderr, report, conformance: () => JSON.parse(report('conformance.json')) };
}

before(async () => {
  const run = await runHarness([CONFIG]);
  whole = run.conformance();
  run.remove();
  for (const [i, name] of shards.entries()) {
    const shard = await runHarness([CONFIG, `--shard=${i + 1}/${TOTAL}`, REPORTERS], {
      PLAYWRIGHT_BLOB_OUTPUT_FILE: blob(name),
    });
    assert.equal(shard.status, 0, `A shard leaves the verdict to the merge: ${shard.output}`);
    shard.remove();
  }
  const other = await runHarness([CONFIG, '--grep=@VAULT-USER-02', '--shard=1/1', REPORTERS], {
    PLAYWRIGHT_BLOB_OUTPUT_FILE: blob('other-version'),
    VAULT_MOCK_VERSION: '2.0.4',
  });
  other.remove();
  merged = merge('all', shards);
});

after(() => rmSync(folder, { recursive: true, force: true }));

describe('merging the shards of a run', () => {
  it('gives the list of verdicts and reasons of the run that was not split, a killed worker included', () => {
    const conformance: Conformance = merged.conformance();
    assert.deepEqual(verdictLines(conformance), verdictLines(whole));
    assert.deepEqual(conformance.profiles, whole.profiles);
    assert.deepEqual(conformance.leftovers, []);
    const died = conformance.checks.filter(({ verdict }) => verdict === 'harness-error').map(({ id }) => id);
    assert.deepEqual(died, ['VAULT-USER-01', 'VAULT-USER-07']);
    assert.equal(merged.status, 3);
  });

  it('keeps the evidence and a repeat script of every check, with the names of one run', () => {
    const { checks }: Conformance = merged.conformance();
    assert.deepEqual(
      checks.map(({ id, evidence }) => [id, evidence]),
      whole.checks.map(({ id, evidence }) => [id, evidence]),
    );
    const script = merged.report('evidence/vault/VAULT-USER-01.sh');
    assert.doesNotMatch(script.replace(/^#.*$/gm, ''), /127\.0\.0\.1/);
  });

  it('ends with 3 and one sentence when the blob of a shard is missing, and lets nothing pass', () => {
    const partial = merge('missing', shards.slice(1));

    assert.equal(partial.status, 3, partial.output);
    assert.match(partial.output, /^Incomplete: shard 1 of 2 \(all profiles\) is missing\..*$/m);
    const { checks, run, profiles }: Conformance = partial.conformance();
    assert.equal(checks.length, whole.checks.length);
    assert.equal(
      checks.some(({ verdict }) => verdict === 'passed'),
      false,
    );
    assert.equal(run.complete, false);
    assert.equal(profiles[0]?.verdict, 'incomplete');
  });

  it('ends with 2 and one sentence when the blobs are of two Vault versions', () => {
    const mixed = merge('two-targets', [...shards, 'other-version']);

    assert.equal(mixed.status, 2, mixed.output);
    assert.match(mixed.output, /several targets \(.*2\.\d\.\d.*; .*2\.\d\.\d.*\): merge each target by itself/);
  });

  it('ends with 2 and one sentence when there is no blob at all', () => {
    const empty = merge('none', []);

    assert.equal(empty.status, 2, empty.output);
    assert.match(empty.output, /holds no blob report/);
  });
});

it('A shard without a blob is an incomplete run, and says so.', async () => {
  const run = await runHarness([CONFIG, '--grep=@VAULT-USER-02', '--shard=1/2']);

  assert.equal(run.status, 3, run.output);
  assert.match(run.output, /Incomplete: shard 2 of 2/);
  run.remove();
});
