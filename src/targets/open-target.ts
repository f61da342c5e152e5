import { join } from 'node:path';
import { Pseudonyms } from '../evidence/pseudonyms.ts';
import { Recorder } from '../evidence/recorder.ts';
import { Redaction } from '../evidence/redaction.ts';
import { journalFolder } from '../vault/journal.ts';
import type { Configuration } from './configuration.ts';
import { startDouble } from './double-process.ts';
import { NAME_START, type Opening, type OpenOptions, type OpenTarget } from './opening.ts';
import { openScimServer } from './scim-target.ts';
import { openVault, ownServer } from './vault-target.ts';

/**
 * Obtains the configured server and prepares it for a run.
 *
 * @throws SetupError when no test can run; what was made until then is removed again.
 */
export async function openTarget(configuration: Configuration, options: OpenOptions): Promise<OpenTarget> {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(options.runId)) throw new RangeError(`not a run id: ${options.runId}`);
  const prefix = `${NAME_START}${options.runId}-`;
  const recorder = new Recorder(new Redaction(), new Pseudonyms(prefix, options.seed));
  const journalPath = join(options.journalFolder ?? journalFolder(), `${options.runId}.jsonl`);
  const opening: Opening = { configuration, prefix, journalPath, recorder, options };
  const { target } = configuration;
  return recorder.during('arrange', async () => {
    switch (target.kind) {
      case 'mock': {
        const { address, rootToken, stop } = await startDouble(target);
        return openVault(opening, ownServer({ address, token: rootToken, stop }));
      }
      case 'vault':
        return openVault(opening, { ...target, ownServer: false, stop: async () => {} });
      case 'scim':
        return openScimServer(opening, target);
      case 'mock-container': {
        // Docker's client takes a while to load: no other target waits for it.
        const { startContainedDouble } = await import('./containers/double-container.ts');
        const opened = await openVault(opening, await startContainedDouble(opening, target));
        opened.context.target.image = target.image;
        return opened;
      }
      case 'vault-container': {
        const { startContainedVault } = await import('./containers/vault-container.ts');
        const { access, tls } = await startContainedVault(opening, target);
        const opened = await openVault({ ...opening, configuration: { ...configuration, tls } }, access);
        opened.context.target.image = target.image;
        return opened;
      }
    }
  });
}
