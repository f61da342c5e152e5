import { idIn, resourcesIn } from '../connector/answer-members.ts';
import type { Account, Person } from './people.ts';
import type { OtherStep, Session } from './session.ts';

/** Sequences on users. Each gives its last step, null when nothing was sent. */
export class OtherUsers {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Comes into scope: a search where the client searches first, then a link or a create. */
  async provision(person: Person): Promise<{ account: Account; last: OtherStep | null }> {
    const account: Account = { person, uid: null };
    const { searchesOnConflict = false } = this.#session.client;
    const found = searchesOnConflict ? null : await this.#session.ask('find user', { ...person });
    if (found !== null && found.action !== 'create') return { account: linked(account, found), last: found };
    return { account, last: await this.#create(account) };
  }

  /** Other attributes of the same person: a client that writes whole users writes all of them. */
  async change(account: Account, changes: Partial<Person>): Promise<OtherStep | null> {
    account.person = { ...account.person, ...changes };
    const step = await this.#write(account, 'write user', true);
    if (step?.action !== 'create again') return step;
    account.uid = null;
    return (await this.#create(account)) ?? step;
  }

  disable(account: Account): Promise<OtherStep | null> {
    return this.#write(account, 'disable user', false);
  }

  enable(account: Account): Promise<OtherStep | null> {
    return this.#write(account, 'enable user', true);
  }

  /** Deletes, or disables whom the server does not let it delete. */
  async remove(account: Account): Promise<OtherStep | null> {
    const { uid } = account;
    if (uid === null) return null;
    const step = await this.#session.ask('delete user', { uid });
    if (step?.action === 'forget') account.uid = null;
    return step?.action === 'disable instead' ? this.disable(account) : step;
  }

  async #create(account: Account): Promise<OtherStep | null> {
    const created = await this.#session.ask('create user', { ...account.person, active: 'true' });
    if (created?.action === 'store id') account.uid = idIn(created.answer.body);
    if (created?.action !== 'look up' || !this.#session.canFilter) return created;
    const found = await this.#session.ask('find user', { ...account.person });
    return found === null ? created : linked(account, found) && found;
  }

  async #write(
    { uid, person }: Account,
    state: 'write user' | 'disable user' | 'enable user',
    active: boolean,
  ): Promise<OtherStep | null> {
    return uid === null ? null : this.#session.ask(state, { ...person, uid, active: String(active) });
  }
}

function linked(account: Account, found: OtherStep): Account {
  if (found.action === 'link') account.uid = idIn(resourcesIn(found.answer.body)?.[0]);
  return account;
}
