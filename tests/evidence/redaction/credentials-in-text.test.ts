import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Redaction } from '../../../src/evidence/redaction.ts';
import { knowing } from './knowing.ts';

const JSON_TYPE = 'application/json';
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl';
const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----';

test('shapes of credentials are removed from any text', () => {
  const redaction = new Redaction();
  const legacy = `s.${'aB3'.repeat(8)}`;
  for (const [clear, expected] of [
    ['token hvs.CAESIJlongtoken-_x.root1 used', 'token [token] used'],
    ['xhvb.AAAAAQabcdef', 'x[token]'],
    ['hvr.abcdefgh', '[token]'],
    [`scm.${'a1'.repeat(12)}`, '[token]'],
    [legacy, '[token]'],
    [`jwt=${JWT}`, 'jwt=[jwt]'],
    [`see ${JWT}!`, 'see [jwt]!'],
    [`a ${PEM} b`, 'a [private-key] b'],
    ['https://jane:pw@host/x', 'https://[credentials]@host/x'],
    ['sent Authorization: Bearer abc123def456ghi', 'sent Authorization: Bearer [token]'],
    [`Basic ${Buffer.from('a:b').toString('base64')}`, 'Basic [credentials]'],
    ['grant_type=x&client_secret=abc&y=1', 'grant_type=x&client_secret=[client-secret]&y=1'],
    ['password eq "hunter22"', 'password eq "[password]"'],
  ] as const) {
    assert.equal(redaction.text(clear), expected);
  }
});

test('ordinary texts stay as they are', () => {
  const redaction = new Redaction();
  for (const text of [
    'Authentication scheme using the OAuth Bearer Token Standard',
    'HTTP Basic authentication',
    'missing client token',
    'password: is required',
    'urn:ietf:params:scim:schemas:core:2.0:User',
    '{"errors":["2 errors occurred:\\n\\t* permission denied\\n\\t* invalid token\\n\\n"]}',
    '{"name":"password","type":"string","returned":"never"}',
    '{"changePassword":{"supported":false}}',
    'token_accessor=abc&token_type=service',
    'path "identity/scim/v2/*" { capabilities = ["read"] }',
  ]) {
    assert.equal(redaction.body(text, JSON_TYPE), text);
  }
});

test('query parameters and filters with credentials are removed, other encoding stays', () => {
  const redaction = knowing(['s3cr/t+x', 'token']);
  assert.equal(redaction.url('/a?Client%5Fsecret=x&b=%7e+c'), '/a?Client%5Fsecret=[client-secret]&b=%7e+c');
  assert.equal(redaction.url('/a?q=s3cr%2ft%2Bx'), '/a?q=[token]');
  assert.equal(redaction.url('/a/s3cr%2Ft%2bx/b'), '/a/[token]/b');
  assert.doesNotMatch(redaction.url('/Users?filter=password%20eq%20%22hunter22%22'), /hunter22/);
  assert.equal(redaction.url('https://u:p%40x@h/a#b'), 'https://[credentials]@h/a#b');
});

test('form bodies are read as parameters', () => {
  const redaction = knowing(['two words', 'password']);
  assert.equal(
    redaction.body('a=two+words&token=x', 'application/x-www-form-urlencoded; charset=utf-8'),
    'a=[password]&token=x',
  );
});
