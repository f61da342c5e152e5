import { idIn, resourcesIn } from '../connector/answer-members.ts';
import type { Connection } from '../connector/vendor-connection.ts';
import type { EntraDeciding, EntraSettings, EntraStep, Job } from './entra-connector.ts';
import { queryValue } from './query.ts';
import type { State } from './states.ts';

/** Somebody of the directory with the mappings that Vault's guide keeps. */
export interface Person {
  userName: string;
  /** Object id of the directory, mapped to externalId. */
  ext: string;
}

/** What Entra knows of a person in the app: nothing (`uid` null) until a search or a create gave an id. */
export interface Account {
  person: Person;
  uid: string | null;
}

/** Templates of the changes in both dialects. */
const CHANGES = {
  'rename user': { default: 'E-B06', flag: 'E-V05' },
  'disable user': { default: 'E-B12', flag: 'E-B14' },
  'enable user': { default: 'E-V01', flag: 'E-V03' },
} as const;

/** Sequences on users. Each gives its last step, null when nothing was sent. */
export class EntraUsers {
  readonly #settings: EntraSettings;
  readonly #connection: Connection;
  readonly #deciding: EntraDeciding;
  readonly #job: Job;

  constructor(settings: EntraSettings, connection: Connection, deciding: EntraDeciding, job: Job) {
    this.#settings = settings;
    this.#connection = connection;
    this.#deciding = deciding;
    this.#job = job;
  }

  /** Comes into scope: searches by userName, then links or creates. */
  async provision(person: Person): Promise<{ account: Account; last: EntraStep | null }> {
    const account: Account = { person, uid: null };
    if (!this.#job.isOn) return { account, last: null };
    const found = await this.find(person.userName);
    if (found.action === 'link') account.uid = idIn(resourcesIn(found.answer.body)?.[0]);
    if (found.action !== 'create') return { account, last: found };
    const created = await this.create(person);
    if (created.action === 'store id') account.uid = idIn(created.answer.body);
    return { account, last: created };
  }

  /** The existence check by the matching attribute. */
  find(userName: string): Promise<EntraStep> {
    return this.#ask('find user', 'E-Q01', { userName: queryValue(userName) });
  }

  create({ userName, ext }: Person): Promise<EntraStep> {
    return this.#ask('create user', 'E-B03', { userName, ext });
  }

  /** Another sign-in name; nothing is sent when the mapping applies at creation only. */
  async rename(account: Account, userName: string): Promise<EntraStep | null> {
    account.person = { ...account.person, userName };
    return this.#settings.namesAtCreationOnly ? null : this.#change(account, 'rename user', { userName });
  }

  /** Unassigned, soft-deleted or out of scope: all three look the same. */
  disable(account: Account): Promise<EntraStep | null> {
    return this.#change(account, 'disable user');
  }

  /** In scope again: searches by name, so that the user has to be found although it is inactive. */
  async enable(account: Account): Promise<EntraStep | null> {
    if (account.uid === null || !this.#job.isOn) return null;
    const { userName } = account.person;
    const found = await this.find(userName);
    // Who is not found under the new name is known by its id.
    const isKnown = found.action === 'link' || found.action === 'create';
    return isKnown ? this.#change(account, 'enable user') : found;
  }

  /** A new object of the directory with the name of a disabled user: links it, writes its externalId, then active. */
  async rehire(person: Person): Promise<{ account: Account; steps: EntraStep[] }> {
    const { account, last } = await this.provision(person);
    const steps = last === null ? [] : [last];
    const { uid } = account;
    if (last?.action !== 'link' || uid === null) return { account, steps };
    steps.push(await this.#ask('change externalId', this.#template('E-V08', 'E-V12'), { uid, ext: person.ext }));
    const enabled = await this.#change(account, 'enable user');
    return { account, steps: enabled === null ? steps : [...steps, enabled] };
  }

  /** Deleted for good in the directory, 30 days after it was deleted. */
  async remove(account: Account): Promise<EntraStep | null> {
    const { uid } = account;
    return uid === null ? null : this.#noted(account, await this.#ask('delete user', 'E-D01', { uid }));
  }

  /** Reads the user first: one that is gone is not written to. */
  async #change(
    account: Account,
    state: keyof typeof CHANGES,
    values: Record<string, string> = {},
  ): Promise<EntraStep | null> {
    const { uid } = account;
    if (uid === null || !this.#job.isOn) return null;
    const read = this.#noted(account, await this.#ask('read user', 'E-Q06', { uid }));
    if (read.action !== 'go on') return read;
    const { default: plain, flag } = CHANGES[state];
    return this.#noted(account, await this.#ask(state, this.#template(plain, flag), { uid, ...values }));
  }

  async #ask(state: State, template: string, values: Record<string, string>): Promise<EntraStep> {
    const step = await this.#deciding.ask(state, () => this.#connection.send(template, values));
    if (step.action === 'quarantine the job') this.#job.isOn = false;
    return step;
  }

  #noted(account: Account, step: EntraStep): EntraStep {
    if (step.action === 'drop the link') account.uid = null;
    return step;
  }

  #template(plain: string, flag: string): string {
    return this.#settings.mode === 'default' ? plain : flag;
  }
}
