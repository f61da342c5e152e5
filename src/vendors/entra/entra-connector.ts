import { Deciding, type Step } from '../connector/deciding.ts';
import type { JourneyLog } from '../connector/journey-log.ts';
import type { Connection } from '../connector/vendor-connection.ts';
import { type Action, DECISIONS } from './decisions.ts';
import { EntraGroups } from './groups.ts';
import { type Reading, read } from './reading.ts';
import { type EntraMode, REQUESTS, type State } from './states.ts';
import { EntraUsers } from './users.ts';

export type EntraStep = Step<Reading, Action>;
export type EntraDeciding = Deciding<State, Reading, Action>;

export interface EntraSettings {
  mode: EntraMode;
  /** "Apply this mapping" of userName and of the group displayName is set to "Only during object creation". */
  namesAtCreationOnly: boolean;
}

/** The provisioning job of the app. It sends nothing before its connection test has passed, nor in quarantine. */
export interface Job {
  isOn: boolean;
}

/** Entra's provisioning service: it sends Entra's requests, reads the answers as Entra reads them, and decides as it does. */
export class EntraConnector {
  readonly settings: EntraSettings;
  readonly log: JourneyLog;
  readonly users: EntraUsers;
  readonly groups: EntraGroups;
  readonly #connection: Connection;
  readonly #deciding: EntraDeciding;
  readonly #job: Job = { isOn: true };

  constructor(settings: EntraSettings, connection: Connection, log: JourneyLog) {
    const table = { table: DECISIONS, requests: REQUESTS[settings.mode], read };
    // Entra does not wait: what failed comes again in a later cycle, 20 to 40 minutes on.
    const behaviour = { ...table, pauseAfter: () => null, exhausted: 'throttled' as const };
    const deciding: EntraDeciding = new Deciding(behaviour, log, async () => {});
    this.settings = settings;
    this.log = log;
    this.#connection = connection;
    this.#deciding = deciding;
    this.users = new EntraUsers(settings, connection, deciding, this.#job);
    this.groups = new EntraGroups(settings, connection, deciding, this.#job);
  }

  /** Whether the job sends anything. */
  get isOn(): boolean {
    return this.#job.isOn;
  }

  /** "Test Connection": asks for a user and a group of a random name. @returns the last step */
  async testConnection(guid: string): Promise<EntraStep> {
    const users = await this.#deciding.ask('test users', () => this.#connection.send('E-Q01', { userName: guid }));
    const last =
      users.action === 'go on'
        ? await this.#deciding.ask('test groups', () => this.#connection.send('E-Q02', { groupName: guid }))
        : users;
    this.#job.isOn = last.action === 'go on';
    return last;
  }
}
