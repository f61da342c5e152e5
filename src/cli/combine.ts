import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { generateAllureReport } from '../reporting/allure-report.ts';
import { combineResults } from '../reporting/combined-results.ts';

await new Command('combine')
  .description('Writes one Allure report over the reports of several runs, each shown as an environment.')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .argument('<reports...>', 'reports folders; the name of a folder is the name of the environment')
  .requiredOption('--output <folder>', 'where allure-results/ and allure-report/ go')
  .option('--history <file>', 'earlier runs are read from it and this one is appended, for trends')
  .addHelpText('after', '\nExit status: 0 written, 2 a folder holds no reports.')
  .action(async (reports: string[], { output, history }: { output: string; history?: string }) => {
    const without = reports.find((folder) => !existsSync(join(folder, 'conformance.json')));
    if (without !== undefined) {
      process.stderr.write(`${without} holds no conformance.json: name the reports folder of a run.\n`);
      process.exitCode = 2;
      return;
    }
    const environments = await combineResults(
      reports.map((folder) => resolve(folder)),
      resolve(output),
    );
    await generateAllureReport(resolve(output), {
      environments,
      ...(history === undefined ? {} : { historyPath: resolve(history) }),
    });
    process.stdout.write(`${join(output, 'allure-report', 'index.html')}\n`);
  })
  .parseAsync();
