import type { Fault } from '../fault.ts';
import { adminBoundaryFaults } from './admin-boundary.ts';
import { administratorTurnFaults } from './administrator-turns.ts';
import { administratorFaults } from './administrators.ts';
import { guardDetailFaults } from './guard-details.ts';
import { pastTheGuardFaults } from './past-the-guards.ts';
import { userEntityFaults } from './user-entities.ts';

/** Seeded defects of what an administrator may change of managed objects. */
export const ADMIN_BOUNDARY_FAULTS: readonly Fault[] = [
  ...adminBoundaryFaults,
  ...administratorTurnFaults,
  ...administratorFaults,
  ...guardDetailFaults,
  ...pastTheGuardFaults,
  ...userEntityFaults,
];
