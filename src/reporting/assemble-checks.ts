import type { Exchange } from '../evidence/exchange.ts';
import type { PublicRun } from '../run/public-run.ts';
import type { Contract } from '../verdicts/contract.ts';
import { gateOf } from '../verdicts/gate.ts';
import type { Row } from '../verdicts/row.ts';
import { type Execution, type RuleContext, type Ruling, rule } from '../verdicts/rules.ts';
import type { Check, Observation } from '../verdicts/verdict.ts';
import type { Repeatable } from './repeatable.ts';
import type { CheckDetail } from './report-input.ts';

/** What the run brought to light about one row. */
export interface RowTrace {
  observations: Observation[];
  exchanges: Exchange[];
  repeatable: Repeatable;
  location: CheckDetail['location'];
  startedAt: number | null;
  durationMs: number;
  /** Tests of the row that were announced and have not ended: cut off, or never begun. */
  pending: number;
}

export interface AssemblyInput {
  run: PublicRun;
  contract: Contract | null;
  /** Rows of the selected profiles. */
  rows: Row[];
  /** Every row of Vault's documentation, selected or not: a limit that it states excuses other rows. */
  vaultRows: Row[];
  traces: ReadonlyMap<string, RowTrace>;
  served: ReadonlySet<string>;
  today: Date;
  /** Results are missing: what a lost test found is unknown, so only a violation that was seen counts. */
  partial: boolean;
}

/** Final verdicts: every row of the selection, executed or not, in catalogue order. */
export function assembleChecks(input: AssemblyInput): CheckDetail[] {
  const vault = new Map<string, Ruling>();
  const details = new Map<string, CheckDetail>();
  const rulingOf = (id: string) => vault.get(id) ?? null;
  for (const row of input.vaultRows) vault.set(row.id, ruleRow(row, input, rulingOf));
  for (const row of input.rows) {
    details.set(row.id, detailOf(row, ruleRow(row, input, rulingOf), input.traces.get(row.id)));
  }
  return input.rows.flatMap((row) => details.get(row.id) ?? []);
}

function ruleRow(row: Row, input: AssemblyInput, rulingOf: RuleContext['rulingOf']): Ruling {
  const trace = input.traces.get(row.id);
  return rule(row, executionOf(row, trace, input), trace?.observations ?? [], {
    gate: gateOf(row, input.run.gateFacts),
    contract: input.contract,
    expectations: input.run.expectations.filter((one) => one.id === row.id && isFor(one.target, input.run)),
    today: input.today,
    rulingOf,
  });
}

function executionOf(row: Row, trace: RowTrace | undefined, { served, partial }: AssemblyInput): Execution {
  if (trace) return trace.pending > 0 || partial ? 'interrupted' : 'ended';
  if (!served.has(row.id)) return 'unserved';
  return partial ? 'interrupted' : 'deselected';
}

function isFor(target: string, run: PublicRun): boolean {
  return target === '*' || target === run.target.kind || target === run.target.address;
}

function detailOf(row: Row, ruling: Ruling, trace: RowTrace | undefined): CheckDetail {
  const check: Check = {
    id: row.id,
    title: row.statement,
    authority: row.authority,
    level: row.level,
    kind: row.kind,
    profile: row.profile,
    area: row.area,
    verdict: ruling.verdict,
    reason: ruling.reason,
    message: ruling.message,
    source: row.source,
    risk: ruling.risk,
    durationMs: trace?.durationMs ?? 0,
    evidence: [],
  };
  return {
    check,
    row,
    observations: trace?.observations ?? [],
    exchanges: trace?.exchanges ?? [],
    repeatable: trace?.repeatable.exchanges ?? [],
    repeatScript: null,
    location: trace?.location ?? null,
    startedAt: trace?.startedAt ?? null,
  };
}
