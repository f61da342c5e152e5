/** Nanoseconds since the Unix epoch. */
export type Instant = bigint;

const NANOSECONDS_PER_SECOND = 1_000_000_000n;

/**
 * The one clock of a double: the machine's wall clock with nanosecond steps. No two readings are equal, so that
 * "later" is always visible in creation and update times. Tests move it forward with `advance` instead of waiting.
 */
export class Clock {
  #offset = 0n;
  #last = 0n;

  /** The present instant, strictly later than each one handed out before. */
  now(): Instant {
    const wall = BigInt(Date.now()) * 1_000_000n + (process.hrtime.bigint() % 1_000_000n) + this.#offset;
    this.#last = wall > this.#last ? wall : this.#last + 1n;
    return this.#last;
  }

  /** Moves this clock forward by so many seconds. */
  advance(seconds: number): void {
    this.#offset += secondsToNanoseconds(seconds);
  }
}

export function secondsToNanoseconds(seconds: number): bigint {
  return BigInt(Math.round(seconds * 1e9));
}

/** Whole Unix seconds of an instant. */
export function unixSeconds(instant: Instant): number {
  return Number(instant / NANOSECONDS_PER_SECOND);
}

/** RFC 3339 text with up to nine digits of fraction and no trailing zeros, as Vault prints its times. */
export function formatInstant(instant: Instant): string {
  const seconds = instant / NANOSECONDS_PER_SECOND;
  const fraction = (instant % NANOSECONDS_PER_SECOND).toString().padStart(9, '0').replace(/0+$/, '');
  const date = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return fraction === '' ? `${date}Z` : `${date}.${fraction}Z`;
}
