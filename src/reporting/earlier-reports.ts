import {
  closeSync,
  constants,
  existsSync,
  ftruncateSync,
  openSync,
  readdirSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const { O_CREAT, O_WRONLY } = constants;

/**
 * Writes a file over that of an earlier run, if there is one: thousands of small files that are removed and made again
 * take ext4 thirty times as long, since it looks at each inode that was freed of late before it gives one away.
 *
 * @param pieces of the content, one after the other
 */
export function writeOver(path: string, ...pieces: (string | Buffer)[]): void {
  const file = openSync(path, O_WRONLY | O_CREAT, 0o666);
  try {
    let length = 0;
    for (const piece of pieces) {
      writeFileSync(file, piece);
      length += Buffer.byteLength(piece);
    }
    // A file that was emptied first would be written to the disk as soon as it is closed.
    ftruncateSync(file, length);
  } finally {
    closeSync(file);
  }
}

/** Removes what an earlier run left below a directory and this one did not write over. @param written paths of files */
export function keepOnly(directory: string, written: ReadonlySet<string>): void {
  if (!existsSync(directory)) return;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      keepOnly(path, written);
      if (readdirSync(path).length === 0) rmdirSync(path);
    } else if (!written.has(path)) unlinkSync(path);
  }
}
