import type { Fault } from '../fault.ts';
import { adoptedObjectFaults } from './adopted-objects.ts';
import { adoptedUserFaults } from './adopted-users.ts';
import { adoptionFaults } from './adoption.ts';
import { adoptionWayFaults } from './adoption-ways.ts';
import { entityOwnershipFaults } from './entity-ownership.ts';
import { giftAfterAdoptionFaults } from './gifts-after-adoption.ts';
import { openedByAdoptionFaults } from './opened-by-adoption.ts';
import { takenOverGuardFaults } from './taken-over-guards.ts';
import { turnOfAdoptionFaults } from './turns-of-adoption.ts';

/** Seeded defects of the adoption of existing entities and groups. */
export const ADOPTION_FAULTS: readonly Fault[] = [
  ...adoptedObjectFaults,
  ...adoptedUserFaults,
  ...adoptionFaults,
  ...adoptionWayFaults,
  ...entityOwnershipFaults,
  ...giftAfterAdoptionFaults,
  ...openedByAdoptionFaults,
  ...takenOverGuardFaults,
  ...turnOfAdoptionFaults,
];
