import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import type { Verdict } from '../../src/verdicts/verdict.ts';

export const VERSIONS = ['2.0.0', '2.0.1', '2.0.4', '2.2.0'] as const;

/** A row of `fixtures/expected/vendors-<version>.yaml`; its README explains the members. */
export interface ExpectedRow {
  row: string;
  profile: string;
  verdict: Verdict;
  modes?: Record<string, Verdict>;
  unproven?: boolean;
  basis: string;
  reason: string;
}

export interface ExpectedJourney {
  profile: string;
  client: string;
  mode: string;
  variant?: string;
  outcome: 'works' | 'degraded' | 'broken';
  step: number;
  request?: string;
  mover_keeps_access: 'yes' | 'no' | 'not-reached';
  leaver_stays_active: 'yes' | 'no' | 'not-reached';
  unproven?: boolean;
  reason: string;
}

export interface ExpectedOutcomes {
  version: string;
  contract: string;
  rows: ExpectedRow[];
  journeys: ExpectedJourney[];
}

const read = new Map<string, ExpectedOutcomes>();

export function expectedOutcomes(version: string): ExpectedOutcomes {
  const known = read.get(version);
  if (known) return known;
  const file = fileURLToPath(new URL(`../../fixtures/expected/vendors-${version}.yaml`, import.meta.url));
  const outcomes = load(readFileSync(file, 'utf8')) as ExpectedOutcomes;
  read.set(version, outcomes);
  return outcomes;
}
