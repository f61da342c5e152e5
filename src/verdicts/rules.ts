import { type Contract, documentedLimit } from './contract.ts';
import { accepts, type Expectation, isExpired } from './expectations.ts';
import type { GateState } from './gate.ts';
import type { Row } from './row.ts';
import { type Observation, VERDICTS, type Verdict } from './verdict.ts';

/** What the rules may look at besides the observations of the row itself. */
export interface RuleContext {
  gate: GateState;
  contract: Contract | null;
  /** Expectations for this row on this target. */
  expectations: Expectation[];
  today: Date;
  /**
   * What became of another row in this run, or null while the run is still going on: then a finding
   * that the contract may excuse counts as excused, and the reporter decides in the end.
   */
  rulingOf: ((row: string) => Pick<Ruling, 'verdict' | 'reason'> | null) | null;
}

/** Whether the row has a test, and how far that test came. */
export type Execution = 'unserved' | 'deselected' | 'interrupted' | 'ended';

export interface Ruling {
  verdict: Verdict;
  reason: string;
  message: string;
  risk: 'high' | null;
}

/** The verdict of one row. A pure function, run in the worker and again, finally, in the reporter. */
export function rule(row: Row, execution: Execution, observations: Observation[], context: RuleContext): Ruling {
  if (!context.gate.open) return plain('not-applicable', context.gate.reason);
  if (execution === 'unserved') return plain('not-run', 'unserved');
  const found = observations.some(({ outcome }) => outcome === 'failed' || outcome === 'harness-error');
  if (execution !== 'ended' && !found) return plain('not-run', execution);
  if (observations.length === 0) return plain('harness-error', 'the test ended without a judgement on this row');

  const telling = [...observations].sort(byWeight);
  const rulings = telling.map((observation) => ruleOne(row, observation, context));
  const worst = rulings.reduce((a, b) => (rank(b.verdict) < rank(a.verdict) ? b : a));
  const risk = rulings.some((ruling) => ruling.risk === 'high') ? 'high' : null;
  return staleOr(worst, context, risk);
}

/** Of equal verdicts the same one gives the reason in every run, in whatever order the tests of a row ended. */
function byWeight(a: Observation, b: Observation): number {
  const risk = Number(b.risk === 'high') - Number(a.risk === 'high');
  return silence(a) - silence(b) || risk || (a.what < b.what ? -1 : Number(a.what > b.what));
}

/** Reason of a pass that rests on a request form which no vendor documents and nobody captured. */
export const UNPROVEN = 'unproven form';

/** Begins the reason of what was judged by a read that became right only later. */
export const STALE_READ = 'stale-read: ';

/** Verdicts that make a single test red while the run goes on. */
export function isGating(verdict: Verdict): boolean {
  return verdict === 'failed' || verdict === 'stale' || verdict === 'blocked' || verdict === 'harness-error';
}

function ruleOne(row: Row, observation: Observation, context: RuleContext): Ruling {
  const { outcome, what } = observation;
  const message = observation.message ?? '';
  const risk = observation.risk ?? null;
  switch (outcome) {
    case 'blocked':
    case 'harness-error':
    case 'not-applicable':
      return { verdict: outcome, reason: what, message, risk };
    case 'observed':
      return { verdict: 'observed', reason: what, message, risk };
    case 'passed':
      return row.decides && row.level !== 'MAY'
        ? { verdict: 'passed', reason: row.unproven ? UNPROVEN : '', message: '', risk }
        : { verdict: 'observed', reason: what, message, risk };
    default:
      return ruleFailure(row, observation, context);
  }
}

function ruleFailure(row: Row, observation: Observation, context: RuleContext): Ruling {
  const { what: reason, message = '' } = observation;
  if (!row.decides) {
    return { verdict: 'observed', reason: `differs: ${reason}`, message, risk: observation.risk ?? null };
  }
  const verdict = severityOf(row);
  if (row.authority !== 'vault') {
    const excused = excuse(row, observation, context);
    // A limit explains a SHOULD of an RFC as well; that it was not verified makes none of it worse. A vendor's need
    // of severity S stays a warning: the integration goes on without it.
    const eases = row.authority === 'rfc' && excused?.verdict !== 'blocked';
    if (excused && (verdict === 'failed' || eases)) return excused;
  }
  if (context.expectations.some((one) => !isExpired(one, context.today) && accepts(one, observation))) {
    return { verdict: 'accepted', reason, message, risk: null };
  }
  return withHelp(row, { verdict, reason, message, risk: null }, context);
}

/** What a violation of the row is called where nothing excuses it. */
export function severityOf(row: Row): Verdict {
  if (row.level === 'SHOULD' || row.level === 'SHOULD NOT') return 'warned';
  return row.level === 'IMPLIED' && row.tolerant ? 'warned' : 'failed';
}

function excuse(row: Row, observation: Observation, context: RuleContext): Ruling | null {
  const entry = documentedLimit(context.contract, row.id, observation);
  if (!entry) return null;
  const verdict: Verdict = row.authority === 'vendor' ? 'incompatible' : 'deviation';
  const collision = entry.collision ? `${entry.collision}: ` : '';
  const reason = `${collision}${entry.vault} documents: ${entry.documented}`;
  const ruling: Ruling = { verdict, reason, message: observation.message ?? '', risk: null };
  if (context.rulingOf === null) return ruling;
  const documented = context.rulingOf(entry.vault);
  if (documented?.verdict === 'passed') return ruling;
  if (documented?.verdict === 'observed' && documented.reason.startsWith(STALE_READ)) {
    const undecided = `${STALE_READ}${entry.vault}, which documents this limit, rests on a read that was late`;
    return { verdict: 'observed', reason: undecided, message: ruling.message, risk: 'high' };
  }
  if (documented === null || documented.verdict === 'not-run') {
    return plain('blocked', `${entry.vault}, which documents this limit, was not verified in this run`);
  }
  return null;
}

/** What the documentation admits is still a bug; the reader gets the way around it. */
function withHelp(row: Row, ruling: Ruling, context: RuleContext): Ruling {
  const issue = context.contract?.knownIssues.find(({ vault }) => vault === row.id);
  if (!issue) return ruling;
  const help = [issue.documented, issue.work_around, issue.link].filter(Boolean).join(' ');
  return { ...ruling, reason: `known issue: ${ruling.reason}`, message: `${ruling.message} ${help}`.trim() };
}

/** An accepted finding that no longer shows, or whose acceptance has run out, must leave the file. */
function staleOr(ruling: Ruling, context: RuleContext, risk: 'high' | null): Ruling {
  const expired = context.expectations.find((one) => isExpired(one, context.today));
  if (expired) return plain('stale', `the accepted finding expired on ${String(expired.expires).slice(0, 10)}`);
  if (context.expectations.length > 0 && ruling.verdict === 'passed') {
    return plain('stale', 'the expectations file accepts a finding here, but the row passes');
  }
  return { ...ruling, risk };
}

function plain(verdict: Verdict, reason: string): Ruling {
  return { verdict, reason, message: '', risk: null };
}

/** Among equals a finding tells most, then what a test recorded in words, then the assertions beside it. */
function silence({ outcome }: Observation): number {
  return outcome === 'failed' ? 0 : outcome === 'observed' ? 1 : 2;
}

function rank(verdict: Verdict): number {
  return VERDICTS.indexOf(verdict);
}
