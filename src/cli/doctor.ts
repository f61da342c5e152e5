import { Command } from 'commander';
import { closeDispatchers } from '../scim/dispatcher.ts';
import { readConfiguration } from '../targets/configuration.ts';
import { diagnose } from '../targets/diagnose.ts';
import { SetupError } from '../targets/setup-error.ts';

new Command('doctor')
  .description('Looks at the configured target as a run would, and changes nothing there.')
  .addHelpText('after', '\nExit status: 0 a run can begin, 2 set-up or configuration.')
  .parse();

try {
  const diagnosis = await diagnose(readConfiguration(process.env));
  const width = Math.max(...diagnosis.map(([what]) => what.length));
  for (const [what, found] of diagnosis) console.log(`${what.padEnd(width)}  ${found}`);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
} finally {
  await closeDispatchers();
}
