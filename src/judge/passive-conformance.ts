import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RUN_FACTS } from '../reporting/evidence-files.ts';
import { harnessIdentity } from '../reporting/harness-identity.ts';
import type { CheckDetail } from '../reporting/report-input.ts';
import { readCatalogue, readContract } from '../rulebook/rulebook.ts';
import { ORACLES_OF_VIEWS } from '../scim/oracles/judge-views.ts';
import { ORACLES_OF_WRITES } from '../scim/oracles/judge-writes.ts';
import { ORACLES, type OracleName } from '../scim/oracles/rows.ts';
import { summarise } from '../verdicts/profile.ts';
import type { Row } from '../verdicts/row.ts';
import { type Ruling, rule } from '../verdicts/rules.ts';
import type { Conformance, Observation } from '../verdicts/verdict.ts';
import type { LiveJudge } from './live-judge.ts';
import type { PassiveRows } from './rules/rule.ts';
import type { Upstream } from './upstream-identity.ts';

/** Reason of every row that exchanges between others cannot decide. */
export const NOT_OBSERVABLE = 'not observable passively';

export interface PassiveRun {
  judge: LiveJudge;
  upstream: Upstream;
  /** Profile of the vendor whose connector was in front. */
  vendor: string;
  rows: PassiveRows;
  startedAt: Date;
  runId: string;
  /** Whether the certificate of the server behind was verified. */
  tlsVerified: boolean;
}

/**
 * `conformance.json` of what was seen: every row of the RFC profile and of the vendor's, in catalogue order. What the
 * exchanges did not decide is `not-applicable`, with the reason; a documented limit counts by the very answer that
 * shows it, since no other row can be verified from outside. Without a judged exchange the result is incomplete.
 */
export function passiveConformance(run: PassiveRun): { conformance: Conformance; details: CheckDetail[] } {
  const { judge, upstream, vendor, startedAt } = run;
  const details = readCatalogue()
    .filter(({ profile }) => profile === 'rfc' || profile === vendor)
    .map((row) => detailOf(row, run));
  const checks = details.map(({ check }) => check);
  const hasSeen = judge.counts.judged > 0;
  const profiles = ['rfc', vendor].map((name) => {
    const summary = summarise(
      name,
      checks.filter(({ profile }) => profile === name),
      upstream.beyondKnown || !hasSeen,
    );
    return summary;
  });
  const conformance: Conformance = {
    schemaVersion: 1,
    generatedAt: new Date().toISOString(),
    harness: harnessIdentity(),
    run: {
      id: run.runId,
      startedAt: startedAt.toISOString(),
      durationMs: Math.max(0, Date.now() - startedAt.getTime()),
      seed: 'none',
      workers: 1,
      selection: { projects: ['rfc', vendor], grep: null },
      complete: profiles.every(({ complete }) => complete),
    },
    target: upstream.identity,
    profiles,
    checks,
    leftovers: [],
  };
  return { conformance, details };
}

/** Writes `conformance.json` and, for each check that was decided, its judgements and exchanges below `evidence/`. */
export function writePassiveReport(
  folder: string,
  conformance: Conformance,
  details: CheckDetail[],
  tlsVerified: boolean,
): void {
  rmSync(join(folder, 'evidence'), { recursive: true, force: true });
  const write = (name: string, value: unknown, indent: number) => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(value, null, indent)}\n`);
  };
  write(RUN_FACTS, { tlsVerified, environment: {} }, 1);
  for (const { check, observations, exchanges } of details) {
    if (observations.length === 0 || check.verdict === 'not-applicable') continue;
    const name = `evidence/${check.profile}/${check.id}.json`;
    write(name, { id: check.id, observations, exchanges }, 1);
    check.evidence.push(name);
  }
  write('conformance.json', conformance, 2);
}

/** Others may write to the server while the judge looks on: it cannot compare what is shown when. */
const JUDGED_BY_ORACLES = new Set(
  Object.entries(ORACLES)
    .filter(([name]) => !ORACLES_OF_VIEWS.has(name as OracleName) && !ORACLES_OF_WRITES.has(name))
    .flatMap(([, { rfc, vault }]) => [...rfc, ...vault]),
);

function detailOf(row: Row, run: PassiveRun): CheckDetail {
  const { judge, rows, upstream } = run;
  const onlyFailures = rows[row.id]?.onlyFailures;
  const observations = judge.findings
    .of(row.id)
    .filter(({ outcome }) => onlyFailures === undefined || outcome === 'failed');
  const ruling: Ruling =
    observations.length === 0
      ? { verdict: 'not-applicable', reason: undecided(row.id, run), message: '', risk: null }
      : rule(row, 'ended', observations, {
          gate: { open: true },
          contract: readContract(upstream.identity.contract),
          expectations: [],
          today: new Date(),
          rulingOf: null,
        });
  const { id, statement, authority, level, kind, profile, area, source } = row;
  const exchanges = judge.findings.exchangesOf(observations);
  return {
    check: {
      id,
      title: statement,
      authority,
      level,
      kind,
      profile,
      area,
      verdict: ruling.verdict,
      reason: ruling.reason,
      message: ruling.message || shortMessage(observations, ruling.reason),
      source,
      risk: ruling.risk,
      durationMs: Math.round(exchanges.reduce((sum, { durationMs }) => sum + durationMs, 0)),
      evidence: [],
    },
    row,
    observations,
    exchanges,
    repeatable: [],
    repeatScript: null,
    location: null,
    startedAt: null,
  };
}

function undecided(id: string, { judge, rows }: PassiveRun): string {
  const passive = rows[id];
  if (passive === undefined) return JUDGED_BY_ORACLES.has(id) ? 'not seen in this traffic' : NOT_OBSERVABLE;
  if (passive.onlyFailures !== undefined && judge.findings.of(id).length > 0) {
    return `only a failure can be seen passively: ${passive.onlyFailures}`;
  }
  if (judge.traffic.unread().has(id)) return `no read shows what the write did; needed: ${passive.needs}`;
  return `not seen in this traffic: ${passive.needs}`;
}

function shortMessage(observations: Observation[], reason: string): string {
  const failures = observations.filter(({ outcome }) => outcome === 'failed');
  const failed = failures.find(({ what }) => what === reason) ?? failures[0];
  if (failed === undefined || failed.expected === undefined) return '';
  return `expected ${String(failed.expected)}, but got ${String(failed.actual)}`;
}
