import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { ALL_FAULTS } from '../faults/all-faults.ts';
import { selectMutants } from '../run/mutant-selection.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const command = new Command('mutants')
  .description('Runs the suites against seeded defects and writes kill-matrix.json and kill-matrix.html.')
  .option('--fault <id...>', 'only these defects (ids; a trailing * stands for any ending)')
  .option('--full', 'every test against every defect, instead of the rows that are near it', false)
  .option('--list', 'print the defects and end', false)
  .option('--workers <n>', 'number of workers')
  .addHelpText(
    'after',
    '\nExit status: 0 every defect is caught, 1 a defect is caught by none or blames a wrong row, 2 wrong options, 3 a defect could not be tried.',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
command.parse();
const options = command.opts<{ fault?: string[]; full: boolean; list: boolean; workers?: string }>();

const chosen = options.fault === undefined ? null : idsFor(options.fault);
if (chosen?.length === 0) {
  process.stderr.write(`No seeded defect matches ${options.fault?.join(' ')}: see "npm run mutants -- --list".\n`);
  process.exitCode = 2;
} else if (options.list) {
  for (const { id, title } of ALL_FAULTS) process.stdout.write(`${id}  ${title}\n`);
} else {
  const environment = { ...process.env };
  selectMutants({ faults: chosen, full: options.full }, environment);
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

function idsFor(patterns: string[]): string[] {
  return ALL_FAULTS.map(({ id }) => id).filter((id) =>
    patterns.some((pattern) => (pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern)),
  );
}
