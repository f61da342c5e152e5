import type { Answer } from '../../scim/answer.ts';

/** Seconds when `Retry-After` is absent or no integer (Okta: SCIM technical questions). */
const DEFAULT_SECONDS = 300;
const ATTEMPTS = 10;

/**
 * Okta waits after 429 only: by an integer `Retry-After`, else five minutes, twice as long at each further attempt,
 * and gives the task up after the tenth (Okta: SCIM technical questions).
 */
export function pauseAfter(answer: Answer, attempt: number): number | 'give up' | null {
  if (answer.status !== 429) return null;
  if (attempt >= ATTEMPTS) return 'give up';
  const given = answer.header('retry-after')?.trim() ?? '';
  const seconds = /^\d+$/.test(given) ? Number(given) : DEFAULT_SECONDS;
  return seconds * 2 ** (attempt - 1);
}
