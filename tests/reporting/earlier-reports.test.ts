import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { keepOnly, writeOver } from '../../src/reporting/earlier-reports.ts';

function reports(context: TestContext, ...names: string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'earlier-reports-'));
  context.after(() => rmSync(directory, { recursive: true }));
  for (const name of names) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), 'of an earlier run');
  }
  return directory;
}

test('A file of an earlier run is written over, whether the new one is shorter or longer, and stays the same file.', (context) => {
  const file = join(reports(context, 'a.json'), 'a.json');
  const { ino } = statSync(file);

  for (const pieces of [['né', Buffer.from('w')], ['longer than ', 'that of an earlier run'], ['']]) {
    writeOver(file, ...pieces);

    assert.equal(readFileSync(file, 'utf8'), pieces.join(''));
    assert.equal(statSync(file).ino, ino);
  }
});

test('A file that was not there is made.', (context) => {
  const file = join(reports(context), 'new.json');

  writeOver(file, '{}');

  assert.equal(readFileSync(file, 'utf8'), '{}');
});

test('What an earlier run left and this one did not write goes, with the folders that hold nothing else.', (context) => {
  const directory = reports(context, 'run.json', 'rfc/A-1.sh', 'vault/B-1.json', 'vault/B-2.json');

  keepOnly(directory, new Set([join(directory, 'run.json'), join(directory, 'vault', 'B-1.json')]));

  const left = readdirSync(directory, { recursive: true }).sort();
  assert.deepEqual(left, ['run.json', 'vault', join('vault', 'B-1.json')]);
});

test('Where nothing was reported before, there is nothing to remove.', () => {
  keepOnly(join(tmpdir(), 'no-such-reports'), new Set());
});
