import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PathResultFile } from '@allurereport/reader-api';

/**
 * A file of `allure-results/` that is read at once: Allure opens a stream for each, which takes longer than all the
 * rest of a report of thousands of small files.
 */
class StoredResultFile extends PathResultFile {
  override async asBuffer(): Promise<Buffer> {
    return readFileSync(this.path);
  }

  override async asUtf8String(): Promise<string> {
    return readFileSync(this.path, 'utf8');
  }

  override async asJson<T>(): Promise<T> {
    return JSON.parse(await this.asUtf8String()) as T;
  }
}

/** The results below a directory, in the order of their names. */
export function storedResultFiles(directory: string): StoredResultFile[] {
  return readdirSync(directory)
    .sort()
    .map((name) => new StoredResultFile(join(directory, name)));
}
