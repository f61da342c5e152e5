import { type Consequence, type DecisionTable, linesOf } from '../connector/decision-table.ts';
import type { Reading } from './reading.ts';
import { SOURCES } from './sources.ts';
import { STATES, type State } from './states.ts';

export type Action =
  /** The sequence continues with its next request, or is done. */
  | 'go on'
  /** What was found becomes the one that the client writes to. */
  | 'link'
  | 'create'
  /** The id of the answer is kept. */
  | 'store id'
  /** Searches for what stands in the way, and links it. */
  | 'look up'
  /** Takes what it knew for gone, and makes it anew. */
  | 'create again'
  /** Goes on as with a server that can neither patch nor filter. */
  | 'assume nothing'
  /** Disables whom it cannot delete. */
  | 'disable instead'
  /** What is gone is forgotten. */
  | 'forget'
  /** The administrator sees an error; the object stays as it is. */
  | 'report'
  /** The connection cannot be saved. */
  | 'stop';

export type Lines = Partial<Record<Reading, Consequence<Action>>>;
/** What a client does otherwise than the others, by state. */
export type OwnLines = Partial<Record<State, Lines>>;

type Outcome = 'degraded' | 'broken';

function trouble(action: Action, outcome: Outcome, passing: 'degraded' | 'broken' = 'degraded'): Lines {
  const lasting: Consequence<Action> = [action, outcome, SOURCES.inferred];
  const temporary: Consequence<Action> = [action, passing, SOURCES.inferred];
  return {
    denied: [action, 'broken', SOURCES.inferred],
    missing: lasting,
    conflict: lasting,
    refused: lasting,
    'not JSON': lasting,
    throttled: temporary,
    unavailable: temporary,
    unreachable: temporary,
  };
}

/** Without its test no connection is made. */
function test(success: Lines): Lines {
  return { ...trouble('stop', 'broken', 'broken'), 'no list': ['stop', 'broken', SOURCES.inferred], ...success };
}

function search(outcome: Outcome): Lines {
  return {
    ...trouble('report', outcome),
    none: ['create', 'works', SOURCES.inferred],
    one: ['link', 'works', SOURCES.inferred],
    several: ['report', outcome, SOURCES.inferred],
    'no list': ['report', outcome, SOURCES.inferred],
  };
}

const CREATION: Lines = {
  ...trouble('report', 'broken'),
  resource: ['store id', 'works', SOURCES.inferred],
  'no resource': ['report', 'broken', SOURCES.inferred],
};
const DONE: Consequence<Action> = ['go on', 'works', SOURCES.inferred];
/** A change that does not arrive leaves an old value. */
const CHANGE: Lines = { ...trouble('report', 'degraded'), done: DONE };
/** A change of access that does not arrive leaves somebody in or out. */
const ACCESS: Lines = { ...trouble('report', 'broken'), done: DONE };
const DELETION: Lines = {
  ...trouble('report', 'degraded'),
  done: ['forget', 'works', SOURCES.inferred],
  missing: ['forget', 'works', SOURCES.inferred],
};

const COMMON: Record<State, Lines> = {
  'probe list': test({ list: DONE }),
  'probe nobody': test({
    none: DONE,
    // Somebody has a random name: the filter was not applied.
    one: ['stop', 'broken', SOURCES.inferred],
    several: ['stop', 'broken', SOURCES.inferred],
  }),
  'read document': {
    ...trouble('stop', 'broken', 'broken'),
    document: DONE,
    'no document': ['stop', 'broken', SOURCES.inferred],
  },
  'find user': search('broken'),
  'create user': CREATION,
  'write user': CHANGE,
  'disable user': ACCESS,
  'enable user': ACCESS,
  'delete user': DELETION,
  'find group': search('broken'),
  'list groups': {
    ...trouble('report', 'broken'),
    list: DONE,
    'no list': ['report', 'broken', SOURCES.inferred],
  },
  'create group': CREATION,
  'read group': {
    ...trouble('report', 'broken'),
    resource: DONE,
    'no resource': ['report', 'broken', SOURCES.inferred],
  },
  'add members': ACCESS,
  'remove members': ACCESS,
  'rename group': CHANGE,
  'delete group': DELETION,
};

/** The decision table of a client: what all share, and its own lines in the place of those. */
export function tableOf(own: OwnLines): DecisionTable<State, Reading, Action> {
  return STATES.flatMap((state) => linesOf<State, Reading, Action>(state, { ...COMMON[state], ...own[state] }));
}
