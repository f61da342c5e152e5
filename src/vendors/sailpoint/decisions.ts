import { type Consequence, type DecisionTable, linesOf } from '../connector/decision-table.ts';
import type { Reading } from './reading.ts';
import { SOURCES } from './sources.ts';
import type { State } from './states.ts';

export type Action =
  /** The sequence continues with its next request, or is done. */
  | 'go on'
  /** The id of the answer becomes the native identity. */
  | 'store id'
  | 'wait and send again'
  /** "Test Connection" fails: nothing is aggregated or provisioned. */
  | 'fail the test'
  /** The source keeps the schema it has. */
  | 'keep the old schema'
  /** The account schema gets no attribute for entitlements. */
  | 'build a schema without entitlements'
  /** The job ends; what SailPoint knows stays what it was. */
  | 'end the aggregation'
  /** The account activity shows the server's text. Nobody tries again. */
  | 'fail the activity'
  /** The account or membership that should go is not there. */
  | 'take it for gone';

type Lines = Partial<Record<Reading, Consequence<Action>>>;
type Outcome = 'degraded' | 'broken';

/** The same consequence of every reading that is no success; only the pauses differ. */
function trouble(action: Action, outcome: Outcome, source: string): Lines {
  const line: Consequence<Action> = [action, outcome, source];
  return {
    denied: line,
    missing: line,
    conflict: line,
    throttled: ['wait and send again', 'works', SOURCES.settings],
    'throttled without a time': [action, outcome, SOURCES.settings],
    retryable: ['wait and send again', 'works', SOURCES.settings],
    'tried too often': [action, outcome, SOURCES.settings],
    refused: line,
    unavailable: line,
    'not JSON': [action, outcome, SOURCES.inferred],
  };
}

function document(source: string): Lines {
  return {
    ...trouble('fail the test', 'broken', source),
    document: ['go on', 'works', SOURCES.prerequisites],
    'no document': ['fail the test', 'broken', SOURCES.prerequisites],
  };
}

function job(outcome: Outcome): Lines {
  return {
    ...trouble('end the aggregation', outcome, SOURCES.noSchemas),
    page: ['go on', 'works', SOURCES.aggregation],
    'page without ids': ['end the aggregation', outcome, SOURCES.troubleshooting],
    'no page': ['end the aggregation', outcome, SOURCES.inferred],
  };
}

function written(outcome: Outcome, source: string): Lines {
  return { ...trouble('fail the activity', outcome, SOURCES.settings), done: ['go on', 'works', source] };
}

function readBefore(outcome: Outcome): Lines {
  return {
    ...trouble('fail the activity', outcome, SOURCES.inferred),
    resource: ['go on', 'works', SOURCES.inferred],
    'no resource': ['fail the activity', outcome, SOURCES.inferred],
  };
}

const schemas = (source: string): Lines => ({
  ...document(source),
  'document without entitlements': ['go on', 'works', SOURCES.prerequisites],
});

