import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again until there is a result or the deadline has passed. The first questions follow
 * each other quickly, later ones at most half a second apart.
 *
 * @param firstMs Milliseconds between the first two questions, for what nobody waits for.
 * @returns The first result that is not undefined, or undefined after `deadlineMs`.
 */
export async function poll<Result>(
  deadlineMs: number,
  ask: () => Promise<Result | undefined>,
  firstMs = 5,
): Promise<Result | undefined> {
  const end = performance.now() + deadlineMs;
  for (let interval = firstMs; ; interval = Math.min(interval * 2, 500)) {
    const result = await ask();
    if (result !== undefined) return result;
    const left = end - performance.now();
    if (left <= 0) return undefined;
    await pause(Math.min(interval, left));
  }
}
