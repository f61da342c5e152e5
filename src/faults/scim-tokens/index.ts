import type { Fault } from '../fault.ts';
import { changedTokenLimitFaults } from './changed-token-limits.ts';
import { issuedTokenFaults } from './issued-tokens.ts';
import { rotatedTokenFaults } from './rotated-tokens.ts';
import { scimTokenFaults } from './scim-tokens.ts';
import { tokenLimitFaults } from './token-limits.ts';
import { tokenPlaceFaults } from './token-places.ts';
import { tokenSequenceFaults } from './token-sequences.ts';

/** Seeded defects of SCIM's own tokens. */
export const SCIM_TOKEN_FAULTS: readonly Fault[] = [
  ...changedTokenLimitFaults,
  ...issuedTokenFaults,
  ...rotatedTokenFaults,
  ...scimTokenFaults,
  ...tokenLimitFaults,
  ...tokenPlaceFaults,
  ...tokenSequenceFaults,
];
