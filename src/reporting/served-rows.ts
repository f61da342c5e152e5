import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SUITES = fileURLToPath(new URL('../../suites/', import.meta.url));

/**
 * Ids of the rows that some test declares, read from the specs themselves: Playwright tells a
 * reporter nothing of tests that a selection left out.
 */
export function servedRows(folder = SUITES): Set<string> {
  const served = new Set<string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.spec.ts')) continue;
    for (const call of readFileSync(join(folder, name), 'utf8').matchAll(/\brow\(([^)]*)\)/g)) {
      for (const id of (call[1] ?? '').matchAll(/'([^']+)'/g)) served.add(id[1] ?? '');
    }
  }
  return served;
}
