/** Chosen value by factor. */
export type Choice = Readonly<Record<string, string>>;

/** Of so many choices the one that covers most is taken: more of them make fewer choices in the end, and take longer. */
const CANDIDATES = 40;

/**
 * Choices of one value for every factor such that each pair of values of two factors occurs in
 * at least one of them (the greedy method of AETG: D. Cohen and others, IEEE Transactions on
 * Software Engineering 23/7, 1997). The same factors always give the same choices.
 *
 * @param factors Values by factor; at least one value each.
 */
export function pairwise(factors: ReadonlyMap<string, readonly string[]>): Choice[] {
  const names = [...factors.keys()];
  const settings = names.flatMap((name, factor) => (factors.get(name) ?? []).map((value) => ({ factor, value })));
  const ofFactor = names.map((_, factor) => settings.flatMap((setting, id) => (setting.factor === factor ? [id] : [])));
  const missing = new MissingPairs(settings.map(({ factor }) => factor));
  const random = generator(1);
  const choices: Choice[] = [];
  while (missing.count > 0) {
    const candidates = Array.from({ length: CANDIDATES }, () => grown(ofFactor, missing, random));
    const best = candidates.reduce((one, two) => (missing.in(two) > missing.in(one) ? two : one));
    missing.cover(best);
    choices.push(Object.fromEntries(names.map((name, factor) => [name, settings[best[factor] ?? 0]?.value ?? ''])));
  }
  return choices;
}

/** The pairs of settings (a factor with a value, by its number) that no choice holds yet. */
class MissingPairs {
  count = 0;
  readonly #missing: Uint8Array[];

  constructor(factorOf: readonly number[]) {
    this.#missing = factorOf.map((own) => Uint8Array.from(factorOf, (other) => (own === other ? 0 : 1)));
    this.count = this.#missing.reduce((sum, row) => sum + row.reduce((ones, one) => ones + one, 0), 0) / 2;
  }

  has(one: number, two: number): boolean {
    return this.#missing[one]?.[two] === 1;
  }

  /** How many of them a setting is in. */
  of(setting: number): number {
    return this.#missing[setting]?.reduce((sum, one) => sum + one, 0) ?? 0;
  }

  /** How many of them a choice covers. */
  in(choice: readonly number[]): number {
    return this.#pairsIn(choice).length;
  }

  cover(choice: readonly number[]): void {
    for (const [one, two] of this.#pairsIn(choice)) {
      for (const [row, column] of [
        [one, two],
        [two, one],
      ] as const)
        this.#missing[row]?.fill(0, column, column + 1);
      this.count -= 1;
    }
  }

  #pairsIn(choice: readonly number[]): [number, number][] {
    return choice.flatMap((one, index) =>
      choice.slice(index + 1).flatMap((two): [number, number][] => (this.has(one, two) ? [[one, two]] : [])),
    );
  }
}

/** Begins with the setting that most missing pairs are in, then takes factor after factor, in random order. */
function grown(ofFactor: readonly number[][], missing: MissingPairs, random: () => number): number[] {
  const start = ofFactor.flat().map((id) => ({ id, weight: missing.of(id) + random() }));
  const first = start.reduce((one, two) => (two.weight > one.weight ? two : one)).id;
  const chosen = ofFactor.map((ids) => (ids.includes(first) ? first : -1));
  const open = ofFactor.flatMap((ids, factor) => (ids.includes(first) ? [] : [{ factor, ids, at: random() }]));
  for (const { factor, ids } of open.sort((one, two) => one.at - two.at)) {
    const gains = ids.map((id) => ({
      id,
      gain: chosen.filter((other) => other >= 0 && missing.has(other, id)).length + random() / 2,
    }));
    chosen[factor] = gains.reduce((one, two) => (two.gain > one.gain ? two : one)).id;
  }
  return chosen;
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
