import type { Answer } from '../../scim/answer.ts';
import { type Reading, read, secondsIn } from './reading.ts';
import type { SailPointSettings } from './settings.ts';

/** Attempts and pause of retryable errors are not documented. */
const ATTEMPTS = 3;
const RETRY_SECONDS = 5;

/**
 * SailPoint waits after 429 when a header of its own family says how long (`Retry-After` is not one of them), and
 * sends again what failed with a text of `retryableErrors` (SailPoint: SCIM 2.0, additional settings).
 */
export function pauseAfter(answer: Answer, attempt: number, settings: SailPointSettings): number | 'give up' | null {
  const reading: Reading = read('delete account', answer, settings);
  if (reading !== 'throttled' && reading !== 'retryable') return null;
  if (attempt >= ATTEMPTS) return 'give up';
  return reading === 'throttled' ? secondsIn(answer, settings) : RETRY_SECONDS;
}
