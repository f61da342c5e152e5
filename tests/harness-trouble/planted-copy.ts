import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** As little of the suites as a run needs. */
const PARTS = [
  'src',
  'fixtures',
  'package.json',
  'playwright.config.ts',
  'suites/clean-up.teardown.ts',
  'suites/vault/users/create-user.spec.ts',
];

/** A fault of the harness itself: `find` occurs once in the file and is replaced. */
export interface Planted {
  file: string;
  /** Left out: the whole file is replaced. */
  find?: string;
  replace: string;
}

export interface PlantedCopy extends Disposable {
  root: string;
}

/** A copy of the project in which something of ours is broken. @throws Error when the text to replace is not there once */
export function plant({ file, find, replace }: Planted): PlantedCopy {
  const root = mkdtempSync(join(tmpdir(), 'vsc-planted-'));
  for (const part of PARTS) cpSync(join(ROOT, part), join(root, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const path = join(root, file);
  const parts = find === undefined ? ['', ''] : readFileSync(path, 'utf8').split(find);
  if (parts.length !== 2) throw new Error(`"${find}" is ${parts.length - 1} times in ${file}, and not once`);
  writeFileSync(path, parts.join(replace));
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}
