import { type Behaviour, Deciding, type Step, type Wait } from '../connector/deciding.ts';
import type { JourneyLog } from '../connector/journey-log.ts';
import type { Connection } from '../connector/vendor-connection.ts';
import { type AccountSchema, BUILT_IN_SCHEMA } from './account-schema.ts';
import { SailPointAccounts } from './accounts.ts';
import { SailPointAggregation } from './aggregation.ts';
import { type Action, DECISIONS } from './decisions.ts';
import { SailPointDiscovery } from './discovery.ts';
import { SailPointEntitlements } from './entitlements.ts';
import { type Reading, read } from './reading.ts';
import { pauseAfter } from './retry.ts';
import type { SailPointSettings } from './settings.ts';
import { REQUESTS, type State } from './states.ts';

export type SailPointStep = Step<Reading, Action>;
export type SailPointDeciding = Deciding<State, Reading, Action>;

/** What the sequences of one source share. */
export interface Source {
  settings: SailPointSettings;
  connection: Connection;
  deciding: SailPointDeciding;
  log: JourneyLog;
  /** Discovered, or built in until then. */
  schema: AccountSchema;
}

/** A source of SailPoint: it sends SailPoint's requests, reads the answers as SailPoint does, and decides as it does. */
export class SailPointConnector {
  readonly log: JourneyLog;
  readonly discovery: SailPointDiscovery;
  readonly aggregation: SailPointAggregation;
  readonly accounts: SailPointAccounts;
  readonly entitlements: SailPointEntitlements;

  /** @param wait is asked for the pauses after 429 and retryable errors */
  constructor(settings: SailPointSettings, connection: Connection, log: JourneyLog, wait: Wait) {
    const deciding = new Deciding(behaviourOf(settings), log, wait);
    const source: Source = { settings, connection, deciding, log, schema: BUILT_IN_SCHEMA };
    this.log = log;
    this.discovery = new SailPointDiscovery(source);
    this.aggregation = new SailPointAggregation(source);
    this.accounts = new SailPointAccounts(source);
    this.entitlements = new SailPointEntitlements(source);
  }
}

function behaviourOf(settings: SailPointSettings): Behaviour<State, Reading, Action> {
  return {
    table: DECISIONS,
    requests: REQUESTS,
    read: (state, answer) => read(state, answer, settings),
    pauseAfter: (answer, attempt) => pauseAfter(answer, attempt, settings),
    exhausted: 'tried too often',
  };
}
