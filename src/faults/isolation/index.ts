import type { Fault } from '../fault.ts';
import { isolationFaults } from './isolation.ts';
import { managedObjectFaults } from './managed-objects.ts';
import { otherGroupFaults } from './other-groups.ts';
import { scopeDetailFaults } from './scope-details.ts';
import { scopeHistoryFaults } from './scope-histories.ts';
import { scopeTurnFaults } from './scope-turns.ts';
import { secondMemberFaults } from './second-members.ts';
import { unscopedWayFaults } from './unscoped-ways.ts';

/** Seeded defects of the border between SCIM clients. */
export const ISOLATION_FAULTS: readonly Fault[] = [
  ...isolationFaults,
  ...managedObjectFaults,
  ...otherGroupFaults,
  ...scopeDetailFaults,
  ...scopeHistoryFaults,
  ...scopeTurnFaults,
  ...secondMemberFaults,
  ...unscopedWayFaults,
];
