import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { ALL_FAULTS } from '../faults/all-faults.ts';
import { type KillMatrix, mergedMatrix } from '../reporting/kill-matrix.ts';
import { killMatrixStatus, killMatrixSummary, writeKillMatrix } from '../reporting/kill-matrix-report.ts';
import { type MutantSelection, selectMutants } from '../run/mutant-selection.ts';
import { partOf } from '../run/part.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Up to so many defects, every row of their areas is tried: who asks for a few looks for wrong blame. */
const FEW = 12;

const command = new Command('mutants')
  .description('Runs the suites against seeded defects and writes kill-matrix.json and kill-matrix.html.')
  .option('--fault <id...>', 'only these defects (ids; a trailing * stands for any ending)')
  .option('--part <k/n>', 'only every n-th of the defects, from the k-th')
  .option(
    '--full',
    'every test against every defect, instead of a sample of those that it does not break (all: hours; see --part)',
    false,
  )
  .option('--merge <files...>', 'run nothing: one matrix from the kill-matrix.json of all parts')
  .option('--list', 'print the defects and end', false)
  .option('--workers <n>', 'number of workers')
  .addHelpText(
    'after',
    '\nExit status: 0 every defect is caught, 1 a defect is caught by none or blames a wrong row, or no defect catches a MUST row, 2 wrong options, 3 a defect could not be tried.',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
command.parse();

interface Options {
  fault?: string[];
  part?: string;
  full: boolean;
  merge?: string[];
  list: boolean;
  workers?: string;
}

const options = command.opts<Options>();

try {
  if (options.merge !== undefined) merge(options.merge);
  else {
    const faults = partOf(idsFor(options.fault), options.part);
    if (options.list) list(faults);
    else run(faults);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

function list(ids: readonly string[]): void {
  for (const { id, title } of ALL_FAULTS.filter((fault) => ids.includes(fault.id)))
    process.stdout.write(`${id}  ${title}\n`);
}

function run(faults: string[]): void {
  const environment = { ...process.env };
  selectMutants({ faults, rows: rowsOf(faults, options), sound: soundOf(options) }, environment);
  const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli');
  const { status } = spawnSync(
    process.execPath,
    [
      playwright,
      'test',
      '--config=playwright.mutants.config.ts',
      ...(options.workers ? [`--workers=${options.workers}`] : []),
    ],
    { cwd: root, env: environment, stdio: 'inherit' },
  );
  process.exitCode = status ?? 3;
}

function rowsOf(faults: string[], { full }: Options): MutantSelection['rows'] {
  if (full) return 'every';
  return faults.length > FEW ? 'sample' : 'near';
}

/** A part that is only sampled leaves the sound double to the other runs: it would take most of its time. */
function soundOf({ fault, part, full }: Options): MutantSelection['sound'] {
  return full || (fault === undefined && part === undefined) ? 'everything' : 'wishes';
}

/** @throws Error when a file cannot be read, or the parts do not belong together. */
function merge(files: string[]): void {
  const matrix = mergedMatrix(files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as KillMatrix));
  const tried = new Set(matrix.defects.map(({ id }) => id));
  const missing = ALL_FAULTS.map(({ id }) => id).filter((id) => !tried.has(id));
  const troubles = missing.length > 0 ? [`in no part: ${missing.join(' ')}`] : [];
  const isWhole = missing.length === 0;
  writeKillMatrix(matrix);
  process.stdout.write(`${killMatrixSummary(matrix, { troubles, isWhole })}\n`);
  process.exitCode = killMatrixStatus(matrix, { troubles, isWhole });
}

/** @throws Error when no defect matches. */
function idsFor(patterns: string[] | undefined): string[] {
  const ids = ALL_FAULTS.map(({ id }) => id).filter(
    (id) =>
      patterns === undefined ||
      patterns.some((pattern) => (pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern)),
  );
  if (ids.length === 0)
    throw new Error(`No seeded defect matches ${patterns?.join(' ')}: see "npm run mutants -- --list".`);
  return ids;
}
