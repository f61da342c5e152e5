import type { Fault } from '../fault.ts';
import { announcedFaults } from './announced.ts';
import { attributeFaults } from './attributes.ts';
import { badgeFaults } from './badge.ts';
import { bulkFaults } from './bulk.ts';
import { bulkEffectFaults } from './bulk-effects.ts';
import { bulkResultFaults } from './bulk-results.ts';
import { conditionFaults } from './conditions.ts';
import { cursorAnnouncementFaults } from './cursor-announcements.ts';
import { cursorQueryFaults } from './cursor-queries.ts';
import { cursorSecrecyFaults } from './cursor-secrecy.ts';
import { cursorWalkFaults } from './cursor-walks.ts';
import { extensionFaults } from './extensions.ts';
import { fullFilterFaults } from './filters.ts';
import { frontFaults } from './front.ts';
import { listFaults } from './lists.ts';
import { nestedGroupFaults } from './nested-groups.ts';
import { passwordFaults } from './passwords.ts';
import { patchAddFaults } from './patch-add.ts';
import { patchComplexFaults } from './patch-complex.ts';
import { patchRemoveFaults } from './patch-remove.ts';
import { patchReplaceFaults } from './patch-replace.ts';
import { subAttributeFaults } from './projection.ts';
import { meetingQueryFaults } from './queries.ts';
import { referenceFaults } from './references.ts';
import { searchFaults } from './search.ts';
import { sortingFaults } from './sorting.ts';
import { storedUserFaults } from './stored-users.ts';
import { userValueFaults } from './user-values.ts';
import { valueFilterFaults } from './value-filters.ts';
import { versionFaults } from './versions.ts';

/**
 * Seeded defects of what Vault does not serve (e-mails, names, extensions, passwords): only a full SCIM server can
 * have them, so that they are tried on an independent one and not on the double.
 */
export const FULL_SERVER_FAULTS: readonly Fault[] = [
  ...attributeFaults,
  ...listFaults,
  ...extensionFaults,
  ...patchAddFaults,
  ...patchRemoveFaults,
  ...patchReplaceFaults,
  ...fullFilterFaults,
  ...subAttributeFaults,
  ...storedUserFaults,
  ...meetingQueryFaults,
  ...sortingFaults,
  ...announcedFaults,
  ...cursorWalkFaults,
  ...cursorQueryFaults,
  ...cursorAnnouncementFaults,
  ...cursorSecrecyFaults,
  ...bulkFaults,
  ...bulkResultFaults,
  ...bulkEffectFaults,
  ...searchFaults,
  ...versionFaults,
  ...conditionFaults,
  ...badgeFaults,
  ...frontFaults,
  ...nestedGroupFaults,
  ...passwordFaults,
  ...userValueFaults,
  ...referenceFaults,
  ...valueFilterFaults,
  ...patchComplexFaults,
];
