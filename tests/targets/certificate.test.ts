import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { makeCertificate } from '../../src/targets/containers/certificate.ts';

/** `ecdsa-with-SHA256` in DER (RFC 5758 section 3.2). */
const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex');

test('A certificate is for its hosts and is signed with SHA-256.', async () => {
  const { cert } = await makeCertificate(['localhost', '127.0.0.1']);
  const made = new X509Certificate(cert);
  assert.equal(made.checkHost('localhost'), 'localhost');
  assert.equal(made.checkIP('127.0.0.1'), '127.0.0.1');
  assert.ok(made.raw.includes(ECDSA_WITH_SHA256));
});
