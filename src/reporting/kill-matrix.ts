import type { Fault } from '../faults/fault.ts';
import type { MutantSelection } from '../run/mutant-selection.ts';
import type { Row } from '../verdicts/row.ts';

export type FaultOutcome = 'killed' | 'wrong-blame' | 'survived' | 'not-run';

/** One line of the kill matrix: a seeded defect and the rows that went red. */
export interface FaultResult {
  id: string;
  title: string;
  breaks: string[];
  outcome: FaultOutcome;
  /** Rows of `breaks` that failed. */
  killedBy: string[];
  /** Failed rows that the defect does not break. */
  collateral: string[];
  /** Rows of `breaks` that did not fail. */
  missed: string[];
  tried: number;
}

/** `kill-matrix.json`. */
export interface KillMatrix {
  schemaVersion: 1;
  generatedAt: string;
  durationMs: number;
  /** Which rows each defect was tried against (`src/run/mutant-selection.ts`). */
  rows: MutantSelection['rows'];
  defects: FaultResult[];
  /** Share of the defects that a row in their `breaks` catches. */
  recall: number;
  /** Share of all red (defect, row) pairs in which the row is in the defect's `breaks`. */
  precision: number;
  /** Rows that pass on the sound server, may fail, and that no defect turns red. */
  rowsWithoutKiller: string[];
  /** Rows that are red on the sound server. */
  falseAlarms: string[];
}

/** Sums up which rows each defect turned red; `tried` and `failed` hold row ids by defect id. */
export function killMatrix(input: {
  faults: readonly Fault[];
  tried: ReadonlyMap<string, ReadonlySet<string>>;
  failed: ReadonlyMap<string, ReadonlySet<string>>;
  /** Rows that pass on the sound server and may fail. */
  killable: readonly Row[];
  falseAlarms: readonly string[];
  durationMs: number;
  rows: MutantSelection['rows'];
}): KillMatrix {
  const defects = input.faults.map((fault) =>
    resultOf(fault, input.tried.get(fault.id) ?? new Set(), input.failed.get(fault.id) ?? new Set()),
  );
  const killers = new Set(defects.flatMap(({ killedBy }) => killedBy));
  return summedUp({
    durationMs: input.durationMs,
    rows: input.rows,
    defects,
    falseAlarms: [...input.falseAlarms].sort(),
    rowsWithoutKiller: input.killable.map(({ id }) => id).filter((id) => !killers.has(id)),
  });
}

/**
 * The matrix of runs that each tried a part of the defects: a row lacks a killer when it lacks one in every part.
 *
 * @throws Error when there is none, or they were tried against different rows.
 */
export function mergedMatrix(parts: readonly KillMatrix[]): KillMatrix {
  const [first] = parts;
  if (!first) throw new Error('there is no kill matrix to merge');
  if (parts.some(({ rows }) => rows !== first.rows)) throw new Error('the parts were tried against different rows');
  return summedUp({
    durationMs: sum([...parts], ({ durationMs }) => durationMs),
    rows: first.rows,
    defects: parts.flatMap(({ defects }) => defects),
    falseAlarms: [...new Set(parts.flatMap(({ falseAlarms }) => falseAlarms))].sort(),
    rowsWithoutKiller: first.rowsWithoutKiller.filter((id) =>
      parts.every(({ rowsWithoutKiller }) => rowsWithoutKiller.includes(id)),
    ),
  });
}

function summedUp(
  found: Pick<KillMatrix, 'durationMs' | 'rows' | 'defects' | 'falseAlarms' | 'rowsWithoutKiller'>,
): KillMatrix {
  const run = found.defects.filter(({ outcome }) => outcome !== 'not-run');
  const killed = run.filter(({ outcome }) => outcome === 'killed');
  return {
    schemaVersion: 1,
    generatedAt: new Date().toISOString(),
    ...found,
    recall: share(killed.length, run.length),
    precision: share(
      sum(run, ({ killedBy }) => killedBy.length),
      sum(run, ({ killedBy, collateral }) => killedBy.length + collateral.length),
    ),
  };
}

function resultOf(fault: Fault, tried: ReadonlySet<string>, failed: ReadonlySet<string>): FaultResult {
  const killedBy = fault.breaks.filter((row) => failed.has(row));
  const collateral = [...failed].filter((row) => !fault.breaks.includes(row)).sort();
  const missed = fault.breaks.filter((row) => !failed.has(row));
  return {
    id: fault.id,
    title: fault.title,
    breaks: fault.breaks,
    outcome: fault.breaks.some((row) => tried.has(row)) ? outcomeOf(killedBy, collateral) : 'not-run',
    killedBy,
    collateral,
    missed,
    tried: tried.size,
  };
}

function outcomeOf(killedBy: string[], collateral: string[]): FaultOutcome {
  if (killedBy.length > 0) return 'killed';
  return collateral.length > 0 ? 'wrong-blame' : 'survived';
}

function sum<Item>(items: Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : Math.round((1000 * part) / whole) / 1000;
}
