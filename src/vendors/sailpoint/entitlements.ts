import type { Account } from './accounts.ts';
import { groupText, memberIdsIn } from './bodies.ts';
import type { SailPointStep, Source } from './sailpoint-connector.ts';

const REMOVALS = { 'filter path': 'SP-B08', 'value list': 'SP-B09' } as const;

/** Memberships, one a request. Each gives its last step, null when nothing was sent. */
export class SailPointEntitlements {
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Adds the account to a group. @param template SP-B06, or SP-V03 with a single object */
  async add(account: Account, gid: string, template = 'SP-B06'): Promise<SailPointStep | null> {
    const { uid } = account;
    if (uid === null) return null;
    const { settings, connection, deciding } = this.#source;
    const step = settings.groupsViaUsers
      ? await deciding.ask('add group of account', () => connection.send('SP-B07', { uid, gid }))
      : settings.mode === 'put'
        ? await this.#rewrite(gid, 'add', uid)
        : await deciding.ask('add member', () => connection.send(template, { uid, gid }));
    if (step.action === 'go on') account.entitlements.add(gid);
    return step;
  }

  /** Takes the account out of a group. What SailPoint does not see on the account, it does not revoke. */
  async remove(account: Account, gid: string): Promise<SailPointStep | null> {
    const { uid, entitlements } = account;
    if (uid === null || !entitlements.has(gid)) return null;
    const { settings, connection, deciding } = this.#source;
    const step =
      settings.mode === 'put'
        ? await this.#rewrite(gid, 'remove', uid)
        : await deciding.ask('remove member', () => connection.send(REMOVALS[settings.removal], { uid, gid }));
    if (step.action === 'go on') entitlements.delete(gid);
    return step;
  }

  /** GET, then PUT of the whole group; the order is inferred. */
  async #rewrite(gid: string, change: 'add' | 'remove', uid: string): Promise<SailPointStep> {
    const { connection, deciding } = this.#source;
    const read = await deciding.ask(`read group to ${change}`, () => connection.send('SP-Q15', { gid }));
    if (read.action !== 'go on') return read;
    const others = memberIdsIn(read.answer.body).filter((id) => id !== uid);
    const text = groupText(gid, read.answer.body, change === 'add' ? [...others, uid] : others);
    const state = change === 'add' ? 'write longer group' : 'write shorter group';
    return deciding.ask(state, () => connection.sendText('SP-V02', { gid }, text));
  }
}
