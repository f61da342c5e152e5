import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export type JournalType =
  | 'namespace'
  | 'auth-mount'
  | 'secrets-mount'
  | 'policy'
  | 'quota'
  | 'entity'
  | 'entity-alias'
  | 'group'
  | 'group-alias'
  | 'scim-client'
  | 'token-role'
  | 'token'
  | 'scim-user'
  | 'scim-group';

/** What is about to be created. */
export interface Intent {
  type: JournalType;
  /** Name, or path of a mount or namespace below `namespace`. Never a credential. */
  name: string;
  /** Namespace that it is created in; '' is root. */
  namespace: string;
  /** What finding it again by name needs, e.g. the mount accessor of an alias. */
  details?: Record<string, string>;
}

/** An intent and what became of it. */
export interface JournalEntry extends Intent {
  key: string;
  /** When the intent was written, by the clock of this machine; ISO 8601. */
  at: string;
  /** Id that the server gave: entity id, mount accessor, namespace id, token accessor …; null when unknown. */
  id: string | null;
  /** Creation time as the server says it, or null where it says none. */
  createdAt: string | null;
  removed: boolean;
}

/** Which run the journal belongs to, and where its objects are. */
export interface RunRecord {
  runId: string;
  prefix: string;
  kind: string;
  address: string;
  /** Namespace that the run works in. */
  namespace: string;
  startedAt: string;
  /** Milliseconds that the server's clock is ahead of this machine's. */
  clockOffsetMs: number;
  pid: number;
  host: string;
}

type Line =
  | ({ op: 'run' } & RunRecord)
  | ({ op: 'intend'; key: string; at: string } & Intent)
  | { op: 'created'; key: string; id: string | null; createdAt: string | null }
  | { op: 'removed'; key: string };

/** Folder of the journals, one file a run. */
export function journalFolder(): string {
  return resolve('.journal');
}

/**
 * Append-only record of what a run creates, one JSON value a line. An intent is on disk before
 * its request leaves, so that nothing is forgotten when the process dies in between. Several
 * processes may append to the same file.
 */
export class Journal {
  readonly path: string;
  #known = nothingRead();
  /** Kept open: a run appends thousands of lines. */
  #file: number | null = null;

  /** An existing journal, e.g. in a worker process. */
  constructor(path: string) {
    this.path = path;
  }

  /** Starts the journal of a run. */
  static start(path: string, run: Omit<RunRecord, 'pid' | 'host'>): Journal {
    mkdirSync(dirname(path), { recursive: true });
    const journal = new Journal(path);
    journal.#append({ op: 'run', ...run, pid: process.pid, host: hostname() });
    return journal;
  }

  /** Call it before the create leaves. The answer is the key for `created` and `removed`. */
  intend(intent: Intent): string {
    const key = randomUUID();
    this.#append({ op: 'intend', key, at: new Date().toISOString(), ...intent });
    return key;
  }

  created(key: string, id: string | null, createdAt: string | null = null): void {
    this.#append({ op: 'created', key, id, createdAt });
  }

  removed(key: string): void {
    this.#append({ op: 'removed', key });
  }

  /** The run and all entries in the order of their intents; null when there is no such file. */
  read(): { run: RunRecord | null; entries: JournalEntry[] } | null {
    if (!existsSync(this.path)) return null;
    const known = this.#known;
    for (const line of this.#newLines()) {
      if (line.op === 'run') {
        const { op: _, ...record } = line;
        known.run = record;
        continue;
      }
      if (line.op === 'intend') {
        const { op: _, ...intent } = line;
        known.entries.set(line.key, { ...intent, id: null, createdAt: null, removed: false });
        continue;
      }
      const entry = known.entries.get(line.key);
      if (entry === undefined) continue;
      if (line.op === 'removed') entry.removed = true;
      else Object.assign(entry, { id: line.id, createdAt: line.createdAt });
    }
    return { run: known.run, entries: [...known.entries.values()] };
  }

  /** Whole lines that were appended since the last look, by whatever process. */
  #newLines(): Line[] {
    const bytes = bytesFrom(this.path, this.#known.bytes);
    const end = bytes.lastIndexOf('\n') + 1;
    this.#known.bytes += end;
    return linesOf(bytes.subarray(0, end).toString('utf8'));
  }

  /** Removes the file: everything in it is gone from the server. */
  discard(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    rmSync(this.path, { force: true });
    this.#known = nothingRead();
  }

  #append(line: Line): void {
    this.#file ??= openSync(this.path, 'a', 0o600);
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

/** What is known of a file of which `bytes` were read. */
function nothingRead(): { bytes: number; run: RunRecord | null; entries: Map<string, JournalEntry> } {
  return { bytes: 0, run: null, entries: new Map() };
}

/** The journals in a folder, oldest name first. */
export function journalsIn(folder: string): Journal[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => new Journal(join(folder, name)));
}

/** What a file holds from a position on. */
function bytesFrom(path: string, position: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - position));
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, position));
  } finally {
    closeSync(file);
  }
}

/** A line that a crash cut short is left out: its request never left. */
function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Line];
    } catch {
      return [];
    }
  });
}
