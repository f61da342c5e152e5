import type PQueue from 'p-queue';
import type { ScimClient } from '../scim/scim-client.ts';
import type { VaultClient } from '../vault/vault-client.ts';
import type { GroupState, Ledger, UserState } from './ledger.ts';

/** A difference between what was acknowledged and what the server holds. */
export interface LostUpdate {
  /** Stable words: `a member that was added is missing`. */
  what: string;
  /** Where it was seen: SCIM, or Vault's identity API. */
  where: 'SCIM' | 'identity';
  /** Names and ids of the run. */
  user: string | null;
  group: string | null;
}

export interface ReadBack {
  lost: LostUpdate[];
  /** Facts that were compared. */
  compared: number;
  /** Facts left out, since the server never told what became of a request. */
  unknown: number;
  /** Reads that gave no usable answer: what they would have shown is not known. */
  unread: number;
}

/** Ways to read the state: SCIM, and on a Vault also the identity API, which decides on access. */
export interface Readers {
  scim: ScimClient;
  vault: VaultClient | null;
  queue: PQueue;
}

/** Reads everything that the run made and compares it exactly with what the server acknowledged. */
export async function readBack(ledger: Ledger, readers: Readers): Promise<ReadBack> {
  const found: ReadBack = { lost: [], compared: 0, unknown: 0, unread: 0 };
  const compare = new Comparison(ledger, readers, found);
  await readers.queue.addAll([
    ...[...ledger.users.values()].map((user) => () => compare.user(user)),
    ...[...ledger.groups.values()].map((group) => () => compare.group(group)),
  ]);
  return found;
}

class Comparison {
  readonly #ledger: Ledger;
  readonly #readers: Readers;
  readonly #found: ReadBack;

  constructor(ledger: Ledger, readers: Readers, found: ReadBack) {
    this.#ledger = ledger;
    this.#readers = readers;
    this.#found = found;
  }

  async user(user: UserState): Promise<void> {
    const { scim, vault } = this.#readers;
    const path = `/Users/${encodeURIComponent(user.id)}`;
    this.#compareUser(user, 'SCIM', statusOf(await scim.get(path)), (body) => body.active !== false);
    if (vault === null) return;
    const entity = await vault.read(`identity/entity/id/${user.id}`);
    this.#compareUser(user, 'identity', { status: entity.status, body: entity.data }, (body) => body.disabled !== true);
  }

  async group(group: GroupState): Promise<void> {
    const { scim, vault } = this.#readers;
    const { status, body } = statusOf(await scim.get(`/Groups/${encodeURIComponent(group.id)}`));
    const members = Array.isArray(body?.members) ? body.members : [];
    const ids = members.map((one) => String((one as { value?: unknown } | null)?.value));
    this.#compareMembers(group, 'SCIM', status, ids);
    if (vault === null) return;
    const entry = await vault.read(`identity/group/id/${group.id}`);
    const entities = entry.data?.member_entity_ids;
    this.#compareMembers(group, 'identity', entry.status, Array.isArray(entities) ? entities.map(String) : []);
  }

  #compareUser(
    user: UserState,
    where: LostUpdate['where'],
    { status, body }: { status: number; body: Record<string, unknown> | null },
    isActive: (body: Record<string, unknown>) => boolean,
  ): void {
    if (status !== 200 && status !== 404) {
      this.#found.unread += 1;
      return;
    }
    const of = { where, user: user.userName, group: null };
    const isThere = status === 200 && body !== null;
    if (!this.#known(user.present)) return;
    if (isThere !== user.present) {
      this.#found.lost.push({ ...of, what: isThere ? 'a deleted user is still there' : 'a user is missing' });
    } else if (isThere && this.#known(user.active) && isActive(body) !== user.active) {
      this.#found.lost.push({ ...of, what: user.active ? 'a user is not active' : 'a leaver is still active' });
    }
  }

  #compareMembers(group: GroupState, where: LostUpdate['where'], status: number, ids: readonly string[]): void {
    const of = { where, group: group.displayName };
    if (status === 404) {
      this.#found.lost.push({ ...of, what: 'a group is missing', user: null });
      return;
    }
    if (status !== 200) {
      this.#found.unread += 1;
      return;
    }
    const there = new Set(ids);
    for (const [id, isMember] of group.members) {
      if (!this.#known(isMember) || there.has(id) === isMember) continue;
      const user = this.#ledger.users.get(id)?.userName ?? id;
      const what = isMember ? 'a member that was added is missing' : 'a member that was removed is still there';
      this.#found.lost.push({ ...of, what, user });
    }
    for (const id of ids) {
      if (group.members.has(id)) continue;
      this.#found.lost.push({ ...of, what: 'somebody is a member whom nobody added', user: id });
    }
  }

  /** Counts the fact, and whether it can be compared. */
  #known(fact: unknown): boolean {
    if (fact === 'unknown') this.#found.unknown += 1;
    else this.#found.compared += 1;
    return fact !== 'unknown';
  }
}

function statusOf({ status, body }: { status: number; body: unknown }) {
  return { status, body: typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : null };
}
