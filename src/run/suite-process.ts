import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PLAYWRIGHT = createRequire(import.meta.url).resolve('@playwright/test/cli');

export interface SuiteProcess {
  /** Projects to run; all when left out or empty. */
  profiles?: readonly string[];
  /** Further arguments of Playwright. */
  args?: readonly string[];
  /** In place of, or besides, those of this process. */
  variables: Record<string, string>;
  /** Absolute path. */
  reportsDir: string;
  stdio: StdioOptions;
}

/** Starts `playwright test` in a process of its own, which shares neither reports nor results with another run. */
export function startSuites({ profiles = [], args = [], variables, reportsDir, stdio }: SuiteProcess): ChildProcess {
  return spawn(
    process.execPath,
    [
      PLAYWRIGHT,
      'test',
      `--output=${join(reportsDir, 'test-results')}`,
      ...profiles.map((name) => `--project=${name}`),
      ...args,
    ],
    { cwd: ROOT, env: { ...process.env, ...variables, REPORTS_DIR: reportsDir }, stdio },
  );
}
