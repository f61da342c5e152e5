import { existsSync, readdirSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ALLURE_RESULTS } from './allure-results.ts';

/** Reports of thousands of small files: removing them takes as long as writing them. */
const OF_MANY_FILES = ['evidence', ALLURE_RESULTS];

/** Removes what an earlier run left below the reports directory and this one writes anew. A file is a step. */
export function* removeEarlierReports(reportsDir: string): Generator<void> {
  // Verdicts whose evidence is gone would be taken for those of this run if it died.
  rmSync(join(reportsDir, 'conformance.json'), { force: true });
  for (const name of OF_MANY_FILES) {
    const directory = join(reportsDir, name);
    if (!existsSync(directory)) continue;
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      yield;
      if (!entry.isDirectory()) removeFast(join(entry.parentPath, entry.name));
    }
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Ten times as fast as `rmSync`, which looks at each file first. What is gone already, or stays, is left to that. */
function removeFast(path: string): void {
  try {
    unlinkSync(path);
  } catch {}
}
