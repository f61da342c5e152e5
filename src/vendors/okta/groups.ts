import { idIn, resourcesIn } from '../connector/answer-members.ts';
import type { Connection } from '../connector/vendor-connection.ts';
import { groupText, type Member, memberChangeText, memberReplacementText } from './bodies.ts';
import type { OktaDeciding, OktaMode, OktaStep } from './okta-connector.ts';

/** A pushed group as Okta has it: name and members are Okta's own, whatever the server holds. */
export interface PushedGroup {
  name: string;
  members: Member[];
  gid: string | null;
  /** Marked as Error on the Push Groups tab: nothing more is sent of it. */
  isStopped: boolean;
}

/** Sequences on pushed groups. Each gives its last step, null when nothing was sent. */
export class OktaGroups {
  readonly #mode: OktaMode;
  readonly #connection: Connection;
  readonly #deciding: OktaDeciding;

  constructor(mode: OktaMode, connection: Connection, deciding: OktaDeciding) {
    this.#mode = mode;
    this.#connection = connection;
    this.#deciding = deciding;
  }

  /** Searches by name, then creates or links, then sends the name (OIN) and the members. */
  async push(name: string, members: readonly Member[]): Promise<{ group: PushedGroup; last: OktaStep }> {
    const group: PushedGroup = { name, members: [...members], gid: null, isStopped: false };
    const found = this.#noted(group, await this.find(name));
    if (found.action === 'link') {
      group.gid = idIn(resourcesIn(found.answer.body)?.[0]);
      return { group, last: (await this.pushNow(group)) ?? found };
    }
    if (found.action !== 'create') return { group, last: found };
    // Of AIW a capture shows the members inside the create; the reference shows an empty list.
    const created = await this.create(name, this.#mode === 'AIW' ? members : []);
    if (this.#noted(group, created).action !== 'store id') return { group, last: created };
    group.gid = idIn(created.answer.body);
    const written = this.#mode === 'AIW' ? await this.#rewrite(group) : await this.#nameAndChange(group, [], members);
    return { group, last: written ?? created };
  }

  find(name: string): Promise<OktaStep> {
    const values = { groupName: encodeURIComponent(name) };
    return this.#deciding.ask('find group', () => this.#connection.send('OK-Q08', values));
  }

  create(name: string, members: readonly Member[]): Promise<OktaStep> {
    const template = members.length === 0 ? 'OK-B08' : 'OK-B09';
    return this.#deciding.ask('create group', () => this.#connection.sendText(template, {}, groupText(name, members)));
  }

  /** A membership change in Okta: the full list (AIW), or the name and then removals and additions (OIN). */
  async change(
    group: PushedGroup,
    { removed = [], added = [] }: { removed?: readonly Member[]; added?: readonly Member[] },
  ): Promise<OktaStep | null> {
    const leaving = new Set(removed.map(({ uid }) => uid));
    group.members = [...group.members.filter(({ uid }) => !leaving.has(uid)), ...added];
    return this.#mode === 'AIW' ? this.#rewrite(group) : this.#nameAndChange(group, removed, added);
  }

  async rename(group: PushedGroup, name: string): Promise<OktaStep | null> {
    group.name = name;
    return this.#mode === 'AIW' ? this.#rewrite(group) : this.sendName(group);
  }

  /** "Push now", and the first push of a linked group: the administrator asks for it, so that an Error is no bar. */
  async pushNow(group: PushedGroup): Promise<OktaStep | null> {
    group.isStopped = false;
    if (this.#mode === 'AIW') return this.#rewrite(group);
    const named = await this.sendName(group);
    return named?.action === 'go on' ? this.sendReplacement(group) : named;
  }

  /** OK-B12, which goes before every change of members in mode OIN. */
  sendName(group: PushedGroup): Promise<OktaStep | null> {
    const { name: groupName } = group;
    return this.#sent(group, (gid) =>
      this.#deciding.ask('name group', () => this.#connection.send('OK-B12', { gid, groupName })),
    );
  }

  /** OK-B13 to OK-B15 alone, without the name before it. */
  sendChange(group: PushedGroup, removed: readonly Member[], added: readonly Member[]): Promise<OktaStep | null> {
    return this.#sent(group, (gid) =>
      this.#deciding.ask('change members', () =>
        this.#connection.sendText('OK-B15', { gid }, memberChangeText(removed, added)),
      ),
    );
  }

  /** OK-B16 and OK-B17 alone, without the name before it. */
  sendReplacement(group: PushedGroup): Promise<OktaStep | null> {
    return this.#sent(group, (gid) =>
      this.#deciding.ask('replace members', () =>
        this.#connection.sendText('OK-B16', { gid }, memberReplacementText(group.members)),
      ),
    );
  }

  /** Unlink with "Delete the group in the target app". Unlinking alone sends nothing. */
  async unlinkAndDelete(group: PushedGroup): Promise<OktaStep | null> {
    const { gid } = group;
    if (gid === null) return null;
    const deleted = await this.#deciding.ask('delete group', () => this.#connection.send('OK-D01', { gid }));
    if (deleted.action === 'go on') group.gid = null;
    return deleted;
  }

  /** The name is sent with every change, and a refusal of it holds the members back. */
  async #nameAndChange(
    group: PushedGroup,
    removed: readonly Member[],
    added: readonly Member[],
  ): Promise<OktaStep | null> {
    const named = await this.sendName(group);
    const isDue = named?.action === 'go on' && removed.length + added.length > 0;
    return isDue ? this.sendChange(group, removed, added) : named;
  }

  async #rewrite(group: PushedGroup): Promise<OktaStep | null> {
    const read = await this.#sent(group, (gid) =>
      this.#deciding.ask('read group', () => this.#connection.send('OK-Q09', { gid })),
    );
    if (read?.action !== 'go on') return read;
    return this.#sent(group, (gid) =>
      this.#deciding.ask('write group', () =>
        this.#connection.sendText('OK-B11', { gid }, groupText(group.name, group.members)),
      ),
    );
  }

  async #sent(group: PushedGroup, ask: (gid: string) => Promise<OktaStep>): Promise<OktaStep | null> {
    return group.gid === null || group.isStopped ? null : this.#noted(group, await ask(group.gid));
  }

  #noted(group: PushedGroup, step: OktaStep): OktaStep {
    if (step.action === 'stop the group') group.isStopped = true;
    return step;
  }
}
