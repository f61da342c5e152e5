import type { Fault } from '../fault.ts';
import { childAdministratorFaults } from './child-administrators.ts';
import { childGuardFaults } from './child-guards.ts';
import { childLocationFaults } from './child-locations.ts';
import { distantNamespaceFaults } from './distant-namespaces.ts';
import { groupBorderFaults } from './group-borders.ts';
import { groupOwnerTurnFaults } from './group-owner-turns.ts';
import { namespaceDeletionFaults } from './namespace-deletions.ts';
import { namespaceNeighbourFaults } from './namespace-neighbours.ts';
import { namespaceTwinFaults } from './namespace-twins.ts';
import { namespaceFaults } from './namespaces.ts';
import { nestedNamespaceFaults } from './nested-namespaces.ts';
import { nestedPrincipalFaults } from './nested-principals.ts';

/** Seeded defects of namespaces. */
export const NAMESPACE_FAULTS: readonly Fault[] = [
  ...childAdministratorFaults,
  ...childGuardFaults,
  ...childLocationFaults,
  ...distantNamespaceFaults,
  ...groupBorderFaults,
  ...groupOwnerTurnFaults,
  ...namespaceDeletionFaults,
  ...namespaceNeighbourFaults,
  ...namespaceTwinFaults,
  ...namespaceFaults,
  ...nestedNamespaceFaults,
  ...nestedPrincipalFaults,
];
