import type { Fault } from '../fault.ts';
import { authenticationFaults } from './authentication.ts';
import { callerStateFaults } from './caller-states.ts';
import { entityOfTokenFaults } from './entities-of-tokens.ts';
import { manyClientFaults } from './many-clients.ts';
import { principalFaults } from './principals.ts';
import { refusedCallerFaults } from './refused-callers.ts';
import { signInOfPrincipalFaults } from './sign-ins-of-principals.ts';
import { tokenHistoryFaults } from './token-histories.ts';
import { tokenKindFaults } from './token-kinds.ts';
import { tokenTurnFaults } from './token-turns.ts';
import { useAndParentFaults } from './uses-and-parents.ts';

/** Seeded defects of who a token stands for. */
export const AUTHENTICATION_FAULTS: readonly Fault[] = [
  ...authenticationFaults,
  ...callerStateFaults,
  ...entityOfTokenFaults,
  ...manyClientFaults,
  ...principalFaults,
  ...refusedCallerFaults,
  ...signInOfPrincipalFaults,
  ...tokenHistoryFaults,
  ...tokenKindFaults,
  ...tokenTurnFaults,
  ...useAndParentFaults,
];
