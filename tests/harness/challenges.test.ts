import assert from 'node:assert/strict';
import { test } from 'node:test';
import { challengeParameters } from '../../src/harness/challenges.ts';

test('each challenge has its parameters, as often as they stand there', () => {
  const header = 'Bearer realm="a, b=\\"c\\"", Scope = x, scope=y, Basic, Digest nonce="1"';

  assert.deepEqual(challengeParameters(header), [['realm', 'scope', 'scope'], [], ['nonce']]);
});

test('a scheme alone has no parameters', () => {
  assert.deepEqual(challengeParameters('Bearer'), [[]]);
});
