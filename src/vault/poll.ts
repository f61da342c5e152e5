import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again until there is a result or the deadline has passed. The first questions follow
 * each other quickly, later ones at most half a second apart.
 *
 * @returns The first result that is not undefined, or undefined after `deadlineMs`.
 */
export async function poll<Result>(
  deadlineMs: number,
  ask: () => Promise<Result | undefined>,
): Promise<Result | undefined> {
  const end = performance.now() + deadlineMs;
  for (let interval = 5; ; interval = Math.min(interval * 2, 500)) {
    const result = await ask();
    if (result !== undefined) return result;
    const left = end - performance.now();
    if (left <= 0) return undefined;
    await pause(Math.min(interval, left));
  }
}
