import { cleanUp } from '../vault/clean-up.ts';
import type { Journal } from '../vault/journal.ts';
import type { VaultClient } from '../vault/vault-client.ts';

/** A name that all journal entries of a thing bear. */
export interface OwnName {
  name: string;
  namespace: string;
}

/** What a test has left to be removed: single entries of the journal, by their keys, and all entries of some names. */
export interface LeftToRemove {
  entries: string[];
  names: OwnName[];
}

/** Enough that Vault removes many at once, and few enough that little is left behind by a run that is cut off. */
const BATCH = 32;

/**
 * Removes what ended tests made and no other test can come to see, in batches, while later tests run. What resists, also
 * where a removal breaks off, is in the journal, for the run's clean-up.
 */
export class Removals {
  readonly #vault: VaultClient | null;
  readonly #journal: Journal;
  #entries = new Set<string>();
  #names = new Set<string>();
  #running: Promise<unknown> = Promise.resolve();

  /** @param vault administrator; null where there is none, and so nothing of Vault's to remove */
  constructor(vault: VaultClient | null, journal: Journal) {
    this.#vault = vault;
    this.#journal = journal;
  }

  add({ entries, names }: LeftToRemove): void {
    for (const entry of entries) this.#entries.add(entry);
    for (const name of names) this.#names.add(keyOf(name));
    if (this.#entries.size + this.#names.size >= BATCH) this.#removeBatch();
  }

  /** Begins no further batch, and waits for what has begun. What is left is for the run's clean-up, or goes with the server. */
  async stop(): Promise<void> {
    this.#entries.clear();
    this.#names.clear();
    await this.#running;
  }

  #removeBatch(): void {
    const [vault, entries, names] = [this.#vault, this.#entries, this.#names];
    this.#entries = new Set();
    this.#names = new Set();
    if (vault === null) return;
    const only = (entry: { key: string } & OwnName) => entries.has(entry.key) || names.has(keyOf(entry));
    const batch = cleanUp(vault, this.#journal, { only, madeHere: true }).catch(() => {});
    this.#running = Promise.all([this.#running, batch]);
  }
}

function keyOf({ namespace, name }: OwnName): string {
  return `${namespace} ${name}`;
}
