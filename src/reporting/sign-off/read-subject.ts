import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCatalogue, readContract } from '../../rulebook/rulebook.ts';
import type { Conformance, Observation } from '../../verdicts/verdict.ts';
import { RUN_FACTS } from '../evidence-files.ts';
import { journeyOf } from './journeys.ts';
import type { JourneyResult } from './sign-off.ts';
import { SignOffError } from './sign-off-error.ts';
import type { Subject } from './subject.ts';

export interface RunFacts {
  tlsVerified: boolean | null;
  environment: Record<string, string>;
}

/**
 * The results of the last run below the reports directory.
 *
 * @throws SignOffError when there are none, or they cannot be read
 */
export function readConformance(reportsDir: string): Conformance {
  const file = join(reportsDir, 'conformance.json');
  if (!existsSync(file)) {
    throw new SignOffError(`There is no ${file}: run "npx playwright test" first, or name its folder with --reports.`);
  }
  return readJson(file) as Conformance;
}

/** Profiles of vendors that a run executed; `vault` and `rfc` are nobody's connector. */
export function vendorProfiles({ profiles, checks }: Conformance): string[] {
  const vendors = new Set(checks.filter(({ authority }) => authority === 'vendor').map(({ profile }) => profile));
  return profiles.map(({ name }) => name).filter((name) => vendors.has(name));
}

/** Reads what the sign-off of a profile rests on. */
export function readSubject(reportsDir: string, conformance: Conformance, profile: string): Subject {
  const rows = new Map(readCatalogue().map((row) => [row.id, row]));
  const items = conformance.checks
    .filter((check) => check.profile === profile)
    .map((check) => ({
      check,
      row: rows.get(check.id) ?? null,
      observations: observationsOf(reportsDir, check.evidence),
    }));
  const journeys = new Map<string, JourneyResult>();
  for (const journey of items.flatMap(({ observations }) => observations.flatMap((one) => journeyOf(one) ?? []))) {
    journeys.set(JSON.stringify(journey), journey);
  }
  return {
    profile,
    conformance,
    contract: readContract(conformance.target.contract),
    items,
    journeys: [...journeys.values()],
    tlsVerified: readRunFacts(reportsDir).tlsVerified,
  };
}

export function readRunFacts(reportsDir: string): RunFacts {
  const file = join(reportsDir, RUN_FACTS);
  return existsSync(file) ? (readJson(file) as RunFacts) : { tlsVerified: null, environment: {} };
}

function observationsOf(reportsDir: string, evidence: string[]): Observation[] {
  return evidence
    .filter((path) => path.endsWith('.json') && existsSync(join(reportsDir, path)))
    .flatMap((path) => (readJson(join(reportsDir, path)) as { observations?: Observation[] }).observations ?? []);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new SignOffError(`${file} is not JSON that can be read: run the checks again.`);
  }
}
