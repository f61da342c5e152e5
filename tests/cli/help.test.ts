import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { command } from './command.ts';

const COMMANDS = readdirSync(new URL('../../src/cli/', import.meta.url))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''));

for (const name of COMMANDS) {
  test(`${name} --help says what it does and with which status it ends, without colour.`, async () => {
    const { status, stdout, stderr } = await command(name, ['--help']);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^Usage: /);
    assert.match(stdout, /Exit status/i);
    assert.equal(stdout.includes('\u001b'), false);
  });

  test(`${name} answers an unknown option with one sentence and status 2.`, async () => {
    const { status, stdout, stderr } = await command(name, ['--no-such-option']);
    assert.equal(status, 2, stderr);
    assert.equal(stdout, '');
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  });
}
