import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FullConfig } from '@playwright/test';
import { begin, endWith } from '../run/exit-code.ts';
import { noteLeftovers } from '../run/leftovers.ts';
import { mutantSelection } from '../run/mutant-selection.ts';
import { notePart } from '../run/run-part.ts';
import { readConfiguration } from '../targets/configuration.ts';
import { openTarget } from '../targets/open-target.ts';
import { SetupError } from '../targets/setup-error.ts';
import { parseExpectations } from '../verdicts/expectations.ts';
import { publicRunOf, publishRun } from './run.ts';
import { selectedProjects } from './selected-projects.ts';

const REPORTER = 'conformance-reporter.ts';
const WORKERS_START_MS = 1_000;

/**
 * Opens the target once for the whole run: checks it, makes one pair of tenants a worker slot,
 * and hands both to the workers. What a user can put right ends the run here, with exit
 * status 2 and one sentence, before any test. Returns Playwright's global teardown.
 */
export default async function globalSetup(config: FullConfig): Promise<() => Promise<void>> {
  const ended = begin('The set-up of the run');
  try {
    refuseWhatFalsifiesVerdicts(config);
    const configuration = readConfiguration(process.env);
    loadSuitesAhead();
    const seed = shuffleSeed(config.argv) ?? randomBytes(4).toString('hex');
    const target = await openTarget(configuration, {
      slots: config.workers,
      runId: randomBytes(3).toString('hex'),
      seed: String(seed),
    });
    const run = { context: target.context, expectations: readExpectations(configuration.expectations) };
    publishRun(run);
    const { shard, metadata, argv, projects } = config;
    const selected = selectedProjects(
      argv,
      projects.map(({ name }) => name),
    );
    notePart(metadata, { run: publicRunOf(run), shard, selected });
    ended();
    setTimeout(compileForWorkers, WORKERS_START_MS).unref();
    return async () => {
      const isClosed = begin('The end of the run');
      noteLeftovers(await target.close());
      isClosed();
    };
  } catch (error) {
    ended();
    endWith(2);
    throw error;
  }
}

/** What all suites import: Playwright loads them next, and this process has nothing to do while a target starts. */
function loadSuitesAhead(): void {
  import('./index.ts').catch(() => {
    // The suite that needs it says why it cannot be loaded.
  });
}

/**
 * Playwright keeps what it has compiled only where this process compiled it. The double, which workers load when a test
 * asks for one, would cost each worker of each run two seconds; here it does once, while the tests run.
 */
function compileForWorkers(): void {
  const loaded = mutantSelection() === null ? import('../targets/dormant-double.ts') : import('./faulty-servers.ts');
  loaded.catch(() => {
    // A worker that needs it says why it cannot be loaded.
  });
}

function refuseWhatFalsifiesVerdicts(config: FullConfig): void {
  if (config.projects.some((project) => project.retries > 0)) {
    throw new SetupError('Retries falsify verdicts: run without --retries.');
  }
  if (!config.reporter.some(([name]) => name.endsWith(REPORTER) || name === 'blob')) {
    throw new SetupError(
      `--reporter replaces the reporter that decides the verdicts: leave it out, or add ./src/reporting/${REPORTER} to it.`,
    );
  }
}

function readExpectations(file: string | null) {
  if (file === null) return [];
  try {
    return parseExpectations(readFileSync(file, 'utf8'), new Date());
  } catch (error) {
    throw new SetupError(`SCIM_EXPECTATIONS: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Playwright keeps the seed of `--shuffle=SEED` to itself; the reports print it. */
function shuffleSeed(argv: string[]): string | undefined {
  return argv.map((argument) => /^--shuffle=(.+)$/.exec(argument)?.[1]).find((seed) => seed !== undefined);
}
