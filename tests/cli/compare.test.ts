import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Check } from '../../src/verdicts/verdict.ts';
import { aCheck, aConformance } from '../reporting/made-up-report.ts';

const COMMAND = fileURLToPath(new URL('../../src/cli/compare.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vsc-compare-'));

after(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, change: Partial<Check>): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(aConformance([aCheck(change)])));
  return path;
}

function compare(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('npm run compare', () => {
  const passed = file('passed.json', {});
  const failed = file('failed.json', { verdict: 'failed', reason: 'the user is still there' });
  const reworded = file('reworded.json', { reason: 'unproven form' });
  const blocked = file('blocked.json', { verdict: 'blocked' });

  it('ends with 0 without a regression, 1 with one, 3 when a result was lost', () => {
    assert.equal(compare(passed, passed).status, 0);
    assert.equal(compare(failed, passed).status, 0);
    assert.equal(compare(passed, failed).status, 1);
    assert.equal(compare(passed, blocked).status, 3);
  });

  it('--strict ends with 1 for another reason too', () => {
    assert.equal(compare(passed, reworded).status, 0);
    assert.equal(compare('--strict', passed, reworded).status, 1);
    assert.equal(compare('--strict', passed, passed).status, 0);
  });

  it('prints text, Markdown and JSON', () => {
    assert.match(compare(passed, failed).stdout, /Regressions \(1\)[\s\S]*the user is still there/);
    assert.match(compare('--format', 'markdown', passed, failed).stdout, /### Regressions/);
    const json = JSON.parse(compare('--format=json', passed, failed).stdout);
    assert.deepEqual([json.changes[0].kind, json.changes[0].after.verdict], ['regression', 'failed']);
  });

  it('--versions compares the given runs without running anything', () => {
    assert.match(compare('--versions', passed, failed).stdout, /VAULT-USR-01 \| passed \| failed/);
  });

  it('--help names the exit codes', () => {
    const { status, stdout } = compare('--help');
    assert.equal(status, 0);
    assert.match(stdout, /Exit status: 0 no regression; 1 /);
  });

  const none = join(folder, 'none.json');
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, '{"schemaVersion":1}');
  const wrong: [string, string[], RegExp][] = [
    ['one file', [passed], /Name two files/],
    ['three files', [passed, passed, passed], /Name two files/],
    ['a file that is not there', [passed, none], /none\.json cannot be read/],
    ['a file of another kind', [passed, broken], /broken\.json is no conformance\.json/],
    ['an unknown format', ['--format=xml', passed, passed], /format/],
    ['an unknown option', ['--nonsense', passed, passed], /nonsense/],
  ];
  for (const [title, args, sentence] of wrong) {
    it(`says in a sentence what is wrong with ${title}, and ends with 2`, () => {
      const { status, stderr } = compare(...args);
      assert.equal(status, 2);
      assert.match(stderr, sentence);
      assert.doesNotMatch(stderr, /^\s+at /m);
    });
  }
});
