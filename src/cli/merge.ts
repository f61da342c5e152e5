import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { demandOfMerge } from '../run/merge-demand.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

new Command('merge')
  .description("Merges the blob reports of a run's shards into the reports of one run: one folder of blobs a target.")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .argument('<blobs>', 'folder that holds the .zip files of all shards of one target')
  .option(
    '--profile <names...>',
    'profiles that must be there; without it a profile of which no blob came goes unnoticed',
    [],
  )
  .option('--reports <folder>', 'where the reports go', process.env.REPORTS_DIR ?? 'reports')
  .addHelpText(
    'after',
    `
A shard is run with: npx playwright test --shard=1/4 --reporter=blob,./src/reporting/conformance-reporter.ts

Exit status: 0 conformant (also with deviations); 1 something failed or an accepted finding is stale; 2 there is
nothing to merge, the blobs are of several targets, or one is there twice; 3 a shard or a profile is missing, or
something was blocked, broken in the harness or cut off.`,
  )
  .action((blobs: string, { profile, reports }: { profile: string[]; reports: string }) => {
    if (!existsSync(blobs) || !readdirSync(blobs).some((name) => name.endsWith('.zip'))) {
      process.stderr.write(`${blobs} holds no blob report: name the folder with the .zip files of the shards.\n`);
      process.exitCode = 2;
      return;
    }
    const environment: NodeJS.ProcessEnv = { ...process.env, REPORTS_DIR: resolve(reports) };
    demandOfMerge({ profiles: profile }, environment);
    const { status } = spawnSync(
      process.execPath,
      [
        createRequire(import.meta.url).resolve('@playwright/test/cli'),
        'merge-reports',
        `--reporter=${resolve(root, 'src/reporting/conformance-reporter.ts')}`,
        resolve(blobs),
      ],
      { cwd: root, env: environment, stdio: 'inherit' },
    );
    process.exitCode = status ?? 3;
  })
  .parse();
