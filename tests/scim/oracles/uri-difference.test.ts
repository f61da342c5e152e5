import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUriReference, resolvedReference, uriDifference } from '../../../src/scim/oracles/uri-difference.ts';

const BASE = 'https://v.example/v1/identity/scim/v2';

test('the same URI in another spelling does not differ', () => {
  assert.deepEqual(uriDifference(`${BASE}/Users/a%2Db`, 'HTTPS://V.example:443/v1/identity/scim/v2/Users/a-b/'), []);
});

test('each differing part is named', () => {
  assert.deepEqual(uriDifference(`${BASE}/Users/1`, 'http://w.example:81/v1/identity/scim/v2/Users/2?x'), [
    'scheme',
    'host',
    'port',
    'path',
    'query',
  ]);
  assert.deepEqual(uriDifference(`${BASE}/Users/1`, 'https://v.example/v1/a/b/identity/scim/v2/Users/1'), [
    'namespace',
  ]);
  assert.deepEqual(uriDifference(`${BASE}/Users/1`, 'no uri'), ['unreadable']);
});

test('a relative reference belongs to the service root', () => {
  assert.equal(resolvedReference('Users/1', BASE), `${BASE}/Users/1`);
  assert.equal(resolvedReference('/Users/1', BASE), `${BASE}/Users/1`);
  assert.equal(resolvedReference('/v1/identity/scim/v2/Users/1', BASE), `${BASE}/Users/1`);
  assert.equal(resolvedReference('https://x/1', BASE), 'https://x/1');
});

test('blanks, quotes and raw letters outside of ASCII are no part of a URI', () => {
  for (const text of ['', 'a b', '"a"', 'ä', '%zz', 'http://']) assert.equal(isUriReference(text), false, text);
  for (const text of ['../Users/1', 'urn:a:b', 'https://x/%C3%A4?q=1#f'])
    assert.equal(isUriReference(text), true, text);
});
