import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { SignOffError } from './sign-off-error.ts';

/** Name of the detached signature of a file: 64 bytes in base64 over the file's bytes. */
export function signatureFile(file: string): string {
  return `${file}.sig`;
}

/**
 * Reads an Ed25519 private key (PEM, PKCS #8).
 *
 * @throws SignOffError for a file that holds none
 */
export function privateKeyOf(file: string): KeyObject {
  return ed25519(file, 'private', createPrivateKey);
}

/**
 * Reads an Ed25519 public key (PEM).
 *
 * @throws SignOffError for a file that holds none
 */
export function publicKeyOf(file: string): KeyObject {
  return ed25519(file, 'public', createPublicKey);
}

/** Name of the file that holds the SHA-256 of another one, in the form that `sha256sum --check` reads. */
export function digestFile(file: string): string {
  return `${file}.sha256`;
}

/** Writes the SHA-256 of a file beside it. */
export function writeDigest(file: string): void {
  writeFileSync(digestFile(file), digestLine(file));
}

/** True when a file still has the SHA-256 that was written beside it. */
export function fitsDigest(file: string): boolean {
  return readFileSync(digestFile(file), 'utf8') === digestLine(file);
}

function digestLine(file: string): string {
  return `${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${basename(file)}\n`;
}

/** Writes the detached Ed25519 signature (RFC 8032) of a file beside it. */
export function signFile(file: string, key: KeyObject): void {
  writeFileSync(signatureFile(file), `${sign(null, readFileSync(file), key).toString('base64')}\n`);
}

export function isSignedBy(file: string, key: KeyObject): boolean {
  const signature = Buffer.from(readFileSync(signatureFile(file), 'utf8'), 'base64');
  return verify(null, readFileSync(file), key, signature);
}

function ed25519(file: string, kind: string, read: (pem: string) => KeyObject): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = read(readFileSync(file, 'utf8'));
  } catch {
    // The reason may quote the file, which holds a secret.
  }
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new SignOffError(
    `${file} holds no ${kind} Ed25519 key in PEM: make one with "openssl genpkey -algorithm ed25519".`,
  );
}
