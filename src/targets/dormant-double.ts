import { Secret } from '../evidence/secret.ts';
import type { Fault } from '../faults/fault.ts';
import { startFaultLayer } from '../faults/layer.ts';
import { createDouble } from '../mock/double.ts';
import { VAULT_VERSIONS } from '../protocol/vault.ts';
import { readConfiguration } from './configuration.ts';

/** A double on which SCIM was never activated. */
export interface DormantDouble {
  address: string;
  token: Secret;
  close(): Promise<void>;
}

/**
 * Starts a double of its own in this process. Activation cannot be undone, so each test of it
 * needs a server that nobody else uses.
 *
 * @param version Version that the run's target plays.
 * @param fault Seeded defect in front of it, in runs of the kill matrix.
 */
export async function openDormantDouble(version: string | null, fault: Fault | null): Promise<DormantDouble> {
  const played = VAULT_VERSIONS.find((known) => known === version);
  if (played === undefined) throw new RangeError(`the double does not play Vault ${version}`);
  const { target } = readConfiguration(process.env);
  const pairs = target.kind === 'mock' && fault === null ? target.assume.map((pair) => pair.split('=')) : [];
  const double = await createDouble({
    version: played,
    start: 'not-activated',
    assumptions: Object.fromEntries(pairs),
    ...(fault?.state === undefined ? {} : { stateFaults: new Set([fault.state]) }),
  });
  const direct = await double.listen(0);
  const layer = fault === null ? null : await startFaultLayer(direct, [fault]);
  return {
    address: layer?.address ?? direct,
    token: new Secret(double.rootToken),
    close: async () => {
      await layer?.close();
      await double.close();
    },
  };
}
