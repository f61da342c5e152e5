import type { Fault } from '../fault.ts';
import { answerOfListFaults } from './answers-of-lists.ts';
import { filterFaults } from './filters.ts';
import { findingFaults } from './finding.ts';
import { listTurnFaults } from './list-turns.ts';
import { listedPageFaults } from './listed-pages.ts';
import { partialViewFaults } from './partial-views.ts';
import { queryAnswerFaults } from './query-answers.ts';
import { readingTurnFaults } from './reading-turns.ts';
import { refusedFilterFaults } from './refused-filters.ts';
import { specialCharacterFaults } from './special-characters.ts';

/** Seeded defects of lists, pages, filters and projections. */
export const LIST_AND_FILTER_FAULTS: readonly Fault[] = [
  ...answerOfListFaults,
  ...filterFaults,
  ...findingFaults,
  ...listTurnFaults,
  ...listedPageFaults,
  ...partialViewFaults,
  ...queryAnswerFaults,
  ...readingTurnFaults,
  ...refusedFilterFaults,
  ...specialCharacterFaults,
];
