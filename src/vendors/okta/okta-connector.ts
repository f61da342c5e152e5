import { type Behaviour, Deciding, type Step, type Wait } from '../connector/deciding.ts';
import type { JourneyLog } from '../connector/journey-log.ts';
import type { Connection } from '../connector/vendor-connection.ts';
import { type Action, DECISIONS } from './decisions.ts';
import { OktaGroups } from './groups.ts';
import { OktaLists } from './lists.ts';
import { type Reading, read } from './reading.ts';
import { pauseAfter } from './retry.ts';
import { REQUESTS, type State } from './states.ts';
import { OktaUsers } from './users.ts';

/**
 * How the app was made: by the App Integration Wizard (everything is written by PUT), or for the Okta Integration
 * Network (`active` and groups by PATCH). Okta does not ask the server for it.
 */
export type OktaMode = 'AIW' | 'OIN';

export type OktaStep = Step<Reading, Action>;
export type OktaDeciding = Deciding<State, Reading, Action>;

const BEHAVIOUR: Behaviour<State, Reading, Action> = {
  table: DECISIONS,
  requests: REQUESTS,
  read,
  pauseAfter,
  exhausted: 'throttled too often',
};

/** Okta's SCIM client: it sends Okta's requests, reads the answers as Okta reads them, and decides as Okta does. */
export class OktaConnector {
  readonly mode: OktaMode;
  readonly log: JourneyLog;
  readonly lists: OktaLists;
  readonly users: OktaUsers;
  readonly groups: OktaGroups;

  /** @param wait is asked for the pauses after 429 */
  constructor(mode: OktaMode, connection: Connection, log: JourneyLog, wait: Wait) {
    const deciding = new Deciding(BEHAVIOUR, log, wait);
    this.mode = mode;
    this.log = log;
    this.lists = new OktaLists(connection, deciding);
    this.users = new OktaUsers(mode, connection, deciding);
    this.groups = new OktaGroups(mode, connection, deciding);
  }
}
