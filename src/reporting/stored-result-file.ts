import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PathResultFile } from '@allurereport/reader-api';

/**
 * A file of `allure-results/` that is read at once, or was written just now: Allure opens a stream for each, which takes
 * longer than all the rest of a report of thousands of small files.
 */
class StoredResultFile extends PathResultFile {
  readonly #content: string | undefined;

  constructor(path: string, content: string | undefined) {
    super(path);
    this.#content = content;
  }

  override getContentLength(): number | undefined {
    return this.#content === undefined ? super.getContentLength() : Buffer.byteLength(this.#content);
  }

  override async asBuffer(): Promise<Buffer> {
    return this.#content === undefined ? readFileSync(this.path) : Buffer.from(this.#content);
  }

  override async asUtf8String(): Promise<string> {
    return this.#content ?? readFileSync(this.path, 'utf8');
  }

  override async asJson<T>(): Promise<T> {
    return JSON.parse(await this.asUtf8String()) as T;
  }
}

/** The results below a directory, in the order of their names. @param contents of files, where they are known */
export function storedResultFiles(directory: string, contents: ReadonlyMap<string, string>): StoredResultFile[] {
  return readdirSync(directory)
    .sort()
    .map((name) => new StoredResultFile(join(directory, name), contents.get(name)));
}
