import type { Exchange } from '../evidence/exchange.ts';
import type { Observation } from '../verdicts/verdict.ts';

/** Exchanges that are remembered because a later one may refer to them: their number, and characters of bodies. */
const MOST_RECENT = 1_000;
const MOST_CHARACTERS = 32 * 1024 * 1024;

/** The judgements of a long time in bounded room: of each row and wording the first one, with its exchanges. */
export class Findings {
  readonly #observations = new Map<string, Map<string, Observation>>();
  readonly #recent = new Map<number, Exchange>();
  readonly #kept = new Map<number, Exchange>();
  #characters = 0;

  /** Remembers an exchange for a while. */
  remember(exchange: Exchange): void {
    this.#recent.set(exchange.index, exchange);
    this.#characters += sizeOf(exchange);
    while (this.#recent.size > MOST_RECENT || this.#characters > MOST_CHARACTERS) {
      const oldest = this.#recent.values().next().value;
      if (oldest === undefined) break;
      this.#recent.delete(oldest.index);
      this.#characters -= sizeOf(oldest);
    }
  }

  /** @returns whether this judgement is new: a row can be broken in the same way a million times */
  add(observation: Observation): boolean {
    const known = this.#observations.get(observation.row) ?? new Map<string, Observation>();
    this.#observations.set(observation.row, known);
    const key = `${observation.outcome} ${observation.what} ${observation.answer?.status ?? ''}`;
    if (known.has(key)) return false;
    known.set(key, observation);
    for (const index of observation.exchanges) {
      const exchange = this.#recent.get(index);
      if (exchange) this.#kept.set(index, exchange);
    }
    return true;
  }

  of(row: string): Observation[] {
    return [...(this.#observations.get(row)?.values() ?? [])];
  }

  /** Exchanges that judgements refer to, in order. */
  exchangesOf(observations: Observation[]): Exchange[] {
    const indexes = [...new Set(observations.flatMap(({ exchanges }) => exchanges))].sort((a, b) => a - b);
    return indexes.flatMap((index) => this.#kept.get(index) ?? []);
  }
}

function sizeOf({ requestBody, responseBody }: Exchange): number {
  return (requestBody?.length ?? 0) + responseBody.length;
}
