import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { evidenceDigests, rootOf } from './evidence-digest.ts';
import { signOffPage } from './page.ts';
import { type SignOff, signOffText } from './sign-off.ts';
import { SignOffError } from './sign-off-error.ts';
import { digestFile, fitsDigest, isSignedBy, signatureFile } from './signature.ts';

export interface Verification {
  /** What is not as it was, one sentence each; empty when all is. */
  changes: string[];
  /** True when a signature by the given key was found good. */
  originProven: boolean;
}

/**
 * Compares a sign-off with its seal, its page and the evidence beside it.
 *
 * @param file `sign-off/<profile>.json`
 * @param reportsDir Where the evidence lies; the folder above the sign-off's by default
 * @throws SignOffError when the file is no sign-off
 */
export function verifySignOff(
  file: string,
  { key, reportsDir = resolve(dirname(file), '..') }: { key?: KeyObject; reportsDir?: string } = {},
): Verification {
  const signOff = read(file);
  const isSealed = rootOf(signOff) === signOff.rootSha256 && readFileSync(file, 'utf8') === signOffText(signOff);
  const changes = isSealed ? [] : [`${file} was changed: its content does not match its root hash.`];
  changes.push(...evidenceChanges(signOff.evidence, evidenceDigests(reportsDir)));
  if (isSealed) changes.push(...pageChanges(file, signOff));
  const signatures = key === undefined ? [] : signatureChanges([file, ...pdfBeside(file)], key);
  changes.push(...pdfChanges(file), ...signatures);
  return { changes, originProven: key !== undefined && signatures.length === 0 };
}

/** The PDF cannot be in the JSON, which is made before it: its hash lies beside it, and a signature covers both. */
function pdfChanges(file: string): string[] {
  return pdfBeside(file).flatMap((pdf) => {
    if (!existsSync(digestFile(pdf)))
      return [`${digestFile(pdf)} is missing: nothing tells whether ${pdf} was changed.`];
    return existsSync(pdf) && fitsDigest(pdf) ? [] : [`${pdf} was changed or is missing.`];
  });
}

function pdfBeside(file: string): string[] {
  const pdf = file.replace(/\.json$/, '.pdf');
  return pdf !== file && (existsSync(pdf) || existsSync(digestFile(pdf))) ? [pdf] : [];
}

function signatureChanges(files: readonly string[], key: KeyObject): string[] {
  return files.flatMap((file) => {
    const signature = signatureFile(file);
    if (!existsSync(signature)) {
      return [`${signature} is missing: ${file} was not signed, or the signature was removed.`];
    }
    return existsSync(file) && isSignedBy(file, key)
      ? []
      : [`${signature} is not the signature of ${file} by this key.`];
  });
}

function evidenceChanges(sealed: SignOff['evidence'], found: SignOff['evidence']): string[] {
  const now = new Map(found.map(({ path, sha256 }) => [path, sha256]));
  const known = new Set(sealed.map(({ path }) => path));
  return [
    ...sealed.flatMap(({ path, sha256 }) => {
      const own = now.get(path);
      if (own === undefined) return [`${path} is missing.`];
      return own === sha256 ? [] : [`${path} was changed.`];
    }),
    ...found.filter(({ path }) => !known.has(path)).map(({ path }) => `${path} was added.`),
  ];
}

/** The page is a picture of the JSON; where it is handed on beside it, it must be that picture. */
function pageChanges(file: string, signOff: SignOff): string[] {
  const page = file.replace(/\.json$/, '.html');
  if (page === file || !existsSync(page)) return [];
  if (readFileSync(page, 'utf8') === signOffPage(signOff)) return [];
  return [`${page} was changed, or another version of the harness (${signOff.harness.version}) made it.`];
}

function read(file: string): SignOff {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as Partial<SignOff> | null;
    if (content?.kind === 'sign-off' && typeof content.rootSha256 === 'string' && Array.isArray(content.evidence)) {
      return content as SignOff;
    }
  } catch {
    // Said below.
  }
  throw new SignOffError(`${file} is no sign-off that can be read: name the .json file that "npm run sign-off" wrote.`);
}
