import fc from 'fast-check';
import { countOperations, type Step } from './operation.ts';
import type { Divergence, StepsResult } from './run-steps.ts';
import { shortest } from './shortest.ts';

export interface ExploreOptions {
  /** What the sequences are drawn from. */
  from: fc.Arbitrary<Step[]>;
  /** Number of sequences. */
  sequences: number;
  seed: number;
  /** Runs one sequence on two SCIM clients without users and groups. */
  run: (steps: readonly Step[]) => Promise<StepsResult>;
  /** Milliseconds after which a failure is no longer made shorter. Default 15,000. */
  shortenForMs?: number;
}

/** A sequence that the model does not explain. */
export interface Failure {
  steps: Step[];
  divergence: Divergence;
}

export interface Exploration {
  /** Operations that were sent before anything failed. */
  operations: number;
  sequences: number;
  seed: number;
  /** The shortest sequence found that still fails, or null. */
  failure: Failure | null;
}

/**
 * Runs random sequences until one fails, and makes that one as short as it gets. The same seed gives the same
 * sequences.
 */
export async function explore(options: ExploreOptions): Promise<Exploration> {
  const { from, sequences, seed, run, shortenForMs = 15_000 } = options;
  let failure: Failure | null = null;
  let operations = 0;
  let count = 0;
  // fast-check knows nothing of what operations need of each other: it would shorten with many times the requests.
  await fc.check(
    fc.asyncProperty(from, async (steps) => {
      const { performed, divergence } = await run(steps);
      count += 1;
      operations += countOperations(performed);
      if (divergence !== null) failure = { steps: performed, divergence };
      return divergence === null;
    }),
    { seed, numRuns: sequences, endOnFailure: true },
  );
  return { operations, sequences: count, seed, failure: failure && (await shortened(failure, run, shortenForMs)) };
}

async function shortened(failure: Failure, run: ExploreOptions['run'], forMs: number): Promise<Failure> {
  const until = Date.now() + forMs;
  let best = failure;
  await shortest(failure.steps, async (steps) => {
    if (Date.now() > until) return false;
    const { performed, divergence } = await run(steps);
    if (divergence !== null) best = { steps: performed, divergence };
    return divergence !== null;
  });
  return best;
}
