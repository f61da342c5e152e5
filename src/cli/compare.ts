import { Command, Option } from 'commander';
import { compareRuns, comparisonStatus } from '../compare/comparison.ts';
import { comparisonMarkdown, comparisonText } from '../compare/comparison-report.ts';
import { CompareError, readConformance } from '../compare/read-conformance.ts';
import { runVersions } from '../compare/run-versions.ts';
import { matrixTable, versionMatrix } from '../compare/version-matrix.ts';

interface Options {
  format: 'text' | 'markdown' | 'json';
  strict: boolean;
  versions: boolean;
  profile: string[];
  reports: string;
}

const command = new Command('compare')
  .description(
    'Says what changed between two runs, check by check, or between the Vault versions that the double plays.',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .argument(
    '[files...]',
    'conformance.json of the earlier and of the later run; with --versions: one a version, or none',
  )
  .addOption(new Option('--format <name>', 'how to print it').choices(['text', 'markdown', 'json']).default('text'))
  .option('--strict', 'any other verdict or reason, and any new or vanished check, is a regression', false)
  .option('--versions', 'the matrix of checks and Vault versions: the rows that are not the same in all', false)
  .option('--profile <names...>', 'with --versions and no files: the profiles to run (default: all)', [])
  .option(
    '--reports <folder>',
    'with --versions and no files: where those runs report to',
    process.env.REPORTS_DIR ?? 'reports',
  )
  .addHelpText(
    'after',
    `
Exit status: 0 no regression; 1 a check is worse than before or violated now (with --strict: anything differs);
2 a file or the command line is wrong; 3 no regression, but something can no longer be told: a check vanished, or is
blocked, broken in the harness or not run. With --versions: 0, or 2.

Without files, --versions runs the suites against the double of each version, which takes minutes; each run reports
to versions/<version>/ below the reports folder.

Examples:
  npm run compare -- last-night/conformance.json reports/conformance.json
  npm run compare -- --format markdown --strict A.json B.json
  npm run compare -- --versions --profile vault rfc`,
  )
  .action(async (files: string[], options: Options) => {
    if (options.versions) return printMatrix(files, options);
    const [before, after, ...more] = files;
    if (before === undefined || after === undefined || more.length > 0) {
      throw new CompareError('Name two files: the conformance.json of the earlier run, then of the later one.');
    }
    const comparison = compareRuns(readConformance(before), readConformance(after));
    const print = {
      text: () => comparisonText(comparison, process.stdout.columns ?? 120),
      markdown: () => comparisonMarkdown(comparison),
      json: () => `${JSON.stringify(comparison, null, 2)}\n`,
    };
    process.stdout.write(print[options.format]());
    process.exitCode = comparisonStatus(comparison, options.strict);
  });

async function printMatrix(files: string[], { format, profile, reports }: Options): Promise<void> {
  if (files.length === 1) throw new CompareError('Name at least two files, the oldest version first, or none.');
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const runs = files.length > 0 ? files.map(readConformance) : await runVersions(profile, reports, say);
  const matrix = versionMatrix(runs);
  const longest = format === 'markdown' ? 200 : 60;
  process.stdout.write(format === 'json' ? `${JSON.stringify(matrix, null, 2)}\n` : matrixTable(matrix, longest));
}

try {
  await command.parseAsync();
} catch (error) {
  if (!(error instanceof CompareError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
