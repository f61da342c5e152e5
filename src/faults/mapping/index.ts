import type { Fault } from '../fault.ts';
import { entityDetailFaults } from './entity-details.ts';
import { formerNameFaults } from './former-names.ts';
import { keptGiftFaults } from './kept-gifts.ts';
import { lostWriteFaults } from './lost-writes.ts';
import { mappingFaults } from './mapping.ts';
import { membershipEffectFaults } from './membership-effects.ts';
import { neighbourEffectFaults } from './neighbour-effects.ts';
import { provisionedIdentityFaults } from './provisioned-identities.ts';
import { tornWriteFaults } from './torn-writes.ts';
import { userStateFaults } from './user-states.ts';

/** Seeded defects of what SCIM writes in Vault's identity store. */
export const MAPPING_FAULTS: readonly Fault[] = [
  ...entityDetailFaults,
  ...formerNameFaults,
  ...keptGiftFaults,
  ...lostWriteFaults,
  ...mappingFaults,
  ...membershipEffectFaults,
  ...neighbourEffectFaults,
  ...provisionedIdentityFaults,
  ...tornWriteFaults,
  ...userStateFaults,
];
