import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { CLIENT_LOOK } from '../../run/client-look.ts';
import type { SignOff } from './sign-off.ts';

/** Files beside `evidence/` that a sign-off rests on, where they are there. */
const OTHERS = ['conformance.json', CLIENT_LOOK];

/** SHA-256 of `conformance.json`, of the look at the client of production and of every file of `evidence/`, in order of path, as they are on disk now. */
export function evidenceDigests(reportsDir: string): SignOff['evidence'] {
  const folder = join(reportsDir, 'evidence');
  const found = existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(reportsDir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    : [];
  return [...OTHERS, ...found]
    .filter((path) => existsSync(join(reportsDir, path)))
    .sort()
    .map((path) => ({ path, sha256: sha256(readFileSync(join(reportsDir, path))) }));
}

/** The hash that seals a sign-off: over its JSON text without white space and without the hash itself. */
export function rootOf({
  rootSha256: _own,
  ...content
}: Omit<SignOff, 'rootSha256'> & { rootSha256?: string }): string {
  return sha256(JSON.stringify(content));
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
