import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Redaction } from '../../../src/evidence/redaction.ts';
import { Secret } from '../../../src/evidence/secret.ts';
import { knowing } from './knowing.ts';

const JSON_TYPE = 'application/json';
const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----';

test('a registered secret is removed in each encoding', () => {
  const secret = 'p/ä"s s+w&rd\\1';
  const redaction = knowing([secret, 'password']);
  const url = encodeURIComponent(secret);
  const forms = [
    secret,
    url,
    url.toLowerCase(),
    url.replaceAll('%20', '+'),
    [...Buffer.from(secret)].map((byte) => `%${byte.toString(16)}`).join(''),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(`u:${secret}`).toString('base64'),
    Buffer.from(`us:${secret}:x`).toString('base64url'),
  ];
  for (const form of forms) {
    assert.equal(redaction.text(`before ${form} after`), 'before [password] after', form);
  }
});

test('a secret written with unicode escapes in JSON is removed', () => {
  const redaction = knowing(['hunter22', 'password']);
  const escaped = [...'hunter22'].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('');
  assert.equal(redaction.body(`{"x": "a ${escaped}"}`, JSON_TYPE), '{"x": "a [password]"}');
});

test('a Secret is opened for registration only and the longest of overlapping secrets wins', () => {
  const redaction = new Redaction();
  redaction.register(new Secret('abcdef'), 'short');
  redaction.register(new Secret('abcdefghij'), 'long');
  assert.equal(redaction.text('abcdefghij abcdef'), '[long] [short]');
});

test('a registered value of fewer than six characters is ignored', () => {
  assert.equal(knowing(['root', 'token']).text('policies: root'), 'policies: root');
});

test('redacting twice changes nothing', () => {
  const redaction = knowing(['hunter22', 'password']);
  const once = redaction.body(
    JSON.stringify({ password: 'x', a: 'hunter22', token: 'hvs.abcdefgh', p: PEM }),
    JSON_TYPE,
  );
  assert.equal(redaction.body(once, JSON_TYPE), once);
});

test('a secret that was percent-encoded more than once is removed', () => {
  const redaction = knowing(['p/w+d s', 'password']);
  const twice = encodeURIComponent(encodeURIComponent('p/w+d s'));
  assert.equal(redaction.url(`/a?b=${twice}`), '/a?b=[password]');
  assert.equal(redaction.text(`x ${encodeURIComponent(twice).toLowerCase()} y`), 'x [password] y');
});

test('no encoding of a secret survives in any place of a body or URL', () => {
  const hexLower = (text: string) => text.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
  const encodings = [
    (s: string) => s,
    encodeURIComponent,
    (s: string) => hexLower(encodeURIComponent(s)),
    (s: string) => JSON.stringify(s).slice(1, -1),
    (s: string) => Buffer.from(s).toString('base64'),
    (s: string) => Buffer.from(`q:${s}`).toString('base64url'),
    (s: string) => encodeURIComponent(Buffer.from(`qq:${s}z`).toString('base64')),
  ];
  const places = [
    (s: string) => s,
    (s: string) => `{"a":"${s}"}`,
    (s: string) => JSON.stringify({ a: JSON.stringify({ b: [s] }) }),
    (s: string) => `x=${s}&y`,
    (s: string) => `/p/${s}?q=${s}#f`,
  ];
  const secrets = fc.string({
    unit: fc.constantFrom(...'abXY019+/=_-.:%&"\\ {}[]ä€#?;<>\n\t\''),
    minLength: 8,
    maxLength: 24,
  });
  const property = fc.property(
    secrets,
    fc.constantFrom(...encodings),
    fc.constantFrom(...places),
    (secret, encode, place) => {
      const redaction = knowing([secret, 'token']);
      const form = encode(secret);
      const stored = redaction.body(place(form), JSON_TYPE);
      assert.ok(!stored.includes(form) && !stored.includes(secret), stored);
      const url = redaction.url(place(form));
      assert.ok(!url.includes(form) && !url.includes(secret), url);
      assert.equal(redaction.body(stored, JSON_TYPE), stored);
    },
  );
  fc.assert(property, { numRuns: 1_000, seed: 7643 });
});
