import { Deciding, type Wait } from '../connector/deciding.ts';
import type { JourneyLog } from '../connector/journey-log.ts';
import { requestTemplate } from '../connector/request-template.ts';
import type { Connection } from '../connector/vendor-connection.ts';
import type { OtherClient } from './client.ts';
import { tableOf } from './decisions.ts';
import { OtherGroups } from './groups.ts';
import { read } from './reading.ts';
import { type OtherStep, Session } from './session.ts';
import { STATES, type State } from './states.ts';
import { OtherUsers } from './users.ts';

/** One of the clients in short form: it sends that client's requests, and decides by its table. */
export class OtherConnector {
  readonly log: JourneyLog;
  readonly users: OtherUsers;
  readonly groups: OtherGroups;
  readonly #session: Session;

  /** @param wait is asked for the pauses between attempts */
  constructor(client: OtherClient, connection: Connection, log: JourneyLog, wait: Wait) {
    const { attempts = 1 } = client;
    const deciding = new Deciding(
      {
        table: tableOf(client.decisions),
        requests: wordsOf(client),
        read,
        // Ten attempts, each after twice the pause, on network errors only (source of mitodl/keycloak-scim).
        pauseAfter: ({ status }, attempt) =>
          status !== 0 || attempts === 1 ? null : attempt < attempts ? 2 ** (attempt - 1) : 'give up',
        exhausted: 'unreachable' as const,
      },
      log,
      wait,
    );
    this.log = log;
    this.#session = new Session(client, connection, deciding);
    this.users = new OtherUsers(this.#session);
    this.groups = new OtherGroups(this.#session);
  }

  /** Whether the client sends anything: not after a connection test that failed. */
  get isOn(): boolean {
    return this.#session.isOn;
  }

  /** @param nobody a name that nobody has @returns the last step, null when the client has no test */
  async testConnection(nobody: string): Promise<OtherStep | null> {
    let last: OtherStep | null = null;
    for (const { state, template, urn = '' } of this.#session.client.connectionTest) {
      const values = { userName: nobody, startIndex: '1', count: '100', urn };
      last = await this.#session.askWith(state, template, values);
      if (!this.isOn) return last;
    }
    return last;
  }
}

/** The request of each state in stable words: method, path without query, and what its body does. */
function wordsOf(client: OtherClient): Record<State, string> {
  const { vendor, connectionTest, requests } = client;
  const wordsIn = (state: State): string => {
    const template = requests[state]?.template ?? connectionTest.find((one) => one.state === state)?.template;
    if (template === undefined) return state;
    const { method, path } = requestTemplate(vendor, template);
    return [method, path.replace(/\?.*$/, ''), requests[state]?.does].filter((part) => part !== undefined).join(' ');
  };
  return Object.fromEntries(STATES.map((state) => [state, wordsIn(state)])) as Record<State, string>;
}
