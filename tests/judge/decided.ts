import type { Check } from '../../src/verdicts/verdict.ts';

/** Rows of a profile that were decided, with their verdicts, in catalogue order. */
export function decidedBy(checks: ReadonlyMap<string, Check>, profile: string): [id: string, verdict: string][] {
  return [...checks.values()]
    .filter((check) => check.profile === profile && check.verdict !== 'not-applicable')
    .map(({ id, verdict }) => [id, verdict]);
}
