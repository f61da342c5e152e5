import type { Conformance } from '../verdicts/verdict.ts';

/**
 * Exit status of a run, of merging and of the commands that read `conformance.json`:
 * 1 when a check is `failed` or `stale`; else 3 when one is `blocked`, `harness-error` or was interrupted,
 * when the run or a profile is incomplete, or when nothing was checked; else 0, also with deviations.
 * Rows that are *unserved* or *deselected* change nothing.
 */
export function exitStatus(conformance: Conformance): 0 | 1 | 3 {
  const { checks, profiles, run } = conformance;
  const violated = checks.some(({ verdict }) => verdict === 'failed' || verdict === 'stale');
  if (violated || profiles.some(({ verdict }) => verdict === 'not-conformant')) return 1;

  const unknown = checks.some(
    ({ verdict, reason }) =>
      verdict === 'blocked' ||
      verdict === 'harness-error' ||
      (verdict === 'not-run' && reason.startsWith('interrupted')),
  );
  const incomplete = !run.complete || profiles.some(({ verdict }) => verdict === 'incomplete');
  return unknown || incomplete || checks.length === 0 ? 3 : 0;
}
