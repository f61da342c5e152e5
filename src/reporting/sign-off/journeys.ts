import type { Observation } from '../../verdicts/verdict.ts';
import type { JourneyResult } from './sign-off.ts';

const WORDS =
  /^(?<client>\S+) (?<mode>\S+)(?: (?<variant>\S+))?: (?<end>(?<outcome>works|degraded|broken) .*); mover keeps access: (?<mover>\S+); leaver stays active: (?<leaver>\S+)$/;

/** The journey that an observation tells of, in the words of the harness' journeys; null for any other observation. */
export function journeyOf({ what, outcome }: Observation): JourneyResult | null {
  const parts = outcome === 'observed' ? WORDS.exec(what)?.groups : undefined;
  if (!parts) return null;
  return {
    client: parts.client ?? '',
    mode: parts.mode ?? '',
    variant: parts.variant ?? null,
    outcome: parts.outcome as JourneyResult['outcome'],
    decidedBy: (parts.end ?? '').replace(/^\S+ /, ''),
    moverKeepsAccess: parts.mover ?? '',
    leaverStaysActive: parts.leaver ?? '',
  };
}

/** True when all worked and nobody kept what was taken from them. */
export function isPassed(journey: JourneyResult): boolean {
  return journey.outcome === 'works' && !keepsAccess(journey);
}

export function keepsAccess({ moverKeepsAccess, leaverStaysActive }: JourneyResult): boolean {
  return moverKeepsAccess === 'yes' || leaverStaysActive === 'yes';
}
