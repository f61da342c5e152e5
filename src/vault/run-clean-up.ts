import { type CleanUpOptions, cleanUp, type Leftover } from './clean-up.ts';
import type { Journal } from './journal.ts';
import { checkForOrphans } from './orphans.ts';
import type { VaultClient } from './vault-client.ts';

/**
 * Ends a run on a Vault: removes what its journal names, looks for orphans, and discards the
 * journal when nothing is left. A second call finds no journal and does nothing.
 *
 * @param vault Any namespace; the journal says where to work.
 */
export async function cleanUpRun(
  vault: VaultClient,
  journal: Journal,
  options: Pick<CleanUpOptions, 'deadlineMs' | 'madeHere'> = {},
): Promise<Leftover[]> {
  const record = journal.read();
  if (record === null) return [];
  const { run, entries } = record;
  if (run === null) {
    journal.discard();
    return [];
  }
  const leftovers = await cleanUp(vault, journal, options);
  const own = entries.find((entry) => entry.type === 'namespace' && pathOf(entry) === run.namespace);
  const orphans =
    own === undefined
      ? await checkForOrphans(vault.with({ namespace: run.namespace }), { run, entries }, 'everything')
      : await checkForOrphans(vault.with({ namespace: own.namespace }), { run, entries }, 'namespaces');
  const known = new Set(leftovers.map(({ type, name }) => `${type} ${name}`));
  const all = [...leftovers, ...orphans.filter(({ type, name }) => !known.has(`${type} ${name}`))];
  if (all.length === 0) journal.discard();
  return all;
}

function pathOf(entry: { namespace: string; name: string }): string {
  return entry.namespace === '' ? entry.name : `${entry.namespace}/${entry.name}`;
}
