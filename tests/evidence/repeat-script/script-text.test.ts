import assert from 'node:assert/strict';
import { test } from 'node:test';
import { repeatScript } from '../../../src/evidence/repeat-script.ts';
import { exchange, OPTIONS, repeat } from './repeated.ts';

test('the script prints the last answer beside the expectation and no recorded text can run', async () => {
  const evil = "'; echo HACKED; '\n$(echo HACKED)\n`echo HACKED`";
  const { out, err, script } = await repeat(
    [
      exchange({
        actor: evil,
        method: 'POST',
        requestBody: evil,
        requestHeaders: [['X', "a'; echo HACKED #"]],
        responseBody: evil,
        failure: evil,
      }),
    ],
    [{ status: 409, body: 'the answer' }],
    { expectation: `201 ${evil}` },
  );
  assert.equal(err, '');
  assert.match(out, /status 409, recorded 200[\s\S]*the answer[\s\S]*# Expected by VAULT-X-01: 201/);
  assert.doesNotMatch(out.replaceAll(/^#.*$/gm, ''), /HACKED/);
  assert.doesNotMatch(script, /tenant-token/);
});

test('a check that sent nothing has a script that ends well', async () => {
  const { status, err } = await repeat([], []);
  assert.deepEqual([status, err], [0, '']);
});

test('a variable that is no shell name is refused', () => {
  assert.throws(
    () => repeatScript([exchange({})], { ...OPTIONS, variables: [{ actor: 'tenant', variable: 'A;B' }] }),
    RangeError,
  );
});