/** What SailPoint does next when it has read this in that state. Who keeps what was taken away breaks the integration. */
export const DECISIONS: DecisionTable<State, Reading, Action> = [
  ...linesOf<State, Reading, Action>('test configuration', document(SOURCES.prerequisites)),
  ...linesOf<State, Reading, Action>('test resource types', document(SOURCES.prerequisites)),
  ...linesOf<State, Reading, Action>('test resource type', document(SOURCES.prerequisites)),
  ...linesOf<State, Reading, Action>('test schemas', schemas(SOURCES.noSchemas)),
  ...linesOf<State, Reading, Action>('test accounts', {
    ...trouble('fail the test', 'broken', SOURCES.prerequisites),
    page: ['go on', 'works', SOURCES.prerequisites],
    'page without ids': ['fail the test', 'broken', SOURCES.troubleshooting],
    'no page': ['fail the test', 'broken', SOURCES.prerequisites],
  }),
  ...linesOf<State, Reading, Action>('discover types', {
    ...trouble('keep the old schema', 'broken', SOURCES.prerequisites),
    document: ['go on', 'works', SOURCES.prerequisites],
    'no document': ['keep the old schema', 'broken', SOURCES.prerequisites],
  }),
  ...linesOf<State, Reading, Action>('discover schemas', {
    ...trouble('keep the old schema', 'broken', SOURCES.noSchemas),
    document: ['go on', 'works', SOURCES.lab],
    // Accounts are still aggregated; what it costs shows when entitlements are compared.
    'document without entitlements': ['build a schema without entitlements', 'degraded', SOURCES.lab],
    'no document': ['keep the old schema', 'broken', SOURCES.prerequisites],
  }),

  ...linesOf<State, Reading, Action>('aggregate accounts', job('broken')),
  ...linesOf<State, Reading, Action>('aggregate groups', job('broken')),
  // A full aggregation finds later what a delta did not.
  ...linesOf<State, Reading, Action>('aggregate changes', job('degraded')),

  ...linesOf<State, Reading, Action>('create account', {
    ...trouble('fail the activity', 'degraded', SOURCES.settings),
    resource: ['store id', 'works', SOURCES.features],
    'no resource': ['fail the activity', 'broken', SOURCES.troubleshooting],
    // Nothing was asked before the create: only an aggregation could link whoever has the name.
    conflict: ['fail the activity', 'broken', SOURCES.inferred],
  }),
  ...linesOf<State, Reading, Action>('refresh account', {
    ...readBefore('degraded'),
    missing: ['take it for gone', 'degraded', SOURCES.features],
  }),
  ...linesOf<State, Reading, Action>('patch account', written('degraded', SOURCES.patchForm)),
  ...linesOf<State, Reading, Action>('patch disabled', written('broken', SOURCES.patchForm)),
  ...linesOf<State, Reading, Action>('patch enabled', written('degraded', SOURCES.patchForm)),
  ...linesOf<State, Reading, Action>('read account', readBefore('degraded')),
  ...linesOf<State, Reading, Action>('read account to disable', readBefore('broken')),
  ...linesOf<State, Reading, Action>('write account', written('degraded', SOURCES.settings)),
  ...linesOf<State, Reading, Action>('write disabled', written('broken', SOURCES.settings)),
  ...linesOf<State, Reading, Action>('write enabled', written('degraded', SOURCES.settings)),

  ...linesOf<State, Reading, Action>('add member', written('degraded', SOURCES.patchAnswers)),
  ...linesOf<State, Reading, Action>('remove member', written('broken', SOURCES.patchAnswers)),
  ...linesOf<State, Reading, Action>('add group of account', written('degraded', SOURCES.settings)),
  ...linesOf<State, Reading, Action>('read group to add', readBefore('degraded')),
  ...linesOf<State, Reading, Action>('read group to remove', readBefore('broken')),
  ...linesOf<State, Reading, Action>('write longer group', written('degraded', SOURCES.settings)),
  ...linesOf<State, Reading, Action>('write shorter group', written('broken', SOURCES.settings)),
  ...linesOf<State, Reading, Action>('delete account', {
    ...written('broken', SOURCES.features),
    missing: ['take it for gone', 'works', SOURCES.inferred],
  }),
];

/** What an aggregation shows of somebody, beside what SailPoint has provisioned. */
export type Comparison = 'as provisioned' | 'entitlement not shown' | 'entitlement still shown' | 'account still shown';
export type Correction = 'go on' | 'forget the entitlement' | 'report a native change';

/** What follows from the comparison of a full aggregation with what was provisioned. */
export const COMPARISONS: DecisionTable<'compare accounts', Comparison, Correction> = linesOf('compare accounts', {
  'as provisioned': ['go on', 'works', SOURCES.lab],
  // Nothing that SailPoint does not see on an account is ever revoked from it.
  'entitlement not shown': ['forget the entitlement', 'broken', SOURCES.lab],
  'entitlement still shown': ['report a native change', 'broken', SOURCES.inferred],
  'account still shown': ['report a native change', 'broken', SOURCES.inferred],
});
