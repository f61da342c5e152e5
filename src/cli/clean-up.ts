import { Command } from 'commander';
import { cleanUpJournals } from '../targets/clean-up-journals.ts';
import { readConfiguration } from '../targets/configuration.ts';
import { endingWithStatus } from '../targets/end-of-command.ts';
import { journalFolder } from '../vault/journal.ts';

const command = new Command('clean-up')
  .description('Remove what interrupted runs left on their servers, by the journals that they wrote.')
  .option('--journals <folder>', 'folder of the journals', journalFolder())
  .option(
    '--list',
    'only say what may be left, by the journals; nothing is asked of a server and nothing removed',
    false,
  )
  .option('--force', 'also clean up after a run whose process is still alive', false)
  .addHelpText(
    'after',
    `
Set the environment as for the run: SCIM_TARGET, VAULT_ADDR and VAULT_TOKEN, or SCIM_BASE_URL and SCIM_TOKEN.
An object is removed by its id and creation time; one that a run did not make is not touched.

Exit status: 0 nothing is left, 2 set-up or configuration, 3 something is left.`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

const { journals, force, list } = command.parse().opts<{ journals: string; force: boolean; list: boolean }>();
await endingWithStatus(() =>
  cleanUpJournals({
    folder: journals,
    force,
    listOnly: list,
    configuration: readConfiguration(process.env),
    say: (sentence) => console.log(sentence),
  }),
);
