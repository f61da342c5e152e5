import type { Exchange } from '../../src/evidence/exchange.ts';
import type { CheckDetail, ReportInput } from '../../src/reporting/report-input.ts';
import type { Row } from '../../src/verdicts/row.ts';
import type { Check, Conformance, Observation, ProfileSummary, Verdict } from '../../src/verdicts/verdict.ts';

/** A check of the `vault` profile; what a test does not care about is filled in. */
export function aCheck(change: Partial<Check> = {}): Check {
  const id = change.id ?? 'VAULT-USR-01';
  return {
    id,
    title: 'A created user is found by its id',
    authority: 'vault',
    level: 'MUST',
    kind: 'write',
    profile: 'vault',
    area: 'users',
    verdict: 'passed',
    reason: '',
    message: '',
    source: 'Vault API documentation, SCIM (2.0.4)',
    risk: null,
    durationMs: 12.5,
    evidence: [`evidence/vault/${id}/exchanges.json`, `evidence/vault/${id}/repeat.sh`],
    ...change,
  };
}

/** A `conformance.json` whose profiles are counted from its checks. */
export function aConformance(checks: Check[], change: Partial<Conformance> = {}): Conformance {
  return {
    schemaVersion: 1,
    generatedAt: '2026-01-02T03:04:06.000Z',
    harness: { name: 'vault-scim-conformance', version: '0.1.0', commit: 'abcdef0' },
    run: {
      id: 'run-1',
      startedAt: '2026-01-02T03:04:05.000Z',
      durationMs: 1000,
      seed: '42',
      workers: 2,
      selection: { projects: ['vault'], grep: null },
      complete: true,
    },
    target: {
      kind: 'mock',
      address: 'http://127.0.0.1:8200',
      vaultVersion: '2.2.0',
      edition: 'Enterprise',
      namespace: null,
      contract: 'vault-2.2.0',
      double: 'a double of Vault 2.2.0 by documentation, not a Vault',
    },
    profiles: profilesOf(checks),
    checks,
    leftovers: [],
    ...change,
  };
}

function profilesOf(checks: Check[]): ProfileSummary[] {
  return [...Map.groupBy(checks, (check) => check.profile)].map(([name, own]) => {
    const counts: Partial<Record<Verdict, number>> = {};
    for (const { verdict } of own) counts[verdict] = (counts[verdict] ?? 0) + 1;
    const red = counts.failed || counts.stale;
    const open = counts.blocked || counts['harness-error'];
    const tolerated = counts.deviation || counts.accepted || counts.incompatible;
    const verdict = red
      ? 'not-conformant'
      : open
        ? 'incomplete'
        : tolerated
          ? 'conformant-with-deviations'
          : 'conformant';
    return { name, verdict, complete: !open, counts };
  });
}

export function anExchange(index: number, change: Partial<Exchange> = {}): Exchange {
  return {
    index,
    phase: 'act',
    actor: 'tenant',
    method: 'POST',
    url: 'http://127.0.0.1:8200/v1/identity/scim/v2/Users?attributes=userName',
    requestHeaders: [
      ['Authorization', 'Bearer [secret]'],
      ['Content-Type', 'application/scim+json'],
    ],
    requestBody: '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"made-up"}',
    status: 201,
    responseHeaders: [['Content-Type', 'application/scim+json']],
    responseBody: '{"id":"1","userName":"made-up"}',
    layer: 'scim',
    startedAt: '2026-01-02T03:04:05.100Z',
    durationMs: 3.25,
    ...change,
  };
}

export function anObservation(change: Partial<Observation> = {}): Observation {
  return { row: 'VAULT-USR-01', outcome: 'passed', what: 'status of the answer', exchanges: [1], ...change };
}

export function aDetail(check: Check, change: Partial<CheckDetail> = {}): CheckDetail {
  const row: Row = {
    id: check.id,
    authority: check.authority,
    profile: check.profile,
    area: check.area,
    level: check.level,
    kind: check.kind,
    statement: check.title,
    source: check.source,
    gate: '',
    decides: true,
    tolerant: false,
    notes: '',
    unproven: false,
    modes: [],
  };
  return {
    check,
    row,
    observations: [anObservation({ row: check.id })],
    exchanges: [anExchange(1)],
    repeatable: [anExchange(1)],
    repeatScript: '#!/bin/sh\nset -eu\necho "$SCIM_TOKEN"\n',
    location: { file: 'suites/vault/users.spec.ts', line: 12 },
    startedAt: Date.parse('2026-01-02T03:04:05.100Z'),
    ...change,
  };
}

export function aReport(details: CheckDetail[], reportsDir: string): ReportInput {
  return { conformance: aConformance(details.map(({ check }) => check)), details, reportsDir };
}
