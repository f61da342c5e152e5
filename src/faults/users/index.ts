import type { Fault } from '../fault.ts';
import { earlierStateFaults } from './earlier-states.ts';
import { reusedNameFaults } from './reused-names.ts';
import { unusualValueFaults } from './unusual-values.ts';
import { userAnswerFaults } from './user-answers.ts';
import { userGroupFaults } from './user-groups.ts';
import { userLookupFaults } from './user-lookups.ts';
import { userPatchFaults } from './user-patch.ts';
import { userResourceFaults } from './user-resources.ts';
import { userWriteFaults } from './user-writes.ts';
import { userFaults } from './users.ts';
import { writtenValueFaults } from './written-values.ts';

/** Seeded defects of users. */
export const USER_FAULTS: readonly Fault[] = [
  ...earlierStateFaults,
  ...reusedNameFaults,
  ...unusualValueFaults,
  ...userAnswerFaults,
  ...userGroupFaults,
  ...userLookupFaults,
  ...userPatchFaults,
  ...userResourceFaults,
  ...userWriteFaults,
  ...userFaults,
  ...writtenValueFaults,
];
