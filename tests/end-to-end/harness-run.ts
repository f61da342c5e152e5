import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askForVerdictsOnly } from '../../src/run/verdicts-only.ts';
import type { Conformance } from '../../src/verdicts/verdict.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PLAYWRIGHT = createRequire(import.meta.url).resolve('@playwright/test/cli');

/** A finished `npx playwright test` in a process of its own. */
export interface HarnessRun {
  status: number | null;
  /** stdout and stderr, as they came. */
  output: string;
  reportsDir: string;
  outputDir: string;
  conformance(): Conformance;
  /** The text of a file below the reports directory. */
  report(name: string): string;
  remove(): void;
}

/** Variables of the harness that a surrounding run may have set. */
const OURS = /^(SCIM_|VAULT_|REPORTS_DIR$|PW_|PLAYWRIGHT_|TEST_)/;

/**
 * Runs the harness with these arguments and variables only; its reports go to a folder of their
 * own, without Allure's where `verdictsOnly` are asked for. With `interruptAt` it gets a signal, SIGINT by default, or `interrupt` is called, when its output first matches;
 * `root` is another copy of the project. Comes back when no process of the run holds stdout any more, its workers included.
 */
export async function runHarness(
  args: string[],
  variables: Record<string, string> = {},
  {
    interruptAt,
    signal = 'SIGINT',
    interrupt,
    root = ROOT,
    verdictsOnly = false,
  }: {
    interruptAt?: RegExp;
    signal?: NodeJS.Signals;
    interrupt?: () => void;
    root?: string;
    verdictsOnly?: boolean;
  } = {},
): Promise<HarnessRun> {
  const folder = mkdtempSync(join(tmpdir(), 'vsc-run-'));
  const reportsDir = join(folder, 'reports');
  const outputDir = join(folder, 'test-results');
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !OURS.test(name) && name !== 'NODE_TEST_CONTEXT'),
  );
  const environment: NodeJS.ProcessEnv = { ...inherited, REPORTS_DIR: reportsDir, ...variables };
  if (verdictsOnly) askForVerdictsOnly(environment);
  const child = spawn(process.execPath, [PLAYWRIGHT, 'test', `--output=${outputDir}`, ...args], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (interruptAt?.test(output)) {
        interruptAt = undefined;
        if (interrupt === undefined) child.kill(signal);
        else interrupt();
      }
    });
  }
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const report = (name: string) => readFileSync(join(reportsDir, name), 'utf8');
  return {
    status,
    output,
    reportsDir,
    outputDir,
    report,
    conformance: () => JSON.parse(report('conformance.json')) as Conformance,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What two runs on equal servers have to agree on. */
export function verdictLines({ checks }: Conformance): string[] {
  return checks.map(({ id, profile, verdict, reason }) => `${profile} ${id} ${verdict} ${reason}`);
}
