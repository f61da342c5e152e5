import type { Exchange } from '../evidence/exchange.ts';

/** Median duration of these exchanges, in milliseconds: what one takes with this server over this network. */
export function roundTripOf(exchanges: readonly Pick<Exchange, 'durationMs'>[]): number {
  const durations = exchanges.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  return durations[Math.floor(durations.length / 2)] ?? 0;
}
