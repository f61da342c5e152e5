import type { Fault } from '../fault.ts';
import { clientDeletionFaults } from './client-deletion.ts';
import { clientDeletionWayFaults } from './client-deletion-ways.ts';
import { clientRemainFaults } from './client-remains.ts';
import { ownedResourceFaults } from './owned-resources.ts';

/** Seeded defects of the deletion of SCIM clients. */
export const CLIENT_DELETION_FAULTS: readonly Fault[] = [
  ...clientDeletionFaults,
  ...clientDeletionWayFaults,
  ...clientRemainFaults,
  ...ownedResourceFaults,
];
