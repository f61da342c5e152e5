import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { Command } from 'commander';
import { compareRuns } from '../compare/comparison.ts';
import { comparisonText } from '../compare/comparison-report.ts';
import { crowdedDouble } from '../proof/crowded-double.ts';
import { runSuites } from '../proof/suite-run.ts';
import type { Conformance } from '../verdicts/verdict.ts';

const WORKERS = [1, 2, 4];

const command = new Command('shuffled')
  .description(
    'Runs the suites in random orders over 1, 2 and 4 workers: every check must come out the same each time.',
  )
  .option('--runs <n>', 'number of runs in random order', Number, 20)
  .option('--seed <n>', 'seed of the first one; each further one adds 1', Number, randomInt(1_000_000))
  .option('--others <n>', 'one more run on a double that holds so many users of others', Number, 10_000)
  .option('--profile <names...>', 'profiles to run', ['vault', 'rfc'])
  .option('--reports <folder>', 'where the runs report to', join(process.env.REPORTS_DIR ?? 'reports', 'shuffled'))
  .addHelpText(
    'after',
    `
Compared are profile, id, verdict and reason with those of a run in the order of the files.

Exit status: 0 all the same, 1 a check came out otherwise, 2 a run did not come about.`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

interface Options {
  runs: number;
  seed: number;
  others: number;
  profile: string[];
  reports: string;
}

const { runs, seed, others, profile: profiles, reports } = command.parse().opts<Options>();

try {
  let different = 0;
  // One profile a run: in a random order over several, a worker is started anew at almost every test.
  for (const profile of profiles) different += await checkProfile(profile);
  process.exitCode = different === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

/** @returns How many runs came out otherwise than the one in the order of the files. */
async function checkProfile(profile: string): Promise<number> {
  const variables = { SCIM_TARGET: 'mock' };
  const first = await runSuites({ profiles: [profile], variables, reports: join(reports, 'first') });
  let different = 0;
  for (let index = 0; index < runs; index += 1) {
    const workers = WORKERS[index % WORKERS.length] ?? 1;
    const args = [`--shuffle=${seed + index}`, `--workers=${workers}`];
    const run = await runSuites({ profiles: [profile], args, variables, reports: join(reports, 'run') });
    different += told(`${profile}, seed ${seed + index}, ${workers} workers`, first, run);
  }
  if (others > 0) different += told(`${profile}, ${others} users of others`, first, await besideOthers(profile));
  return different;
}

async function besideOthers(profile: string): Promise<Conformance> {
  await using double = await crowdedDouble(others);
  const variables = {
    SCIM_TARGET: 'vault',
    SCIM_ISOLATE: 'prefix',
    VAULT_ADDR: double.address,
    VAULT_TOKEN: double.rootToken,
    SCIM_ALLOW_SIDE_EFFECTS: new URL(double.address).host,
  };
  return await runSuites({ profiles: [profile], variables, reports: join(reports, 'others') });
}

/** @returns 1 when a check came out otherwise. */
function told(what: string, first: Conformance, run: Conformance): 0 | 1 {
  const comparison = compareRuns(first, run);
  const isSame = comparison.changes.length === 0;
  process.stdout.write(`${what}: ${isSame ? `all ${comparison.same} checks the same` : 'not the same'}\n`);
  if (!isSame) process.stdout.write(`${comparisonText(comparison, process.stdout.columns ?? 120)}\n`);
  return isSame ? 0 : 1;
}
