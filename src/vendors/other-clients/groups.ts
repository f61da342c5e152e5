import { idIn, membersOf, resourcesIn } from '../connector/answer-members.ts';
import { requestTemplate } from '../connector/request-template.ts';
import { membershipText } from './bodies.ts';
import type { Account, PushedGroup } from './people.ts';
import type { OtherStep, Session } from './session.ts';
import type { State } from './states.ts';

/** Groups of a page when a client asks for pages. */
const PAGE_SIZE = 100;

/** Sequences on groups. Each gives its last step, null when nothing was sent. */
export class OtherGroups {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Matches by name where the client does so, or creates; then the members. */
  async push(
    name: string,
    ext: string,
    accounts: readonly Account[],
  ): Promise<{ group: PushedGroup; last: OtherStep | null }> {
    const group: PushedGroup = { name, ext, gid: null, members: [] };
    const listed = await this.#match(group);
    if (listed?.action === 'report') return { group, last: listed };
    const createsWithMembers = this.#names('create group', '{uid}');
    if (createsWithMembers) group.members = uidsOf(accounts);
    const created = group.gid === null ? await this.#create(group) : null;
    const added = createsWithMembers ? null : await this.add(group, accounts);
    return { group, last: added ?? created ?? listed };
  }

  async add(group: PushedGroup, accounts: readonly Account[]): Promise<OtherStep | null> {
    const uids = uidsOf(accounts).filter((uid) => !group.members.includes(uid));
    return this.#change(group, 'add members', uids, [...group.members, ...uids]);
  }

  async remove(group: PushedGroup, accounts: readonly Account[]): Promise<OtherStep | null> {
    const uids = uidsOf(accounts).filter((uid) => group.members.includes(uid));
    const left = group.members.filter((uid) => !uids.includes(uid));
    return this.#change(group, 'remove members', uids, left);
  }

  /** Nothing is sent by a client that has no request for it. */
  async rename(group: PushedGroup, name: string): Promise<OtherStep | null> {
    group.name = name;
    return group.gid === null ? null : this.#whole('rename group', group);
  }

  async delete(group: PushedGroup): Promise<OtherStep | null> {
    const { gid } = group;
    if (gid === null) return null;
    const step = await this.#session.ask('delete group', { gid });
    if (step?.action === 'forget') group.gid = null;
    return step;
  }

  /** Reads all groups, page by page, and compares their names itself. */
  async #match(group: PushedGroup): Promise<OtherStep | null> {
    for (let startIndex = 1; ; startIndex += PAGE_SIZE) {
      const values = { startIndex: String(startIndex), count: String(PAGE_SIZE) };
      const step = await this.#session.ask('list groups', values);
      const page = step?.action === 'go on' ? (resourcesIn(step.answer.body) ?? []) : [];
      const match = page.find((one) => membersOf(one)?.displayName === group.name);
      if (match !== undefined) group.gid = idIn(match);
      const isPaged = this.#names('list groups', '{startIndex}');
      if (!isPaged || match !== undefined || page.length < PAGE_SIZE) return step;
    }
  }

  async #create(group: PushedGroup): Promise<OtherStep | null> {
    const created = await this.#session.ask('create group', valuesOf(group), this.#text('create group', group));
    if (created?.action === 'store id') group.gid = idIn(created.answer.body);
    if (created?.action !== 'look up' || !this.#session.canFilter) return created;
    const found = await this.#session.ask('find group', valuesOf(group));
    if (found?.action === 'link') group.gid = idIn(resourcesIn(found.answer.body)?.[0]);
    return found ?? created;
  }

  /** Writes the whole membership at once, or each member by itself. */
  async #change(
    group: PushedGroup,
    state: 'add members' | 'remove members',
    uids: readonly string[],
    wanted: string[],
  ): Promise<OtherStep | null> {
    if (group.gid === null || uids.length === 0) return null;
    const values = valuesOf(group);
    const read = this.#session.client.readsGroupFirst ? await this.#session.ask('read group', values) : null;
    if (read?.action === 'report') return read;
    if (this.#session.writesWholeGroups) {
      const after = { ...group, members: wanted };
      const step = await this.#whole(state, after);
      if (step?.action === 'go on') group.members = wanted;
      return step;
    }
    let last: OtherStep | null = null;
    for (const uid of uids) {
      last = await this.#session.ask(state, { ...values, uid });
      if (last?.action !== 'go on') return last;
      group.members =
        state === 'add members' ? [...group.members, uid] : group.members.filter((member) => member !== uid);
    }
    return last;
  }

  /** A group that loses its last member may take another request. */
  async #whole(state: State, group: PushedGroup): Promise<OtherStep | null> {
    const request = this.#session.requestOf(state);
    const isEmptied = group.members.length === 0 && request?.empty !== undefined;
    return isEmptied && this.#session.isOn
      ? this.#session.askWith(state, request?.empty ?? '', valuesOf(group))
      : this.#session.ask(state, valuesOf(group), this.#text(state, group));
  }

  /** The body of a request that writes all members; undefined for one that names none. */
  #text(state: State, group: PushedGroup): string | undefined {
    const template = this.#session.requestOf(state)?.template;
    if (template === undefined || !this.#names(state, '{uid}')) return undefined;
    return membershipText(this.#session.client.vendor, template, valuesOf(group), group.members);
  }

  #names(state: State, placeholder: string): boolean {
    const template = this.#session.requestOf(state)?.template;
    if (template === undefined) return false;
    const { path, body = '' } = requestTemplate(this.#session.client.vendor, template);
    return path.includes(placeholder) || body.includes(placeholder);
  }
}

function valuesOf({ gid, name, ext }: PushedGroup): Record<string, string> {
  return { gid: gid ?? '', groupName: name, ext };
}

/** Who has no account on the server is left out. */
function uidsOf(accounts: readonly Account[]): string[] {
  return accounts.flatMap(({ uid }) => (uid === null ? [] : [uid]));
}
