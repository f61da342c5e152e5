import { build } from 'hdr-histogram-js';

/** One way to do something, measured beside others in the same run. */
export interface Case {
  name: string;
  run: () => Promise<unknown>;
}

export interface Figures {
  name: string;
  /** Milliseconds. */
  median: number;
  p95: number;
}

/**
 * Runs all cases in turn, in a random order each round, so that whatever else the machine does meets all of them
 * alike: the ratio of two medians stands although the figures themselves move.
 *
 * @param rounds how often each case is measured
 * @param warmUp rounds before those, which the compiler needs
 */
export async function sideBySide(
  cases: readonly Case[],
  { rounds, warmUp }: { rounds: number; warmUp: number },
): Promise<Figures[]> {
  const measured = cases.map((one) => ({
    ...one,
    microseconds: build({ lowestDiscernibleValue: 1, highestTrackableValue: 60e6, numberOfSignificantValueDigits: 3 }),
  }));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const { run, microseconds } of shuffled(measured)) {
      const started = performance.now();
      await run();
      const took = performance.now() - started;
      if (round >= 0) microseconds.recordValue(Math.max(1, Math.round(took * 1_000)));
    }
  }
  return measured.map(({ name, microseconds }) => ({
    name,
    median: microseconds.getValueAtPercentile(50) / 1_000,
    p95: microseconds.getValueAtPercentile(95) / 1_000,
  }));
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
