import type { Check, ProfileVerdict, Verdict } from '../verdicts/verdict.ts';

/** What each verdict means, in the words that every report uses. */
export const VERDICT_MEANING: Record<Verdict, string> = {
  passed: 'The server does what the source demands.',
  failed: 'The source of this requirement is violated.',
  stale: 'An accepted deviation no longer shows or has expired: remove or renew its entry.',
  'harness-error': 'Trouble of the harness itself. It says nothing about the server.',
  blocked: 'A prerequisite failed, so the requirement could not be checked.',
  warned: 'A recommendation is not followed. This does not fail the run.',
  incompatible: 'A need of this integration is not met where Vault documents that limit.',
  deviation: 'The RFC is not met where Vault documents another behaviour for this version.',
  accepted: 'A finding that the expectations file accepts, with owner and expiry date.',
  observed: 'No authority decides this: the behaviour is recorded, not judged.',
  'not-applicable': 'The requirement does not apply to this target.',
  'not-run': 'The check did not run.',
};

export const PROFILE_HEADLINE: Record<ProfileVerdict, string> = {
  conformant: 'CONFORMANT',
  'conformant-with-deviations': 'CONFORMANT WITH DEVIATIONS',
  'not-conformant': 'NOT CONFORMANT',
  incomplete: 'INCOMPLETE',
};

/** True for rows that no test exercised in this run by intent: they count as coverage, not as results. */
export function isOutOfRun(check: Pick<Check, 'verdict' | 'reason'>): boolean {
  return check.verdict === 'not-run' && /^(unserved|deselected)\b/i.test(check.reason);
}

/** True for rows of the catalogue that have no test yet. */
export function isUnserved(check: Pick<Check, 'verdict' | 'reason'>): boolean {
  return check.verdict === 'not-run' && /^unserved\b/i.test(check.reason);
}

/** Path of the repeat script below the reports directory, or undefined when nothing was sent. */
export function repeatScriptPath(check: Pick<Check, 'evidence'>): string | undefined {
  return check.evidence.find((path) => path.endsWith('.sh'));
}

/** Counts as `12 passed, 1 failed`, worst first, zeros left out. */
export function countsInWords(counts: Partial<Record<Verdict, number>>, order: readonly Verdict[]): string {
  const parts = order.flatMap((verdict) => {
    const count = counts[verdict] ?? 0;
    return count > 0 ? [`${count} ${verdict}`] : [];
  });
  return parts.length > 0 ? parts.join(', ') : 'no checks';
}
