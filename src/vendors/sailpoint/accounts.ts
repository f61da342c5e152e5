import { idIn } from '../connector/answer-members.ts';
import { writable } from './account-schema.ts';
import { accountText, changeText, type Identity } from './bodies.ts';
import type { SailPointStep, Source } from './sailpoint-connector.ts';
import type { State } from './states.ts';

/** What SailPoint knows of somebody's account. */
export interface Account {
  identity: Identity;
  /** The native identity; null while there is no account. */
  uid: string | null;
  /** Ids of the groups that SailPoint has given, or seen in an aggregation. */
  entitlements: Set<string>;
}

/** Sequences on accounts. Each gives its last step, null when nothing was sent. */
export class SailPointAccounts {
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  /**
   * Creates without asking before: the last aggregation is all that SailPoint knows.
   *
   * @param template SP-B01, or SP-B02 with flattened names
   */
  async create(identity: Identity, template = 'SP-B01'): Promise<{ account: Account; last: SailPointStep }> {
    const last = await this.#ask('create account', template, { ...identity });
    const uid = last.action === 'store id' ? idIn(last.answer.body) : null;
    return { account: { identity, uid, entitlements: new Set() }, last };
  }

  /** Account refresh. */
  async refresh(account: Account): Promise<SailPointStep | null> {
    const { uid } = account;
    if (uid === null) return null;
    const step = await this.#ask('refresh account', 'SP-Q14', { uid });
    if (step.action === 'take it for gone') account.uid = null;
    return step;
  }

  /** Writes changed attributes; what the schema calls read-only is left out, and nothing is sent for that alone. */
  async change(account: Account, values: Record<string, unknown>): Promise<SailPointStep | null> {
    const { settings, schema, connection, deciding } = this.#source;
    const { uid } = account;
    const sent = writable(values, schema);
    if (uid === null || Object.keys(sent).length === 0) return null;
    if (settings.mode === 'put') return this.#replace(uid, 'read account', 'write account', sent);
    return deciding.ask('patch account', () => connection.sendText('SP-B03', { uid }, changeText(sent)));
  }

  async disable({ uid }: Account): Promise<SailPointStep | null> {
    if (uid === null) return null;
    return this.#source.settings.mode === 'put'
      ? this.#replace(uid, 'read account to disable', 'write disabled', { active: false })
      : this.#ask('patch disabled', 'SP-B04', { uid });
  }

  async enable({ uid }: Account): Promise<SailPointStep | null> {
    if (uid === null) return null;
    return this.#source.settings.mode === 'put'
      ? this.#replace(uid, 'read account', 'write enabled', { active: true })
      : this.#ask('patch enabled', 'SP-B05', { uid });
  }

  /** Termination: a deletion, or where the client never deletes, a disabling. */
  async terminate(account: Account): Promise<SailPointStep | null> {
    const { uid } = account;
    if (uid === null) return null;
    if (!this.#source.settings.deletesAccounts) return this.disable(account);
    const step = await this.#ask('delete account', 'SP-D01', { uid });
    if (step.action === 'go on' || step.action === 'take it for gone') account.uid = null;
    return step;
  }

  #ask(state: State, template: string, values: Record<string, string>): Promise<SailPointStep> {
    return this.#source.deciding.ask(state, () => this.#source.connection.send(template, values));
  }

  async #replace(
    uid: string,
    reading: State,
    writing: State,
    changes: Record<string, unknown>,
  ): Promise<SailPointStep> {
    const { schema, connection, deciding } = this.#source;
    const read = await this.#ask(reading, 'SP-Q14', { uid });
    if (read.action !== 'go on') return read;
    const text = accountText(uid, read.answer.body, changes, schema);
    return deciding.ask(writing, () => connection.sendText('SP-V01', { uid }, text));
  }
}
