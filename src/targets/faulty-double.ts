import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pseudonyms } from '../evidence/pseudonyms.ts';
import { Recorder } from '../evidence/recorder.ts';
import { Redaction } from '../evidence/redaction.ts';
import { Secret } from '../evidence/secret.ts';
import { knowingAdministrator } from '../faults/callers.ts';
import type { Fault } from '../faults/fault.ts';
import { startFaultLayer } from '../faults/layer.ts';
import { createDouble } from '../mock/double.ts';
import type { VaultVersion } from '../protocol/vault.ts';
import { Journal } from '../vault/journal.ts';
import { readConfiguration } from './configuration.ts';
import { behind, type FaultyServer } from './faulty-server.ts';
import { NAME_START } from './opening.ts';
import { openVault } from './vault-target.ts';

/**
 * A double of its own in this process, with one seeded defect in front of it, or none. Tenants are made
 * past the defect, so that every test starts from what a correct server gave.
 */
export async function openFaultyDouble(
  fault: Fault | null,
  version: VaultVersion,
  slot: number,
): Promise<FaultyServer> {
  const double = await createDouble({
    version,
    ...(fault?.state === undefined ? {} : { stateFaults: new Set([fault.state]) }),
  });
  const address = await double.listen(0);
  const known = knowingAdministrator(double.rootToken);
  const layer = await startFaultLayer(address, fault === null ? [] : [fault], { known });
  const runId = `m${slot}-${(fault?.id ?? 'none').toLowerCase()}`;
  const prefix = `${NAME_START}${runId}-`;
  const journalPath = join(tmpdir(), `${NAME_START}${process.pid}-${runId}.jsonl`);
  const { context } = await openVault(
    {
      configuration: { ...readConfiguration({}), contract: `vault-${version}` },
      prefix,
      journalPath,
      recorder: new Recorder(new Redaction(), new Pseudonyms(prefix, 'mutants')),
      options: { slots: 1, runId, seed: 'mutants' },
    },
    {
      address,
      token: new Secret(double.rootToken),
      namespace: '',
      isolate: 'prefix',
      ownServer: true,
      stop: async () => {},
    },
  );
  return {
    context: behind(context, address, layer.address),
    close: async () => {
      new Journal(journalPath).discard();
      await layer.close();
      await double.close();
    },
  };
}
