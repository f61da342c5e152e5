import type { Check, ProfileSummary, ProfileVerdict, Verdict } from './verdict.ts';

const INTERRUPTED = 'interrupted';

/**
 * Sums up one profile. Rows without a test (*unserved*) and deselected ones are coverage, not
 * incompleteness; a row that was cut off is, and so is a target that is newer than all known
 * documentation (`beyondKnown`).
 */
export function summarise(name: string, checks: Check[], beyondKnown: boolean): ProfileSummary {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of checks) counts[verdict] = (counts[verdict] ?? 0) + 1;
  const count = (verdict: Verdict) => counts[verdict] ?? 0;
  const interrupted = checks.some((check) => check.verdict === 'not-run' && check.reason === INTERRUPTED);
  const complete = !beyondKnown && !interrupted && count('blocked') === 0 && count('harness-error') === 0;
  return { name, verdict: verdictOf(count, complete), complete, counts };
}

function verdictOf(count: (verdict: Verdict) => number, complete: boolean): ProfileVerdict {
  if (count('failed') + count('stale') > 0) return 'not-conformant';
  if (!complete) return 'incomplete';
  const deviations = count('deviation') + count('incompatible') + count('accepted') + count('warned');
  return deviations > 0 ? 'conformant-with-deviations' : 'conformant';
}
