import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again until there is a result or the deadline has passed. The first questions follow
 * each other quickly, later ones at most half a second apart.
 *
 * @param restMs Milliseconds until the first question, and until the second one, for what nobody waits for.
 * @returns The first result that is not undefined, or undefined after `deadlineMs`.
 */
export async function poll<Result>(
  deadlineMs: number,
  ask: () => Promise<Result | undefined>,
  restMs = 0,
): Promise<Result | undefined> {
  const end = performance.now() + deadlineMs;
  if (restMs > 0) await pause(Math.min(restMs, deadlineMs));
  for (let interval = restMs || 5; ; interval = Math.min(interval * 2, 500)) {
    const result = await ask();
    if (result !== undefined) return result;
    const left = end - performance.now();
    if (left <= 0) return undefined;
    await pause(Math.min(interval, left));
  }
}
