import { type Consequence, type DecisionTable, linesOf } from '../connector/decision-table.ts';
import type { Reading } from './reading.ts';
import { SOURCES } from './sources.ts';
import type { State } from './states.ts';

export type Action =
  /** The sequence continues with its next request, or is done. */
  | 'go on'
  /** The account or group that was found becomes the one that Okta writes to. */
  | 'link'
  | 'create'
  /** The id of the answer is kept. */
  | 'store id'
  | 'wait and send again'
  /** Provisioning cannot be switched on. */
  | 'save nothing'
  | 'end the import'
  /** A task in the dashboard shows the server's text; an administrator can try it again. */
  | 'fail the task'
  /** A task asks an administrator to take the account away by hand. */
  | 'ask for a manual removal'
  /** The account is forgotten: the next push searches and creates again. */
  | 'forget the account'
  /** The pushed group is marked as Error: nothing more is sent of it. */
  | 'stop the group';

type Lines = Partial<Record<Reading, Consequence<Action>>>;

/** What no state treats differently: 429 only delays. */
const PATIENCE: Lines = { throttled: ['wait and send again', 'works', SOURCES.questions] };

/** The same consequence of every reading that is no success. */
function trouble(action: Action, outcome: 'degraded' | 'broken', source: string): Lines {
  const line: Consequence<Action> = [action, outcome, source];
  return {
    ...PATIENCE,
    denied: line,
    missing: line,
    conflict: line,
    'throttled too often': [action, outcome, SOURCES.questions],
    unsupported: line,
    refused: line,
    unavailable: line,
    'not JSON': [action, outcome, SOURCES.lab],
  };
}

/** A search reads 404 as no match. */
function searchTrouble(action: Action, outcome: 'degraded' | 'broken', source: string): Lines {
  const { missing: _missing, ...lines } = trouble(action, outcome, source);
  return lines;
}

const CONNECTION: Lines = {
  ...trouble('save nothing', 'broken', SOURCES.lab),
  page: ['go on', 'works', SOURCES.reference],
  'no page': ['save nothing', 'broken', SOURCES.noResults],
};

const IMPORT: Lines = {
  ...trouble('end the import', 'degraded', SOURCES.reference),
  page: ['go on', 'works', SOURCES.reference],
  'no page': ['end the import', 'degraded', SOURCES.totals],
};

const TASK = trouble('fail the task', 'degraded', SOURCES.concepts);
/** Somebody who should be out stays in until an administrator acts. */
const REMOVAL = trouble('ask for a manual removal', 'broken', SOURCES.concepts);
const PUSH = trouble('stop the group', 'broken', SOURCES.pathLess);

/**
 * What Okta does next when it has read this in that state. The modes AIW and OIN differ in the requests that they
 * send, not in how they take the answers.
 */
export const DECISIONS: DecisionTable<State, Reading, Action> = [
  ...linesOf<State, Reading, Action>('test users', CONNECTION),
  ...linesOf<State, Reading, Action>('test groups', CONNECTION),
  ...linesOf<State, Reading, Action>('import users', IMPORT),
  ...linesOf<State, Reading, Action>('import groups', IMPORT),

  ...linesOf<State, Reading, Action>('find user', {
    ...searchTrouble('fail the task', 'degraded', SOURCES.inferred),
    none: ['create', 'works', SOURCES.reference],
    one: ['link', 'works', SOURCES.reference],
    several: ['fail the task', 'degraded', SOURCES.inferred],
    'no page': ['fail the task', 'degraded', SOURCES.inferred],
  }),
  ...linesOf<State, Reading, Action>('create user', {
    ...TASK,
    resource: ['store id', 'works', SOURCES.reference],
    // "Create new user returned empty user": the account exists, and Okta does not know its id.
    'no resource': ['fail the task', 'broken', SOURCES.reference],
    // There is no link after a conflict: whoever the search did not find is stuck.
    conflict: ['fail the task', 'broken', SOURCES.secondPost],
  }),
  ...linesOf<State, Reading, Action>('read user', {
    ...TASK,
    resource: ['go on', 'works', SOURCES.reference],
    'no resource': ['fail the task', 'degraded', SOURCES.inferred],
    missing: ['forget the account', 'degraded', SOURCES.inferred],
  }),
  ...linesOf<State, Reading, Action>('write profile', {
    ...TASK,
    resource: ['go on', 'works', SOURCES.reference],
    'no resource': ['fail the task', 'degraded', SOURCES.inferred],
    missing: ['forget the account', 'degraded', SOURCES.inferred],
  }),
  ...linesOf<State, Reading, Action>('write active', {
    ...REMOVAL,
    resource: ['go on', 'works', SOURCES.lab],
    'no resource': ['ask for a manual removal', 'degraded', SOURCES.inferred],
    missing: ['forget the account', 'degraded', SOURCES.inferred],
  }),
  ...linesOf<State, Reading, Action>('patch active', {
    ...REMOVAL,
    done: ['go on', 'works', SOURCES.reference],
    missing: ['forget the account', 'degraded', SOURCES.inferred],
    // No PUT follows a patch that is not supported.
    unsupported: ['ask for a manual removal', 'broken', SOURCES.review],
  }),

  ...linesOf<State, Reading, Action>('find group', {
    ...searchTrouble('stop the group', 'broken', SOURCES.inferred),
    none: ['create', 'works', SOURCES.lab],
    one: ['link', 'works', SOURCES.testPlan],
    several: ['stop the group', 'broken', SOURCES.inferred],
    'no page': ['stop the group', 'broken', SOURCES.inferred],
  }),
  ...linesOf<State, Reading, Action>('create group', {
    ...PUSH,
    resource: ['store id', 'works', SOURCES.reference],
    'no resource': ['stop the group', 'broken', SOURCES.reference],
  }),
  ...linesOf<State, Reading, Action>('read group', {
    ...PUSH,
    resource: ['go on', 'works', SOURCES.lab],
    'no resource': ['stop the group', 'broken', SOURCES.inferred],
  }),
  ...linesOf<State, Reading, Action>('write group', {
    ...PUSH,
    resource: ['go on', 'works', SOURCES.lab],
    'no resource': ['stop the group', 'broken', SOURCES.inferred],
  }),
  ...linesOf<State, Reading, Action>('name group', { ...PUSH, done: ['go on', 'works', SOURCES.reference] }),
  ...linesOf<State, Reading, Action>('change members', { ...PUSH, done: ['go on', 'works', SOURCES.reference] }),
  ...linesOf<State, Reading, Action>('replace members', { ...PUSH, done: ['go on', 'works', SOURCES.reference] }),
  ...linesOf<State, Reading, Action>('delete group', {
    ...trouble('fail the task', 'degraded', SOURCES.concepts),
    done: ['go on', 'works', SOURCES.reference],
    missing: ['go on', 'works', SOURCES.inferred],
  }),
];
