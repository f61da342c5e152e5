import { resourcesIn } from '../connector/answer-members.ts';
import type { Connection } from '../connector/vendor-connection.ts';
import type { OktaDeciding, OktaStep } from './okta-connector.ts';

const PAGE = 100;
/** More pages than any run has resources for: a server whose total grows with each page must not hold the connector. */
const MOST_PAGES = 500;

/** What an import brought. */
export interface Import {
  resources: unknown[];
  /** The last page. */
  last: OktaStep;
}

/** Connection test and imports. */
export class OktaLists {
  readonly #connection: Connection;
  readonly #deciding: OktaDeciding;

  constructor(connection: Connection, deciding: OktaDeciding) {
    this.#connection = connection;
    this.#deciding = deciding;
  }

  /** "Test Connector Configuration". Groups are read only with *Import Groups*. @returns the last step */
  async testConnection({ importGroups = false } = {}): Promise<OktaStep> {
    const users = await this.#deciding.ask('test users', () => this.#connection.send('OK-Q01'));
    if (users.action !== 'go on' || !importGroups) return users;
    return this.#deciding.ask('test groups', () => this.#connection.send('OK-Q02', { startIndex: '1' }));
  }

  importUsers(): Promise<Import> {
    return this.#import('import users', 'OK-Q03');
  }

  importGroups(): Promise<Import> {
    return this.#import('import groups', 'OK-Q02');
  }

  /** Always everything, in pages of a hundred, while the total says that there is more. */
  async #import(state: 'import users' | 'import groups', template: string): Promise<Import> {
    const resources: unknown[] = [];
    for (let startIndex = 1; ; startIndex += PAGE) {
      const values = { startIndex: String(startIndex) };
      const last = await this.#deciding.ask(state, () => this.#connection.send(template, values));
      if (last.action !== 'go on') return { resources, last };
      resources.push(...(resourcesIn(last.answer.body) ?? []));
      const { totalResults } = last.answer.body as { totalResults: number };
      if (startIndex + PAGE > Math.min(totalResults, MOST_PAGES * PAGE)) return { resources, last };
    }
  }
}
