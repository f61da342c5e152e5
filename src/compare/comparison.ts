import type { Check, Conformance, Verdict } from '../verdicts/verdict.ts';

/**
 * - `regression`: worse than before, or violated now.
 * - `lost`: was decided and is no longer: blocked, broken in the harness or not run.
 * - `fix`: better than before.
 * - `changed`: another verdict that is neither better nor worse.
 * - `reworded`: the same verdict for another reason.
 * - `new`, `vanished`: the check is in one of the runs only.
 */
export const CHANGE_KINDS = ['regression', 'lost', 'fix', 'changed', 'new', 'vanished', 'reworded'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What a run says of one check. */
export interface Finding {
  verdict: Verdict;
  reason: string;
}

export interface Change {
  kind: ChangeKind;
  profile: string;
  id: string;
  title: string;
  /** Null for a new check. */
  before: Finding | null;
  /** Null for a vanished check. */
  after: Finding | null;
}

/** Something besides the server's behaviour that may explain changes. */
export interface Circumstance {
  what: string;
  before: string;
  after: string;
}

export interface Comparison {
  before: Pick<Conformance, 'generatedAt' | 'harness' | 'target' | 'profiles'>;
  after: Pick<Conformance, 'generatedAt' | 'harness' | 'target' | 'profiles'>;
  circumstances: Circumstance[];
  changes: Change[];
  /** Checks that say the same, word by word, in both runs. */
  same: number;
}

/** Compares two runs check by check; a check is known by its profile and id. */
export function compareRuns(before: Conformance, after: Conformance): Comparison {
  const old = new Map(before.checks.map((check) => [keyOf(check), check]));
  const now = new Map(after.checks.map((check) => [keyOf(check), check]));
  const checks = [...after.checks, ...before.checks.filter((check) => !now.has(keyOf(check)))];
  const changes = checks.flatMap((check) => changeOf(old.get(keyOf(check)), now.get(keyOf(check))) ?? []);
  const order = ({ kind }: Change) => CHANGE_KINDS.indexOf(kind);
  return {
    before: headOf(before),
    after: headOf(after),
    circumstances: circumstances(before, after),
    changes: changes.sort((a, b) => order(a) - order(b)),
    same: checks.length - changes.length,
  };
}

/**
 * Exit status of a comparison: 1 for a regression; else 3 when something can no longer be told, since a result was lost
 * or a check vanished; else 0. With `strict` any difference of (profile, id, verdict, reason) is 1.
 */
export function comparisonStatus({ changes }: Comparison, strict: boolean): 0 | 1 | 3 {
  const has = (...kinds: ChangeKind[]) => changes.some(({ kind }) => kinds.includes(kind));
  if (strict ? changes.length > 0 : has('regression')) return 1;
  return has('lost', 'vanished') ? 3 : 0;
}

function keyOf({ profile, id }: Check): string {
  return `${profile} ${id}`;
}

function changeOf(before: Check | undefined, after: Check | undefined): Change | null {
  const check = after ?? before;
  if (!check) return null;
  const kind = kindOf(before, after);
  const { profile, id, title } = check;
  return kind && { kind, profile, id, title, before: findingOf(before), after: findingOf(after) };
}

function findingOf(check: Check | undefined): Finding | null {
  return check ? { verdict: check.verdict, reason: check.reason } : null;
}

function kindOf(before: Check | undefined, after: Check | undefined): ChangeKind | null {
  if (!before) return 'new';
  if (!after) return 'vanished';
  if (before.verdict === after.verdict) return before.reason === after.reason ? null : 'reworded';
  if (isViolated(after)) return isViolated(before) ? 'changed' : 'regression';
  if (UNDECIDED.has(after.verdict)) return SILENT.has(before.verdict) ? 'changed' : 'lost';
  const [was, is] = [RANK[before.verdict], RANK[after.verdict]];
  if (was === undefined || is === undefined || was === is) return 'changed';
  return is > was ? 'regression' : 'fix';
}

function isViolated({ verdict }: Check): boolean {
  return verdict === 'failed' || verdict === 'stale';
}

const UNDECIDED: ReadonlySet<Verdict> = new Set(['blocked', 'harness-error', 'not-run']);
/** Says nothing of the server, so nothing can be lost. */
const SILENT: ReadonlySet<Verdict> = new Set([...UNDECIDED, 'not-applicable']);

/**
 * How far a verdict is from a pass; verdicts without a rank tell neither better nor worse. An accepted finding is as
 * far as the failure that it is: accepting mends nothing.
 */
const RANK: Partial<Record<Verdict, number>> = {
  passed: 0,
  warned: 1,
  deviation: 1,
  incompatible: 1,
  accepted: 2,
  failed: 2,
  stale: 2,
};

function headOf({ generatedAt, harness, target, profiles }: Conformance): Comparison['before'] {
  return { generatedAt, harness, target, profiles };
}

function circumstances(before: Conformance, after: Conformance): Circumstance[] {
  const facts = ({ target, harness, run }: Conformance): [string, string | null][] => [
    ['Vault version', target.vaultVersion],
    ['documentation it is held to', target.contract],
    ['kind of target', target.kind],
    ['what the server calls itself', target.double],
    ['edition', target.edition],
    ['version of the harness', harness.version],
    ['commit of the harness', harness.commit],
    ['profiles', run.selection.projects.join(', ')],
    ['selection', run.selection.grep],
    ['complete', run.complete ? 'yes' : 'no'],
  ];
  const later = new Map(facts(after));
  return facts(before).flatMap(([what, value]) => {
    const [one, other] = [value ?? 'none', later.get(what) ?? 'none'];
    return one === other ? [] : [{ what, before: one, after: other }];
  });
}
