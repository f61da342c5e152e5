import type { Authority, Kind, Level } from './row.ts';

/** Worst first, except that `passed` to `not-run` do not outrank each other in practice. */
export const VERDICTS = [
  'failed',
  'stale',
  'harness-error',
  'blocked',
  'warned',
  'incompatible',
  'deviation',
  'accepted',
  'observed',
  'passed',
  'not-applicable',
  'not-run',
] as const;
export type Verdict = (typeof VERDICTS)[number];

export type Outcome = 'passed' | 'failed' | 'observed' | 'blocked' | 'harness-error' | 'not-applicable';

/** One judgement on one row, attached to the test at the moment it is made. */
export interface Observation {
  row: string;
  outcome: Outcome;
  /** What was looked at, in stable words: no names or ids of this run. */
  what: string;
  expected?: unknown;
  actual?: unknown;
  /** Sentence for people; may hold values of this run. */
  message?: string;
  risk?: 'high';
  /** Mode of the vendor's connector; absent when the request is the same in each. */
  mode?: string;
  /** Status and scimType of the judged answer, for contracts and expectations. */
  answer?: { operation: string; status: number | null; scimType?: string };
  /** Indexes of the exchanges that show it. */
  exchanges: number[];
}

/** One entry of `checks` in `conformance.json`. */
export interface Check {
  id: string;
  title: string;
  authority: Authority;
  level: Level;
  kind: Kind;
  profile: string;
  area: string;
  verdict: Verdict;
  /** Stable between runs: never holds names, ids or times of one run. */
  reason: string;
  message: string;
  source: string;
  risk: 'high' | null;
  durationMs: number;
  /** Files below the reports directory: exchanges (JSON) and the repeat script. */
  evidence: string[];
}

export type ProfileVerdict = 'conformant' | 'conformant-with-deviations' | 'not-conformant' | 'incomplete';

export interface ProfileSummary {
  name: string;
  verdict: ProfileVerdict;
  complete: boolean;
  counts: Partial<Record<Verdict, number>>;
}

/** What the run was aimed at: `target` in `conformance.json`. */
export interface TargetIdentity {
  kind: string;
  address: string;
  vaultVersion: string | null;
  edition: string | null;
  namespace: string | null;
  contract: string | null;
  /** What the server says of itself when it is our double, else null. */
  double: string | null;
  /** Vault's `cluster_id`, where the server tells it. */
  clusterId?: string | null;
  /** Image that the harness started the server from, with its digest. */
  image?: string | null;
}

/** The whole of `conformance.json`. */
export interface Conformance {
  schemaVersion: 1;
  generatedAt: string;
  harness: { name: string; version: string; commit: string | null };
  run: {
    id: string;
    startedAt: string;
    durationMs: number;
    seed: string;
    workers: number;
    selection: { projects: string[]; grep: string | null };
    complete: boolean;
  };
  target: TargetIdentity;
  profiles: ProfileSummary[];
  checks: Check[];
  leftovers: { type: string; name: string; id: string | null; reason: string }[];
}
