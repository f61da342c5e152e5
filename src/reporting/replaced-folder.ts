import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A folder that each run fills anew. Thousands of names come back in every run: to write over them takes a fraction of
 * the time that removing and creating them takes.
 */
export class ReplacedFolder {
  readonly path: string;
  /** Files that were written and folders that hold them, relative to the path. */
  readonly #kept = new Set<string>();

  constructor(path: string) {
    this.path = path;
    mkdirSync(path, { recursive: true });
  }

  /** @param name Path of a file below the folder, with `/` between its parts. */
  write(name: string, text: string): void {
    this.#keepFolders(dirname(name));
    this.#kept.add(name);
    writeFileSync(join(this.path, name), text);
  }

  /** Removes what an earlier run left and this one did not write. */
  finish(): void {
    for (const entry of readdirSync(this.path, { recursive: true, encoding: 'utf8' })) {
      const name = entry.replaceAll('\\', '/');
      if (!this.#kept.has(name)) rmSync(join(this.path, name), { recursive: true, force: true });
    }
  }

  #keepFolders(folder: string): void {
    if (folder === '.' || this.#kept.has(folder)) return;
    this.#keepFolders(dirname(folder));
    this.#kept.add(folder);
    mkdirSync(join(this.path, folder), { recursive: true });
  }
}
