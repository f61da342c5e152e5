import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SUITES = fileURLToPath(new URL('../../suites/', import.meta.url));

/** A row id as a literal: in `row('…')`, or in the table that a loop declares tests from. */
const ROW_ID = /'((?:RFC\d+|[A-Z]+)-[A-Za-z0-9.-]*\d)'/g;

/**
 * Ids of the rows that some test declares, read from the specs themselves: Playwright tells a
 * reporter nothing of tests that a selection left out.
 */
export function servedRows(folder = SUITES): Set<string> {
  const served = new Set<string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.spec.ts')) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    for (const [, id = ''] of text.matchAll(ROW_ID)) served.add(id);
  }
  return served;
}
