import type { RunContext } from '../targets/run-context.ts';

/** More than the longest test makes. */
const EXCHANGES_OF_A_TEST = 1_000;
/** A server that is slower than this is no longer waited for in proportion. */
const LONGEST_ROUND_TRIP_MS = 1_000;

/** Milliseconds that a test may take beyond the configured ones, because the server is far away or slow. */
export function allowanceFor(
  { roundTripMs }: Pick<RunContext, 'roundTripMs'>,
  exchanges = EXCHANGES_OF_A_TEST,
): number {
  return Math.round(exchanges * Math.min(roundTripMs, LONGEST_ROUND_TRIP_MS));
}
