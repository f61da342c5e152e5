import { type Consequence, type DecisionTable, linesOf } from '../connector/decision-table.ts';
import type { Reading } from './reading.ts';
import { SOURCES } from './sources.ts';
import type { State } from './states.ts';

export type Action =
  /** The sequence continues with its next request, or is done. */
  | 'go on'
  /** The user or group that was found becomes the one that Entra writes to. */
  | 'link'
  | 'create'
  /** The id of the answer is kept. */
  | 'store id'
  /** The settings of the app cannot be saved: provisioning is not switched on. */
  | 'save nothing'
  /** The object is set aside and tried again in later cycles, each time after a longer pause ("escrow"). */
  | 'try again in a later cycle'
  /** The job slows down to once a day, and is switched off after four weeks. */
  | 'quarantine the job'
  /** The id is forgotten: the next cycle searches again. */
  | 'drop the link';

type Lines = Partial<Record<Reading, Consequence<Action>>>;

/** Refused credentials stop the whole job; everything else only the object. */
function trouble(outcome: 'degraded' | 'broken'): Lines {
  const escrow: Consequence<Action> = ['try again in a later cycle', outcome, SOURCES.works];
  return {
    denied: ['quarantine the job', 'broken', SOURCES.quarantine],
    missing: ['drop the link', outcome, SOURCES.develop],
    conflict: escrow,
    // How Retry-After is taken is not documented: a throttled request is a failure like others.
    throttled: ['try again in a later cycle', 'degraded', SOURCES.works],
    refused: escrow,
    unavailable: ['try again in a later cycle', 'degraded', SOURCES.works],
    'not SCIM': ['try again in a later cycle', outcome, SOURCES.html],
  };
}

function connectionTest(): Lines {
  const failure: Consequence<Action> = ['save nothing', 'broken', SOURCES.develop];
  return {
    none: ['go on', 'works', SOURCES.develop],
    // Somebody is called by a fresh GUID: the filter was not applied, and nobody can be matched.
    one: ['go on', 'degraded', SOURCES.inferred],
    several: ['go on', 'degraded', SOURCES.inferred],
    'no list': failure,
    denied: failure,
    missing: failure,
    conflict: failure,
    throttled: failure,
    refused: failure,
    unavailable: failure,
    'not SCIM': ['save nothing', 'broken', SOURCES.html],
  };
}

function search(outcome: 'degraded' | 'broken'): Lines {
  return {
    ...trouble(outcome),
    none: ['create', 'works', SOURCES.develop],
    one: ['link', 'works', SOURCES.works],
    several: ['try again in a later cycle', outcome, SOURCES.works],
    'no list': ['quarantine the job', 'broken', SOURCES.quarantine],
    // 404 on a query is no SCIM.
    missing: ['quarantine the job', 'broken', SOURCES.quarantine],
  };
}

function creation(): Lines {
  return {
    ...trouble('broken'),
    resource: ['store id', 'works', SOURCES.develop],
    'no resource': ['try again in a later cycle', 'broken', SOURCES.inferred],
    missing: ['try again in a later cycle', 'broken', SOURCES.inferred],
  };
}

/** A change that does not arrive leaves an old value. */
const CHANGE: Lines = { ...trouble('degraded'), done: ['go on', 'works', SOURCES.develop] };
/** A change of access that does not arrive leaves somebody in or out. */
const ACCESS: Lines = { ...trouble('broken'), done: ['go on', 'works', SOURCES.develop] };
/** What is gone does not have to be taken away. */
const DEPARTURE: Lines = { ...ACCESS, missing: ['drop the link', 'degraded', SOURCES.inferred] };

const READ: Lines = {
  ...trouble('degraded'),
  resource: ['go on', 'works', SOURCES.develop],
  'no resource': ['try again in a later cycle', 'degraded', SOURCES.inferred],
};

const DELETION: Lines = {
  ...trouble('degraded'),
  done: ['drop the link', 'works', SOURCES.develop],
  missing: ['drop the link', 'works', SOURCES.inferred],
};

/**
 * What Entra does next when it has read this in that state. The dialects differ in the bodies that are written, not in
 * how the answers are taken.
 */
export const DECISIONS: DecisionTable<State, Reading, Action> = [
  ...linesOf<State, Reading, Action>('test users', connectionTest()),
  ...linesOf<State, Reading, Action>('test groups', connectionTest()),

  ...linesOf<State, Reading, Action>('find user', search('degraded')),
  ...linesOf<State, Reading, Action>('create user', creation()),
  ...linesOf<State, Reading, Action>('read user', READ),
  ...linesOf<State, Reading, Action>('rename user', CHANGE),
  ...linesOf<State, Reading, Action>('change externalId', CHANGE),
  ...linesOf<State, Reading, Action>('disable user', {
    ...DEPARTURE,
    done: ['go on', 'works', SOURCES.assignment],
  }),
  ...linesOf<State, Reading, Action>('enable user', { ...ACCESS, done: ['go on', 'works', SOURCES.assignment] }),
  ...linesOf<State, Reading, Action>('delete user', DELETION),

  ...linesOf<State, Reading, Action>('find group', search('broken')),
  ...linesOf<State, Reading, Action>('create group', creation()),
  ...linesOf<State, Reading, Action>('read group', READ),
  ...linesOf<State, Reading, Action>('rename group', CHANGE),
  ...linesOf<State, Reading, Action>('add members', ACCESS),
  ...linesOf<State, Reading, Action>('remove members', { ...DEPARTURE, done: ['go on', 'works', SOURCES.flags] }),
  ...linesOf<State, Reading, Action>('delete group', DELETION),
];
