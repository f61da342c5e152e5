import type { Exchange, Phase } from './exchange.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { Redaction } from './redaction.ts';

/** Largest number of exchanges kept of one test; later ones are counted only. */
const LIMIT = 500;

/** Keeps the exchanges of one test in order. The wire client hands in records that are already redacted. */
export class Recorder {
  readonly redaction: Redaction;
  readonly pseudonyms: Pseudonyms;
  readonly exchanges: Exchange[] = [];
  /** Exchanges that were made but not kept because there were too many. */
  dropped = 0;
  phase: Phase = 'act';
  #next = 1;
  readonly #adopted = new Set<readonly Exchange[]>();

  constructor(redaction: Redaction, pseudonyms: Pseudonyms) {
    this.redaction = redaction;
    this.pseudonyms = pseudonyms;
  }

  /** Number for the exchange that starts now. */
  nextIndex(): number {
    return this.#next++;
  }

  keep(exchange: Exchange): void {
    if (exchange.phase === 'clean-up') return;
    if (this.exchanges.length < LIMIT) this.exchanges.push(exchange);
    else this.dropped += 1;
  }

  /** Takes over how an earlier test prepared what this one builds on too: its record has to hold all that repeats it. */
  adopt(prepared: readonly Exchange[]): void {
    if (this.#adopted.has(prepared)) return;
    this.#adopted.add(prepared);
    for (const exchange of prepared) this.keep({ ...exchange, index: this.nextIndex(), phase: 'arrange' });
  }

  /** From now on nothing is part of the test any more. */
  beginCleanUp(): void {
    this.phase = 'clean-up';
  }

  /** Runs `work` so that its exchanges count as preparation, not as what is judged. */
  async during<Result>(phase: Phase, work: () => Promise<Result>): Promise<Result> {
    const before = this.phase;
    this.phase = phase;
    try {
      return await work();
    } finally {
      this.phase = before;
    }
  }
}
