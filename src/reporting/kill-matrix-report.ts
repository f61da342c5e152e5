import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowById } from '../rulebook/rulebook.ts';
import type { KillMatrix } from './kill-matrix.ts';
import { killMatrixPage } from './kill-matrix-page.ts';

/** What a run of the kill matrix adds to what it found. */
export interface KillMatrixRun {
  /** A line for each trial that ended without a record. */
  troubles: readonly string[];
  /** A part of the defects says nothing of a row without a killer: another part may hold it. */
  isWhole: boolean;
}

/** Writes `kill-matrix.json` and `kill-matrix.html` to the reports directory. */
export function writeKillMatrix(matrix: KillMatrix, folder = process.env.REPORTS_DIR ?? 'reports'): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'kill-matrix.json'), `${JSON.stringify(matrix, null, 1)}\n`);
  writeFileSync(join(folder, 'kill-matrix.html'), killMatrixPage(matrix));
}

/** 0 every defect is caught, 1 one is not, a row is red without any, or a MUST row has no killer; 3 one could not be tried. */
export function killMatrixStatus(matrix: KillMatrix, { troubles, isWhole }: KillMatrixRun): 0 | 1 | 3 {
  const isWeak =
    matrix.defects.some(({ outcome }) => outcome !== 'killed') ||
    matrix.falseAlarms.length > 0 ||
    (isWhole && matrix.rowsWithoutKiller.some((id) => rowById(id).level.startsWith('MUST')));
  if (isWeak) return 1;
  return troubles.length > 0 ? 3 : 0;
}

/** What the console says in the end: the defects with more to them than being killed, what is wrong, the figures. */
export function killMatrixSummary(matrix: KillMatrix, { troubles, isWhole }: KillMatrixRun): string {
  const lines = matrix.defects
    .filter(({ outcome, collateral }) => outcome !== 'killed' || collateral.length > 0)
    .map(({ id, title, outcome, breaks, collateral }) => {
      const also = collateral.length > 0 ? `; also red: ${collateral.join(' ')}` : '';
      return `  ${id} ${outcome}: ${title} (breaks ${breaks.join(' ')}${also})`;
    });
  const killed = matrix.defects.filter(({ outcome }) => outcome === 'killed').length;
  const lonely = isWhole ? matrix.rowsWithoutKiller : [];
  return [
    ...lines,
    ...troubles.map((trouble) => `  ${trouble}`),
    matrix.falseAlarms.length > 0 ? `Red without a defect: ${matrix.falseAlarms.join(' ')}` : '',
    lonely.length > 0 ? `Rows without a killer: ${lonely.join(' ')}` : '',
    `${killed} of ${matrix.defects.length} seeded defects killed, precision ${(100 * matrix.precision).toFixed(1)} %, ${(matrix.durationMs / 1000).toFixed(0)} s`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}
