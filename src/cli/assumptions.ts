import { join } from 'node:path';
import { Command } from 'commander';
import { ASSUMPTIONS } from '../mock/assumptions.ts';
import { type Difference, differences, readAssumedChanges } from '../proof/assumed-changes.ts';
import { type Choice, pairwise } from '../proof/covering-array.ts';
import { runSuites } from '../proof/suite-run.ts';
import { DEFAULT_VAULT_VERSION, VAULT_VERSIONS } from '../protocol/vault.ts';
import { partOf } from '../run/part.ts';
import type { Check } from '../verdicts/verdict.ts';

const PROFILES = ['vault', 'rfc', 'okta', 'sailpoint', 'entra', 'other-clients'];

const command = new Command('assumptions')
  .description('Runs the suites on the double with other answers to the open questions, and looks for false alarms.')
  .option('--assume <name=value...>', 'one run with these answers, instead of all in pairs')
  .option('--vault-version <version>', 'the version of that run', DEFAULT_VAULT_VERSION)
  .option('--single', 'each other answer alone, instead of all in pairs', false)
  .option('--part <k/n>', 'only every n-th of the runs, from the k-th')
  .option('--profile <names...>', 'profiles to run', PROFILES)
  .option('--workers <n>', 'workers of each run')
  .option('--reports <folder>', 'where the runs report to', join(process.env.REPORTS_DIR ?? 'reports', 'assumptions'))
  .option('--list', 'print the runs and end', false)
  .addHelpText(
    'after',
    `
Every two answers to two questions, the version of Vault among them, meet in at least one run. No check of Vault's
documentation may fail other than by the known bugs of a version, and every check of the other profiles has to come out
as fixtures/expected/assumptions.yaml says.

Exit status: 0 as expected, 1 a verdict is another, 2 a run did not come about.`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

interface Options {
  assume?: string[];
  vaultVersion: string;
  single: boolean;
  part?: string;
  profile: string[];
  workers?: string;
  reports: string;
  list: boolean;
}

const options = command.parse().opts<Options>();
const defaults = Object.fromEntries(ASSUMPTIONS.map(({ name, default: first }) => [name, first]));
const bases = new Map<string, Check[]>();

try {
  const runs = partOf(runsOf(options), options.part);
  if (options.list) {
    const lines = runs.map(({ version, ...choice }) => `${version} ${assumedBy(choice) || '-'}\n`);
    // At once: whoever looks at the first lines only has closed the pipe before the last.
    process.stdout.write(lines.join(''));
  } else process.exitCode = (await tryAll(runs)) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

function runsOf({ assume, vaultVersion, single }: Options): Choice[] {
  if (assume !== undefined) {
    const given = Object.fromEntries(
      assume.map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]),
    );
    return [{ ...defaults, ...given, version: vaultVersion }];
  }
  if (single) {
    return ASSUMPTIONS.flatMap(({ name, alternatives }) =>
      alternatives.map((value) => ({ ...defaults, [name]: value, version: versionFor(name) })),
    );
  }
  const answers = ASSUMPTIONS.map(
    ({ name, default: first, alternatives }) => [name, [first, ...alternatives]] as const,
  );
  return pairwise(new Map<string, readonly string[]>([['version', VAULT_VERSIONS], ...answers]));
}

/** The newest version for which the question is open: its name ends with the version where that is not the newest of all. */
function versionFor(name: string): string {
  const start = /-(\d+(?:\.\d+)+)$/.exec(name)?.[1];
  return (
    VAULT_VERSIONS.findLast((version) => start === undefined || version.startsWith(start)) ?? DEFAULT_VAULT_VERSION
  );
}

async function tryAll(runs: Choice[]): Promise<boolean> {
  const changes = readAssumedChanges();
  let wrong = 0;
  for (const [index, { version = '', ...choice }] of runs.entries()) {
    const base = await baseOf(version);
    const { checks } = await run(version, assumedBy(choice), `${index + 1}`);
    const found = differences(base, checks, choice, changes, version);
    wrong += found.length;
    process.stdout.write(
      `${index + 1}/${runs.length} Vault ${version}: ${found.length === 0 ? 'as expected' : `${found.length} otherwise`}\n`,
    );
    if (found.length > 0) process.stdout.write(`  answers   ${assumedBy(choice)}\n${found.map(line).join('')}`);
  }
  process.stdout.write(`${runs.length} runs, ${wrong} verdicts otherwise than expected\n`);
  return wrong === 0;
}

async function baseOf(version: string): Promise<Check[]> {
  const known = bases.get(version) ?? (await run(version, '', `default-${version}`)).checks;
  bases.set(version, known);
  return known;
}

function run(version: string, assumed: string, folder: string) {
  const { profile: profiles, workers, reports } = options;
  return runSuites({
    profiles,
    args: workers === undefined ? [] : [`--workers=${workers}`],
    variables: { SCIM_TARGET: 'mock', VAULT_MOCK_VERSION: version, VAULT_MOCK_ASSUME: assumed },
    reports: join(reports, folder),
  });
}

function assumedBy(choice: Choice): string {
  return Object.entries(choice)
    .filter(([name, value]) => name !== 'version' && defaults[name] !== value)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

function line({ profile, id, found, wanted, reason }: Difference): string {
  return `  ${profile} ${id}: ${found} instead of ${wanted.join(' or ')} (${reason})\n`;
}
