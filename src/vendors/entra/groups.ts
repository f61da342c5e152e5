import type { Answer } from '../../scim/answer.ts';
import { idIn, resourcesIn } from '../connector/answer-members.ts';
import type { Connection } from '../connector/vendor-connection.ts';
import { additionText, removalText } from './bodies.ts';
import type { EntraDeciding, EntraSettings, EntraStep, Job } from './entra-connector.ts';
import { queryValue } from './query.ts';
import type { State } from './states.ts';
import type { Account } from './users.ts';

/** A group in scope as Entra knows it: without `gid` until a search or a create gave one. */
export interface AssignedGroup {
  name: string;
  ext: string;
  gid: string | null;
}

/** Sequences on groups. Each gives its last step, null when nothing was sent. */
export class EntraGroups {
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

  /** Searches by name, links or creates without members, then adds the members. */
  async provision(
    name: string,
    ext: string,
    accounts: readonly Account[],
  ): Promise<{ group: AssignedGroup; last: EntraStep | null }> {
    const group: AssignedGroup = { name, ext, gid: null };
    if (!this.#job.isOn) return { group, last: null };
    const found = await this.find(name);
    if (found.action === 'link') group.gid = idIn(resourcesIn(found.answer.body)?.[0]);
    const matched = found.action === 'create' ? await this.create(name, ext) : found;
    if (matched.action === 'store id') group.gid = idIn(matched.answer.body);
    return { group, last: (await this.add(group, accounts)) ?? matched };
  }

  find(name: string): Promise<EntraStep> {
    const values = { groupName: queryValue(name) };
    return this.#ask('find group', () => this.#connection.send('E-Q02', values));
  }

  /** @param template E-B15 as documented, E-B16 as captured */
  create(name: string, ext: string, template = 'E-B15'): Promise<EntraStep> {
    return this.#ask('create group', () => this.#connection.send(template, { groupName: name, ext }));
  }

  /** Nothing is sent when the mapping applies at creation only. */
  async rename(group: AssignedGroup, name: string): Promise<EntraStep | null> {
    group.name = name;
    if (this.#settings.namesAtCreationOnly) return null;
    const read = await this.#sent(group, 'read group', (gid) => this.#connection.send('E-Q07', { gid }));
    if (read?.action !== 'go on') return read;
    const template = this.#settings.mode === 'default' ? 'E-B17' : 'E-V06';
    return this.#sent(group, 'rename group', (gid) => this.#connection.send(template, { gid, groupName: name }));
  }

  add(group: AssignedGroup, accounts: readonly Account[]): Promise<EntraStep | null> {
    const { mode } = this.#settings;
    return this.#members(group, 'add members', accounts, (gid, uids) =>
      this.#connection.sendText(mode === 'default' ? 'E-B18' : 'E-V07', { gid }, additionText(mode, uids)),
    );
  }

  remove(group: AssignedGroup, accounts: readonly Account[]): Promise<EntraStep | null> {
    const { mode } = this.#settings;
    return this.#members(group, 'remove members', accounts, (gid, uids) =>
      this.#connection.sendText(mode === 'default' ? 'E-B20' : 'E-B21', { gid }, removalText(mode, uids)),
    );
  }

  /** Unassigned or deleted in the directory. */
  delete(group: AssignedGroup): Promise<EntraStep | null> {
    return this.#sent(group, 'delete group', (gid) => this.#connection.send('E-D02', { gid }));
  }

  /** Who has no account in the app is left out. */
  async #members(
    group: AssignedGroup,
    state: State,
    accounts: readonly Account[],
    send: (gid: string, uids: string[]) => Promise<Answer>,
  ): Promise<EntraStep | null> {
    const uids = accounts.flatMap(({ uid }) => (uid === null ? [] : [uid]));
    return uids.length === 0 ? null : this.#sent(group, state, (gid) => send(gid, uids));
  }

  async #sent(group: AssignedGroup, state: State, send: (gid: string) => Promise<Answer>): Promise<EntraStep | null> {
    const { gid } = group;
    if (gid === null || !this.#job.isOn) return null;
    const step = await this.#ask(state, () => send(gid));
    if (step.action === 'drop the link') group.gid = null;
    return step;
  }

  async #ask(state: State, send: () => Promise<Answer>): Promise<EntraStep> {
    const step = await this.#deciding.ask(state, send);
    if (step.action === 'quarantine the job') this.#job.isOn = false;
    return step;
  }
}
