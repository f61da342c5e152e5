import { mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An attachment whose content is a piece of its file, which its name tells. */
interface PieceOfFile {
  path: string;
  name: string;
}

/** Pieces of it go through no pipe: tens of megabytes in a run would keep worker and reporter waiting for each other. */
export class RecordFile {
  readonly #path: string;
  readonly #file: number;
  #end = 0;

  /** @param directory is made if need be */
  constructor(directory: string, workerIndex: number) {
    mkdirSync(directory, { recursive: true });
    this.#path = join(directory, `worker-${workerIndex}.jsonl`);
    this.#file = openSync(this.#path, 'w');
  }

  append(record: string): PieceOfFile {
    const bytes = Buffer.from(`${record}\n`);
    writeFileSync(this.#file, bytes);
    const start = this.#end;
    this.#end += bytes.length;
    return { path: this.#path, name: `record at ${start}, ${bytes.length} bytes` };
  }
}

/** Reads what workers appended to their files. */
export class RecordReader {
  readonly #files = new Map<string, number>();

  /** @throws Error when there is no such piece */
  read({ path, name }: PieceOfFile): string {
    const [, start, length] = (/^record at (\d+), (\d+) bytes$/.exec(name) ?? []).map(Number);
    if (start === undefined || length === undefined) throw new Error(`This is no piece of a file: ${name}`);
    const file = this.#files.get(path) ?? openSync(path, 'r');
    this.#files.set(path, file);
    const bytes = Buffer.alloc(length);
    const count = readSync(file, bytes, 0, length, start);
    if (count < length) throw new Error(`${path} ends too early for: ${name}`);
    return bytes.toString('utf8');
  }
}
