import { createHash } from 'node:crypto';
import type { TestDetails } from '@playwright/test';
import { FAULT_ANNOTATION, ROW_ANNOTATION } from '../evidence/record-attachment.ts';
import { faultById, NO_FAULT } from '../faults/all-faults.ts';
import type { Fault } from '../faults/fault.ts';
import { readCatalogue, rowById } from '../rulebook/rulebook.ts';
import { servedRows } from '../rulebook/served-rows.ts';
import { type MutantSelection, mutantSelection } from '../run/mutant-selection.ts';
import { isWish, type Row } from '../verdicts/row.ts';
import type { harnessTest } from './fixtures.ts';

type Test = typeof harnessTest;
type Annotations = { type: string; description?: string }[];

/**
 * In a kill-matrix run every test is declared once for each seeded defect that it is tried
 * against, and once without any: everything to tell false alarms, or the wishes that the sound
 * double does not meet either. In any other run the test itself comes back.
 */
export function againstFaults(test: Test): Test {
  const selection = mutantSelection();
  if (!selection) return test;
  const faults = selection.faults.map(faultById).filter((fault) => fault !== null);
  return new Proxy(test, {
    apply(target, _self, [title, details, body]: [string, TestDetails & { annotation?: Annotations }, () => void]) {
      const annotations = details.annotation ?? [];
      const rows = annotations.filter(({ type }) => type === ROW_ANNOTATION).map((one) => one.description ?? '');
      const against = (fault: string) => {
        const annotation = [...annotations, { type: FAULT_ANNOTATION, description: fault }];
        target(`${title} [${fault}]`, { ...details, annotation } as TestDetails, body);
      };
      if (selection.sound === 'everything' || rows.map(rowById).some(isWish)) against(NO_FAULT);
      for (const fault of faults.filter((one) => isTriedAgainst(one, rows, selection))) against(fault.id);
    },
  });
}

/** How many rows of the areas that a defect concerns, and of other areas, are in the sample. */
const NEAR = 2;
const FAR = 2;

/** The rows of this area speak of every operation at once, so that nearly every defect turns them red. */
const ALL_OPERATIONS = 'sequences';

/**
 * Always every row that the defect is meant to break; for wrong blame nearby rows of the same
 * areas, and for wrong blame far off rows of other areas.
 */
function isTriedAgainst(fault: Fault, rows: string[], selection: MutantSelection): boolean {
  if (rows.some((row) => rowById(row).area === ALL_OPERATIONS)) return fault.breaks.some((id) => rows.includes(id));
  return selection.rows === 'every' || rows.some((row) => rowsFor(fault, selection.rows === 'sample').has(row));
}

const chosen = new Map<string, Set<string>>();

function rowsFor(fault: Fault, sampled: boolean): Set<string> {
  let rows = chosen.get(fault.id);
  if (!rows) {
    const areas = new Set(fault.breaks.map((id) => areaOf(rowById(id))));
    const near = servedCatalogue().filter((row) => areas.has(areaOf(row)));
    const far = [...new Map(servedCatalogue().map((row) => [areaOf(row), row])).values()];
    const take = (from: Row[], count: number) => ids(sampled ? inOrderOf(fault.id, from).slice(0, count) : from);
    rows = new Set([...fault.breaks, ...take(near, NEAR), ...take(far, FAR)]);
    chosen.set(fault.id, rows);
  }
  return rows;
}

/** An order that is the same in every run and another one for each defect. */
function inOrderOf(fault: string, rows: Row[]): Row[] {
  const place = new Map(
    rows.map(({ id }) => [
      id,
      createHash('sha1')
        .update(fault + id)
        .digest('hex'),
    ]),
  );
  return [...rows].sort((a, b) => ((place.get(a.id) ?? '') < (place.get(b.id) ?? '') ? -1 : 1));
}

let served: Row[] | undefined;

function servedCatalogue(): Row[] {
  if (!served) {
    const ids = servedRows();
    const isFullServer = mutantSelection()?.server !== undefined;
    served = readCatalogue().filter(({ id, profile }) => ids.has(id) && (!isFullServer || profile === 'rfc'));
  }
  return served;
}

function areaOf({ profile, area }: Row): string {
  return `${profile}/${area}`;
}

function ids(rows: Row[]): string[] {
  return rows.map(({ id }) => id);
}
