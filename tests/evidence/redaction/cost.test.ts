import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Redaction } from '../../../src/evidence/redaction.ts';
import { knowing } from './knowing.ts';

const JSON_TYPE = 'application/json';

test('an exchange of 2 KB with 50 registered secrets takes less than 0.3 ms', () => {
  const redaction = new Redaction();
  for (let i = 0; i < 50; i += 1) redaction.register(`hvs.${String(i).repeat(60)}/+`, 'token');
  const resource = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'jane@corp.example',
    active: true,
  };
  const text = JSON.stringify({ Resources: Array.from({ length: 24 }, () => resource) });
  assert.ok(text.length > 2_000);
  const batches = Array.from({ length: 20 }, () => {
    const started = performance.now();
    for (let i = 0; i < 50; i += 1) {
      redaction.url('/v1/identity/scim/v2/Users?filter=userName%20eq%20%22jane%22');
      redaction.headers([
        ['Authorization', 'Bearer x'],
        ['Accept', 'application/scim+json'],
      ]);
      redaction.body(text, JSON_TYPE);
    }
    return (performance.now() - started) / 50;
  });
  // The best of several batches: other work on the machine only adds.
  assert.ok(Math.min(...batches) < 0.3, `${Math.min(...batches)} ms`);
});

test('hostile bodies cost bounded time', () => {
  const redaction = knowing(
    ...Array.from({ length: 50 }, (_, i): [string, string] => [`hvs.secret${i}abcdef`, 'token']),
  );
  const started = performance.now();
  for (const unit of [
    '[',
    '{"a":',
    '"',
    '\\',
    '"\\u0022',
    'eyJ',
    'eyJa.',
    'hvs.',
    'a://',
    '%41',
    'password ',
    'c2VjcmV0',
    '-----BEGIN PRIVATE KEY-----',
  ]) {
    redaction.body(unit.repeat(Math.ceil(10_000_000 / unit.length)), JSON_TYPE);
  }
  assert.ok(performance.now() - started < 5_000, `${performance.now() - started} ms`);
});
