import type { TestDetails } from '@playwright/test';
import { FAULT_ANNOTATION, ROW_ANNOTATION } from '../evidence/record-attachment.ts';
import { ALL_FAULTS } from '../faults/all-faults.ts';
import type { Fault } from '../faults/fault.ts';
import { readCatalogue, rowById } from '../rulebook/rulebook.ts';
import { type MutantSelection, mutantSelection } from '../run/mutant-selection.ts';
import type { harnessTest } from './fixtures.ts';

type Test = typeof harnessTest;
type Annotations = { type: string; description?: string }[];

/**
 * In a kill-matrix run every test is declared once for each seeded defect that it is tried
 * against; in any other run the test itself comes back.
 */
export function againstFaults(test: Test): Test {
  const selection = mutantSelection();
  if (!selection) return test;
  const faults = ALL_FAULTS.filter(({ id }) => selection.faults === null || selection.faults.includes(id));
  return new Proxy(test, {
    apply(target, _self, [title, details, body]: [string, TestDetails & { annotation?: Annotations }, () => void]) {
      const rows = (details.annotation ?? []).filter(({ type }) => type === ROW_ANNOTATION);
      for (const fault of faults) {
        if (
          !isTriedAgainst(
            fault,
            rows.map(({ description }) => description ?? ''),
            selection,
          )
        )
          continue;
        const annotation = [...(details.annotation ?? []), { type: FAULT_ANNOTATION, description: fault.id }];
        target(`${title} [${fault.id}]`, { ...details, annotation } as TestDetails, body);
      }
    },
  });
}

/**
 * Every row that the defect is meant to break, its area's rows for wrong blame nearby, and
 * one row of each area for wrong blame far off; with `full` every row.
 */
function isTriedAgainst(fault: Fault, rows: string[], selection: MutantSelection): boolean {
  if (selection.full || rows.some((row) => fault.breaks.includes(row))) return true;
  const areas = new Set(fault.breaks.map((id) => rowById(id)).map(({ profile, area }) => `${profile}/${area}`));
  return rows.some((id) => crossSection().has(id) || areas.has(areaOf(id)));
}

function areaOf(id: string): string {
  const { profile, area } = rowById(id);
  return `${profile}/${area}`;
}

let section: Set<string> | undefined;

/** The first row of each area. */
function crossSection(): Set<string> {
  if (!section) {
    const first = new Map<string, string>();
    for (const { id, profile, area } of readCatalogue()) {
      if (!first.has(`${profile}/${area}`)) first.set(`${profile}/${area}`, id);
    }
    section = new Set(first.values());
  }
  return section;
}
