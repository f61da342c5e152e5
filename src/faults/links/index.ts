import type { Fault } from '../fault.ts';
import { linkEffectFaults } from './link-effects.ts';
import { linkedAgainFaults } from './linked-again.ts';
import { linkedObjectFaults } from './linked-objects.ts';
import { linkFaults } from './links.ts';
import { turnOfLinkFaults } from './turns-of-links.ts';
import { turnOfRecordFaults } from './turns-of-records.ts';
import { unlinkedUnderGuardFaults } from './unlinked-under-guard.ts';
import { unmanagedInListFaults } from './unmanaged-in-lists.ts';

/** Seeded defects of linking and unlinking. */
export const LINK_FAULTS: readonly Fault[] = [
  ...linkEffectFaults,
  ...linkedAgainFaults,
  ...linkedObjectFaults,
  ...linkFaults,
  ...turnOfLinkFaults,
  ...turnOfRecordFaults,
  ...unlinkedUnderGuardFaults,
  ...unmanagedInListFaults,
];
