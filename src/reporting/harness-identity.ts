import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Conformance } from '../verdicts/verdict.ts';

/** Name, version and commit of the harness itself; commit is null outside a git checkout. */
export function harnessIdentity(): Conformance['harness'] {
  const file = fileURLToPath(new URL('../../package.json', import.meta.url));
  const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name: string; version: string };
  return { name, version, commit: commitOf(fileURLToPath(new URL('../../', import.meta.url))) };
}

function commitOf(folder: string): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return null;
  }
}
