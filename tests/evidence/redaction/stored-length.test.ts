import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Redaction, STORED_BODY_BYTES } from '../../../src/evidence/redaction.ts';
import { knowing } from './knowing.ts';

const JSON_TYPE = 'application/json';

test('a secret across the cut is redacted before the body is truncated', () => {
  const secret = 'S3cret-0123456789-abcdef';
  const redaction = knowing([secret, 'token']);
  for (let before = STORED_BODY_BYTES - secret.length; before <= STORED_BODY_BYTES; before += 1) {
    const clear = 'x'.repeat(before) + secret + 'y'.repeat(100_000);
    const stored = redaction.body(clear, 'text/plain');
    assert.doesNotMatch(stored, /S3/);
    assert.match(stored, new RegExp(`\\[truncated: \\d+ of ${clear.length} bytes left out\\]$`));
  }
});

test('a password that begins before the cut and an open string are redacted whole', () => {
  const stored = new Redaction().body(`{"a":"${'x'.repeat(65_400)}","password":"${'pw1'.repeat(40_000)}"}`, JSON_TYPE);
  assert.doesNotMatch(stored, /pw1/);
});

test('the truncation mark counts bytes, not characters, and splits none', () => {
  const stored = new Redaction().body('ä€😀'.repeat(20_000), 'text/plain');
  const [, left, total] = /\[truncated: (\d+) of (\d+) bytes left out\]$/.exec(stored) ?? [];
  assert.equal(Number(total), 180_000);
  const kept = stored.slice(0, stored.lastIndexOf('\n'));
  assert.equal(Buffer.byteLength(kept), 180_000 - Number(left));
  assert.ok(kept.isWellFormed());
});
