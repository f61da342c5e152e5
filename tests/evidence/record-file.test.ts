import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { RecordFile, RecordReader } from '../../src/evidence/record-file.ts';

function records(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'record-file-'));
  context.after(() => rmSync(directory, { recursive: true }));
  return join(directory, 'records');
}

test('Each worker has a file, of which each record is read by itself, in any order and while others are added.', (context) => {
  const directory = records(context);
  const [first, second] = [new RecordFile(directory, 0), new RecordFile(directory, 1)];
  const reader = new RecordReader();
  const kept = ['{"who":"Zoë"}', '', '{"who":"Ada"}'].map((text) => ({ text, piece: first.append(text) }));
  kept.push({ text: '[1]', piece: second.append('[1]') });

  for (const { text, piece } of kept.toReversed()) assert.equal(reader.read(piece).trimEnd(), text);

  const later = first.append('later');
  assert.equal(reader.read(later), 'later\n');
});

test('What is no piece of a file, or of a longer one, is an error.', (context) => {
  const file = new RecordFile(records(context), 0);
  const { path } = file.append('{}');
  const reader = new RecordReader();

  assert.throws(() => reader.read({ path, name: 'record-final' }), /no piece of a file: record-final/);
  assert.throws(() => reader.read({ path, name: 'record at 1, 9 bytes' }), /ends too early/);
});
