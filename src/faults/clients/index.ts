import type { Fault } from '../fault.ts';
import { clientConfigurationFaults } from './client-configuration.ts';
import { clientCountFaults } from './client-counts.ts';
import { clientDetailFaults } from './client-details.ts';
import { clientEffectFaults } from './client-effects.ts';
import { clientHalfFaults } from './client-halves.ts';
import { clientPutFaults } from './client-puts.ts';
import { clientRecordFaults } from './client-records.ts';
import { clientSequenceFaults } from './client-sequences.ts';
import { clientTurnFaults } from './client-turns.ts';
import { clientUpdateFaults } from './client-updates.ts';
import { clientWriteFaults } from './client-writes.ts';
import { clientFaults } from './clients.ts';
import { putCheckFaults } from './put-checks.ts';
import { recreatedClientFaults } from './recreated-clients.ts';
import { secondChangeFaults } from './second-changes.ts';
import { simultaneousWriteFaults } from './simultaneous-writes.ts';

/** Seeded defects of the configuration of SCIM clients. */
export const CLIENT_FAULTS: readonly Fault[] = [
  ...clientConfigurationFaults,
  ...clientCountFaults,
  ...clientDetailFaults,
  ...clientEffectFaults,
  ...clientHalfFaults,
  ...clientPutFaults,
  ...clientRecordFaults,
  ...clientSequenceFaults,
  ...clientTurnFaults,
  ...clientUpdateFaults,
  ...clientWriteFaults,
  ...clientFaults,
  ...putCheckFaults,
  ...recreatedClientFaults,
  ...secondChangeFaults,
  ...simultaneousWriteFaults,
];
