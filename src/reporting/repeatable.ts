import type { Exchange } from '../evidence/exchange.ts';
import type { Observation } from '../verdicts/verdict.ts';

/** What tells more of a row takes the place of what tells less. */
const RANK = { nothing: 0, answerInOtherTest: 1, ownTests: 2, finding: 3 };

/**
 * The exchanges of a row that are worth repeating: those that lead to its first finding against the server, otherwise
 * those of its own tests. What only an oracle saw in tests of other rows needs what those tests did before.
 */
export class Repeatable {
  #rank = RANK.nothing;
  #exchanges: Exchange[] = [];
  #numbered: Exchange[] | null = null;

  /** The same array as long as nothing is added. */
  get exchanges(): Exchange[] {
    this.#numbered ??= this.#exchanges.map((exchange, i) => ({ ...exchange, index: i + 1 }));
    return this.#numbered;
  }

  /** Takes a test of the row. */
  add(observations: readonly Observation[], exchanges: readonly Exchange[]): void {
    const finding = observations.find(({ outcome }) => outcome === 'failed');
    if (finding !== undefined) this.#put(RANK.finding, upTo(finding, exchanges));
    else if (this.#rank === RANK.ownTests) this.#set([...this.#exchanges, ...exchanges]);
    else this.#put(RANK.ownTests, exchanges);
  }

  /** Takes what an oracle said of an answer to a test of other rows. */
  addFromOracle(observation: Observation, exchanges: readonly Exchange[]): void {
    this.#put(observation.outcome === 'failed' ? RANK.finding : RANK.answerInOtherTest, upTo(observation, exchanges));
  }

  #put(rank: number, exchanges: readonly Exchange[]): void {
    if (rank <= this.#rank) return;
    this.#rank = rank;
    this.#set([...exchanges]);
  }

  #set(exchanges: Exchange[]): void {
    this.#exchanges = exchanges;
    this.#numbered = null;
  }
}

/** Everything until the answer that was judged. */
function upTo({ exchanges: judged }: Observation, exchanges: readonly Exchange[]): readonly Exchange[] {
  if (judged.length === 0) return exchanges;
  const last = Math.max(...judged);
  return exchanges.filter(({ index }) => index <= last);
}
