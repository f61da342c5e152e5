import { join } from 'node:path';
import { Command } from 'commander';
import { PASSIVE_ROWS } from '../judge/vendors.ts';
import { runReplay } from '../replay/replay-command.ts';
import { readConfiguration } from '../targets/configuration.ts';
import { endingWithStatus } from '../targets/end-of-command.ts';

const command = new Command('replay')
  .description(
    "Sends the recorded requests of a vendor's connector to a tenant that it makes on the target, judges each answer, and says where the recording differs from our simulator.",
  )
  .argument('<capture.har>', 'HTTP archive (HAR 1.2) of the traffic between the connector and a SCIM server')
  .requiredOption('--as <vendor>', `whose connector was recorded: ${Object.keys(PASSIVE_ROWS).join(', ')}`)
  .option('--reports <folder>', 'where the report goes', join(process.env.REPORTS_DIR || 'reports', 'replay'))
  .addHelpText(
    'after',
    `
Set the environment as for a run (SCIM_TARGET, …); without it the embedded double is the target.
Ids, tokens, hosts and the names of people and groups are replaced by those of the run. Users and groups that the
recording found on its server are made first. Everything that was made is removed at the end.
Credentials and names of the capture appear in no output.

Exit status: 0 nothing failed, 1 a check failed, 2 set-up, configuration or a broken capture, 3 interrupted or blocked.`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

let isStopped = false;
const stop = () => {
  isStopped = true;
  console.error('Stopping: what was made is being removed.');
};
process.once('SIGINT', stop).once('SIGTERM', stop);

await endingWithStatus(async () => {
  command.parse();
  const { as: vendor, reports } = command.opts<{ as: string; reports: string }>();
  const { output, status } = await runReplay(
    { har: command.args[0] ?? '', vendor, reports, configuration: readConfiguration(process.env) },
    () => isStopped,
  );
  process.stdout.write(`${output}\n`);
  return status;
});
