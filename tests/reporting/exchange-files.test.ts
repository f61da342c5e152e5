import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ExchangeFiles } from '../../src/reporting/exchange-files.ts';
import { anExchange } from './made-up-report.ts';

const FIRST = { source: 'a-1-attachment.httpexchange', exchange: anExchange(1) };
const SECOND = { source: 'a-2-attachment.httpexchange', exchange: anExchange(2) };

test('a file is written once, and what no check shows is removed again', (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'exchange-files-'));
  context.after(() => rmSync(directory, { recursive: true }));
  const files = new ExchangeFiles(directory);

  files.write(FIRST, 100);
  rmSync(join(directory, FIRST.source));
  files.write(FIRST, 100);
  assert.deepEqual(readdirSync(directory), []);

  files.write(SECOND, 100);
  files.keepOnly(new Set([FIRST.source]));
  assert.deepEqual(readdirSync(directory), []);
  assert.deepEqual([...files.written.keys()], [FIRST.source]);
});

test('another limit of bodies begins anew', (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'exchange-files-'));
  context.after(() => rmSync(directory, { recursive: true }));
  const files = new ExchangeFiles(directory);

  files.write(FIRST, 100);
  files.write(SECOND, 1);

  assert.deepEqual(readdirSync(directory), [SECOND.source]);
  assert.equal(readFileSync(join(directory, SECOND.source), 'utf8'), files.written.get(SECOND.source));
});
