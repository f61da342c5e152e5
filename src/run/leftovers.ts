import type { Conformance } from '../verdicts/verdict.ts';

export type Leftovers = Conformance['leftovers'];

let left: Leftovers = [];

/** Tells the reporter, in the same process, what the end of the run could not remove. */
export function noteLeftovers(leftovers: Leftovers): void {
  left = leftovers;
}

/** What global teardown could not remove; empty before. */
export function notedLeftovers(): Leftovers {
  return left;
}
