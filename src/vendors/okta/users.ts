import { idIn, resourcesIn } from '../connector/answer-members.ts';
import type { Connection } from '../connector/vendor-connection.ts';
import { activeText, type Person, profileText } from './bodies.ts';
import type { OktaDeciding, OktaMode, OktaStep } from './okta-connector.ts';

/** What Okta knows of a person in the app: nothing (`uid` null) until a search or a create gave an id. */
export interface Account {
  person: Person;
  uid: string | null;
}

const REWRITES = { 'write profile': 'OK-B05', 'write active': 'OK-B07' } as const;

/** What came of a sequence: the account as Okta now has it, and the step that ended it. */
export interface Provisioned {
  account: Account;
  last: OktaStep;
}

/** Sequences on users. A user is never deleted. */
export class OktaUsers {
  readonly #mode: OktaMode;
  readonly #connection: Connection;
  readonly #deciding: OktaDeciding;

  constructor(mode: OktaMode, connection: Connection, deciding: OktaDeciding) {
    this.#mode = mode;
    this.#connection = connection;
    this.#deciding = deciding;
  }

  /** Assignment: searches by userName, links and writes the profile, or creates. */
  async provision(person: Person): Promise<Provisioned> {
    const found = await this.find(person.userName);
    if (found.action === 'create') return this.create(person);
    const account = { person, uid: idIn(resourcesIn(found.answer.body)?.[0]) };
    if (found.action !== 'link') return { account: { person, uid: null }, last: found };
    return { account, last: await this.updateProfile(account) };
  }

  /** The existence check. @param template OK-Q04, or one of its older forms */
  find(userName: string, template = 'OK-Q04'): Promise<OktaStep> {
    const values = { userName: encodeURIComponent(userName) };
    return this.#deciding.ask('find user', () => this.#connection.send(template, values));
  }

  /** @param template OK-B01 as documented, OK-B02 as captured, OK-B03 with the enterprise extension */
  async create(person: Person, template = 'OK-B02'): Promise<Provisioned> {
    const values = { ...person, title: 'Engineer', department: 'Engineering' };
    const last = await this.#deciding.ask('create user', () => this.#connection.send(template, values));
    return { account: { person, uid: last.action === 'store id' ? idIn(last.answer.body) : null }, last };
  }

  /** Reads the user and writes it back with Okta's values. @param mapped further attributes, as the app maps them */
  async updateProfile(account: Account, mapped: Record<string, unknown> = {}): Promise<OktaStep> {
    const { person } = account;
    return this.#rewrite(account, 'write profile', (read) => profileText(read, person, mapped));
  }

  /** Deactivation in Okta and the end of the assignment look the same. Without an account nothing is sent. */
  async deactivate(account: Account): Promise<OktaStep | null> {
    return account.uid === null ? null : this.#switch(account, false);
  }

  /** Assigned again: searches by name, so that the account has to be found although it is inactive. */
  async reactivate(person: Person): Promise<Provisioned> {
    const found = await this.find(person.userName);
    if (found.action === 'create') return this.create(person);
    if (found.action !== 'link') return { account: { person, uid: null }, last: found };
    const account = { person, uid: idIn(resourcesIn(found.answer.body)?.[0]) };
    const switched = await this.#switch(account, true);
    if (this.#mode === 'AIW' || switched.action !== 'go on') return { account, last: switched };
    return { account, last: await this.updateProfile(account) };
  }

  #switch(account: Account, active: boolean): Promise<OktaStep> {
    if (this.#mode === 'AIW') {
      return this.#rewrite(account, 'write active', (read) => activeText(read, account.person.ext, active));
    }
    const template = active ? 'OK-V01' : 'OK-B06';
    return this.#deciding.ask('patch active', () => this.#connection.send(template, { uid: account.uid ?? '' }));
  }

  async #rewrite(
    account: Account,
    state: keyof typeof REWRITES,
    text: (representation: unknown) => string,
  ): Promise<OktaStep> {
    const values = { uid: account.uid ?? '' };
    const read = await this.#deciding.ask('read user', () => this.#connection.send('OK-Q07', values));
    const written =
      read.action === 'go on'
        ? await this.#deciding.ask(state, () =>
            this.#connection.sendText(REWRITES[state], values, text(read.answer.body)),
          )
        : read;
    if (written.action === 'forget the account') account.uid = null;
    return written;
  }
}
