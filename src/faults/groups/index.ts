import type { Fault } from '../fault.ts';
import { groupDeletionFaults } from './group-deletion.ts';
import { groupLifecycleFaults } from './group-lifecycle.ts';
import { groupPatchFaults } from './group-patch.ts';
import { groupPlaceFaults } from './group-places.ts';
import { groupRecordTurnFaults } from './group-record-turns.ts';
import { groupRecordFaults } from './group-records.ts';
import { groupWriteTurnFaults } from './group-write-turns.ts';
import { groupFaults } from './groups.ts';
import { laterElementFaults } from './later-elements.ts';
import { memberEffectFaults } from './member-effects.ts';
import { memberStepFaults } from './member-steps.ts';
import { onePlaceFaults } from './one-place.ts';
import { patchShapeFaults } from './patch-shapes.ts';
import { patchValueFaults } from './patch-values.ts';
import { pushedGroupFaults } from './pushed-groups.ts';
import { replacedValueFaults } from './replaced-values.ts';
import { requestHistoryFaults } from './request-history.ts';
import { shownGroupFaults } from './shown-groups.ts';

/** Seeded defects of groups and their members. */
export const GROUP_FAULTS: readonly Fault[] = [
  ...groupDeletionFaults,
  ...groupLifecycleFaults,
  ...groupPatchFaults,
  ...groupPlaceFaults,
  ...groupRecordTurnFaults,
  ...groupRecordFaults,
  ...groupWriteTurnFaults,
  ...groupFaults,
  ...laterElementFaults,
  ...memberEffectFaults,
  ...memberStepFaults,
  ...onePlaceFaults,
  ...patchShapeFaults,
  ...patchValueFaults,
  ...pushedGroupFaults,
  ...replacedValueFaults,
  ...requestHistoryFaults,
  ...shownGroupFaults,
];
