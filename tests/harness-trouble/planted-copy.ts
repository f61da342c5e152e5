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

/** A copy of the project in which something of ours can be broken, one thing after the other. */
export interface PlantedCopy extends Disposable {
  root: string;
  /** Until it is disposed of. @throws Error when the text to replace is not there once */
  plant(planted: Planted): Disposable;
}

export function copyProject(): PlantedCopy {
  const root = mkdtempSync(join(tmpdir(), 'vsc-planted-'));
  for (const part of PARTS) cpSync(join(ROOT, part), join(root, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return {
    root,
    plant({ file, find, replace }) {
      const path = join(root, file);
      const sound = readFileSync(path, 'utf8');
      const parts = find === undefined ? ['', ''] : sound.split(find);
      if (parts.length !== 2) throw new Error(`"${find}" is ${parts.length - 1} times in ${file}, and not once`);
      writeFileSync(path, parts.join(replace));
      return { [Symbol.dispose]: () => writeFileSync(path, sound) };
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}
