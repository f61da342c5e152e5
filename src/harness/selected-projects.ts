import { Command } from 'commander';

/**
 * Names of the projects that `--project` selects, or none when it is not given. Playwright tells
 * neither set-up nor reporters; a shard without a test of a project would not even show that it was meant.
 *
 * @param argv Command line of Playwright, as `process.argv` is.
 * @param known Names of all projects; `--project` may hold `*` and any case.
 */
export function selectedProjects(argv: string[], known: string[]): string[] {
  const command = new Command()
    .allowUnknownOption()
    .allowExcessArguments()
    .helpOption(false)
    .option('--project <names...>');
  const { project = [] } = command.parse(argv, { from: 'node' }).opts<{ project?: string[] }>();
  const patterns = project.map(
    (name) => new RegExp(`^${name.replace(/[^\w*-]/g, '\\$&').replaceAll('*', '.*')}$`, 'i'),
  );
  return known.filter((name) => patterns.some((pattern) => pattern.test(name)));
}
