import type { Fault } from '../fault.ts';
import { accessFaults } from './access.ts';
import { borderTurnFaults } from './border-turns.ts';
import { keptAccessFaults } from './kept-access.ts';
import { moverAndLeaverFaults } from './movers-and-leavers.ts';
import { renamedAndReturnedFaults } from './renamed-and-returned.ts';
import { returningPeopleFaults } from './returning-people.ts';
import { turnOfIdentityFaults } from './turns-of-identity.ts';
import { userTokenFaults } from './user-tokens.ts';

/** Seeded defects of what users can reach through SCIM. */
export const ACCESS_FAULTS: readonly Fault[] = [
  ...accessFaults,
  ...borderTurnFaults,
  ...keptAccessFaults,
  ...moverAndLeaverFaults,
  ...renamedAndReturnedFaults,
  ...returningPeopleFaults,
  ...turnOfIdentityFaults,
  ...userTokenFaults,
];
