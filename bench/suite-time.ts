import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSuites } from '../src/run/suite-process.ts';

export interface SuiteTime {
  workers: number;
  /** Seconds from the start of the process to its end, reports included. */
  seconds: number;
  checks: number;
  exitStatus: number;
}

/** Wall time of a whole run on the embedded double, with one worker and with as many as there are cores. */
export async function suiteTimes(): Promise<SuiteTime[]> {
  const times: SuiteTime[] = [];
  for (const workers of new Set([1, Math.min(availableParallelism(), 4)])) times.push(await suiteTime(workers));
  return times;
}

async function suiteTime(workers: number): Promise<SuiteTime> {
  const reports = mkdtempSync(join(tmpdir(), 'vsc-bench-'));
  try {
    const started = performance.now();
    const run = startSuites({
      args: [`--workers=${workers}`],
      variables: { SCIM_TARGET: 'mock' },
      reportsDir: reports,
      stdio: 'ignore',
    });
    const [status] = (await once(run, 'exit')) as [number | null];
    const seconds = (performance.now() - started) / 1_000;
    const report = JSON.parse(readFileSync(join(reports, 'conformance.json'), 'utf8')) as {
      checks: { verdict: string }[];
    };
    const checks = report.checks.filter(({ verdict }) => verdict !== 'not-run').length;
    return { workers, seconds, checks, exitStatus: status ?? -1 };
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}
