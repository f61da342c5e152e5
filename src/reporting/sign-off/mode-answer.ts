import { UNPROVEN } from '../../verdicts/rules.ts';
import type { Check } from '../../verdicts/verdict.ts';
import { oneLine } from '../plain-value.ts';
import { isPassed, keepsAccess } from './journeys.ts';
import type { Answer, ClientLook, JourneyResult, ModeAnswer } from './sign-off.ts';
import { concerns, type Item, limitOf, type Subject, showsIn, type Way } from './subject.ts';

interface Reason {
  answer: Exclude<Answer, 'compatible'>;
  why: string;
}

/** Worst first; what is known to be broken stays broken, whatever else was not looked at. */
const ORDER: Answer[] = ['not compatible', 'incomplete', 'compatible with deviations'];

/** Areas in which nobody can accept a finding: who keeps access, or sees what is not theirs, is no matter of taste. */
const UNACCEPTABLE = new Set([
  'isolation',
  'access',
  'secrets',
  'acl',
  'authentication',
  'scim-tokens',
  'admin-boundary',
  'deactivation',
  'membership',
]);

export function canBeAccepted({ area }: Pick<Check, 'area'>): boolean {
  return !UNACCEPTABLE.has(area);
}

/** Answers whether the vendor may be connected in one way, with every reason of the answer's weight. */
export function answerFor(subject: Subject, way: Way, client: ClientLook): ModeAnswer {
  const items = subject.items.filter((item) => concerns(item, way));
  const journeys = subject.journeys.filter((one) => one.client === way.client && one.mode === way.mode);
  const reasons = [
    ...items.flatMap((item) => reasonOf(item, way, subject)),
    ...journeyReasons(journeys),
    ...knowledgeReasons(subject, way),
    ...runReasons(subject, client),
  ];
  const answer = ORDER.find((one) => reasons.some((reason) => reason.answer === one)) ?? 'compatible';
  return {
    ...way,
    answer,
    reasons: [...new Set(reasons.filter((reason) => reason.answer === answer).map(({ why }) => why))],
    unprovenPasses: items.filter(({ check }) => isUnproven(check)).length,
    journeys,
  };
}

export function isUnproven({ verdict, reason }: Check): boolean {
  return verdict === 'passed' && reason === UNPROVEN;
}

/** What nobody has documented or captured cannot be promised, however well the guess at it worked. */
function knowledgeReasons({ items }: Subject, { client }: Way): Reason[] {
  const inAnyMode = { client, mode: '' };
  if (items.some((item) => isNeed(item.check) && concerns(item, inAnyMode))) return [];
  return [{ answer: 'incomplete', why: 'No need of this client is documented: all of its requests are inferred.' }];
}

function isNeed({ level }: Check): boolean {
  return level === 'MUST' || level === 'MUST NOT';
}

function reasonOf(item: Item, way: Way, subject: Subject): Reason[] {
  const { check } = item;
  const { id, verdict, reason } = check;
  const isNeeded = isNeed(check);
  const say = (answer: Reason['answer'], why: string): Reason[] => [{ answer, why: `${id}: ${oneLine(why, 600)}` }];
  if (verdict === 'not-run')
    return isNeeded || reason === 'interrupted' ? say('incomplete', `did not run (${reason})`) : [];
  if (verdict === 'stale') return say('incomplete', reason);
  if (!showsIn(item, way)) return [];
  switch (verdict) {
    case 'failed':
      return say('not compatible', `${check.title} This failed.`);
    case 'blocked':
    case 'harness-error':
      return say('incomplete', `${verdict}: ${reason}`);
    case 'accepted':
      return canBeAccepted(check)
        ? say('compatible with deviations', `accepted: ${reason}`)
        : say('not compatible', `${check.title} A sign-off cannot accept this (${check.area}).`);
    case 'incompatible':
      return say(...incompatible(item, way, subject, isNeeded));
    case 'warned':
    case 'deviation':
      return say('compatible with deviations', `${check.title} This does not hold.`);
    default:
      return [];
  }
}

/** A setting that makes the client connect in another way does not make this way work. */
function incompatible(item: Item, way: Way, subject: Subject, isNeeded: boolean): [Reason['answer'], string] {
  const limit = limitOf(item, subject.contract);
  const setting = limit?.setting ?? '';
  const what = limit?.documented ?? item.check.reason;
  if (!isNeeded) return ['compatible with deviations', what];
  if (setting === '') return ['not compatible', `${what} No setting of the connector avoids the request.`];
  const shown = limit?.journey;
  const passed = subject.journeys.some(
    (one) =>
      one.client === way.client && one.mode === shown?.mode && one.variant === (shown.variant ?? null) && isPassed(one),
  );
  if (passed && shown?.mode === way.mode)
    return ['compatible with deviations', `${what} Only with this setting: ${setting}`];
  if (passed)
    return ['not compatible', `${what} Connect in the mode ${shown?.mode} instead, whose journey passed. ${setting}`];
  return ['not compatible', `${what} No journey with the setting that avoids it passed in this run: ${setting}`];
}

/** A way is judged by its journey with the vendor's defaults, or else by the best one with a setting. */
function journeyReasons(journeys: JourneyResult[]): Reason[] {
  const [best] = [...journeys].sort((a, b) => weight(a) - weight(b));
  if (!best) return [{ answer: 'incomplete', why: 'No journey from joiner to leaver ran in this mode.' }];
  const name = best.variant === null ? 'The journey from joiner to leaver' : `The journey with "${best.variant}"`;
  if (keepsAccess(best))
    return [{ answer: 'not compatible', why: `${name}: somebody keeps access that was taken away.` }];
  if (best.outcome === 'broken') return [{ answer: 'not compatible', why: `${name} breaks ${best.decidedBy}.` }];
  if (best.outcome === 'degraded') {
    return [{ answer: 'compatible with deviations', why: `${name} is degraded ${best.decidedBy}.` }];
  }
  const why = `Only with the setting "${best.variant}" does the journey from joiner to leaver work.`;
  return best.variant === null ? [] : [{ answer: 'compatible with deviations', why }];
}

function weight(journey: JourneyResult): number {
  const outcome = { works: 0, degraded: 2, broken: 4 }[journey.outcome];
  return (keepsAccess(journey) ? 8 : 0) + outcome + (journey.variant === null ? 0 : 1);
}

function runReasons({ conformance, profile, tlsVerified }: Subject, client: ClientLook): Reason[] {
  const whys: string[] = [];
  const summary = conformance.profiles.find(({ name }) => name === profile);
  if (tlsVerified === false) whys.push('The certificate of the server was not verified (VAULT_SKIP_VERIFY).');
  if (tlsVerified === null) whys.push('The run did not record whether the certificate of the server was verified.');
  if (!summary?.complete) whys.push('The run of this profile is not complete.');
  if (client.state === 'findings' || client.state === 'not looked at') whys.push(client.summary);
  return whys.map((why) => ({ answer: 'incomplete', why }));
}
