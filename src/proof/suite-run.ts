import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startSuites } from '../run/suite-process.ts';
import { askForVerdictsOnly } from '../run/verdicts-only.ts';
import type { Conformance } from '../verdicts/verdict.ts';

export interface SuiteRun {
  profiles: readonly string[];
  /** Further arguments of Playwright. */
  args?: readonly string[];
  variables: Record<string, string>;
  /** Folder of its reports; what an earlier run left there is removed. */
  reports: string;
}

/**
 * Runs the suites in a process of their own, for their verdicts only: there is no Allure report.
 *
 * @throws Error with the end of the output when the run wrote no `conformance.json`.
 */
export async function runSuites({ profiles, args = [], variables, reports }: SuiteRun): Promise<Conformance> {
  const reportsDir = resolve(reports);
  rmSync(reportsDir, { recursive: true, force: true });
  const asked = { ...variables };
  askForVerdictsOnly(asked);
  const child = startSuites({ profiles, args, variables: asked, reportsDir, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4_000);
    });
  }
  const [status] = (await once(child, 'close')) as [number | null];
  try {
    return JSON.parse(readFileSync(join(reportsDir, 'conformance.json'), 'utf8')) as Conformance;
  } catch {
    throw new Error(`The run ended with status ${status} and without conformance.json:\n${output}`);
  }
}
