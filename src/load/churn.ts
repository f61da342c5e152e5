import PQueue from 'p-queue';
import { type Ledger, outcomeOf } from './ledger.ts';
import type { LoadPlan } from './plan.ts';
import type { AnyProvisioner } from './provisioner.ts';

/** A group as the vendor deals with it, and by the server's id. */
interface Group {
  handle: unknown;
  id: string;
}

/** Somebody who was provisioned, and the group that they are in. */
interface Member {
  handle: unknown;
  id: string;
  group: Group | null;
}

/** Groups first, then people into them, then leavers and joiners at the same time. */
export class Churn {
  readonly people = { done: 0, abandoned: 0 };
  behindMs = 0;
  readonly #plan: LoadPlan;
  readonly #vendor: AnyProvisioner;
  readonly #ledger: Ledger;
  readonly #nameStart: string;
  readonly #groups: Group[] = [];
  readonly #members: Member[] = [];

  /** @param nameStart start of every name, which holds the prefix of the run */
  constructor(plan: LoadPlan, vendor: AnyProvisioner, ledger: Ledger, nameStart: string) {
    this.#plan = plan;
    this.#vendor = vendor;
    this.#ledger = ledger;
    this.#nameStart = nameStart;
  }

  async run(say: (sentence: string) => void, signal?: AbortSignal): Promise<void> {
    const { users, groups, churn } = this.#plan;
    say(`making ${groups} groups`);
    await this.#all(
      numbers(groups).map((i) => () => this.#makeGroup(i)),
      false,
      signal,
    );
    if (signal?.aborted) return;
    say(`provisioning ${users} people`);
    await this.#all(
      numbers(users).map((i) => () => this.#join(`user-${i}`, i)),
      true,
      signal,
    );
    if (signal?.aborted) return;
    say(`${churn} people leave while ${churn} join`);
    const leavers = this.#members.splice(0, churn);
    const pairs = numbers(churn).flatMap((i) => {
      const leaver = leavers[i];
      return [...(leaver ? [() => this.#leave(leaver)] : []), () => this.#join(`joiner-${i}`, i)];
    });
    await this.#all(pairs, true, signal);
  }

  /** @param paced whether the rate of the plan holds: it counts people */
  async #all(work: readonly (() => Promise<void>)[], paced: boolean, signal?: AbortSignal): Promise<void> {
    const { concurrency, rate } = this.#plan;
    const pacing = paced && rate !== null ? { interval: 1_000 / rate, intervalCap: 1 } : {};
    const queue = new PQueue({ concurrency, ...pacing });
    const startedAt = performance.now();
    const pending = work.map((one, i) => async () => {
      if (paced && rate !== null) {
        this.behindMs = Math.max(this.behindMs, performance.now() - startedAt - (i * 1_000) / rate);
      }
      await one();
    });
    try {
      await queue.addAll(pending, signal === undefined ? {} : { signal });
    } catch (error) {
      if (!signal?.aborted) throw error;
      // Who waits is dropped; who has begun comes to an end.
      await queue.onIdle();
    }
  }

  async #makeGroup(i: number): Promise<void> {
    const displayName = `${this.#nameStart}group-${i}`;
    const { group, id } = await this.#vendor.createGroup(displayName);
    if (id === null) return;
    this.#ledger.groupMade(id, displayName);
    this.#groups.push({ handle: group, id });
  }

  async #join(name: string, i: number): Promise<void> {
    const userName = `${this.#nameStart}${name}`;
    const { person, id } = await this.#vendor.join(userName);
    if (id === null) {
      this.people.abandoned += 1;
      return;
    }
    this.#ledger.userMade(id, userName);
    const group = this.#groups[i % this.#groups.length] ?? null;
    this.#members.push({ handle: person, id, group });
    const added = group === null ? null : await this.#vendor.addMember(group.handle, person);
    if (group !== null) this.#ledger.member(group.id, id, true, outcomeOf(added));
    this.#count(group === null || outcomeOf(added) === 'acknowledged');
  }

  async #leave({ handle, id, group }: Member): Promise<void> {
    const removed = group === null ? null : await this.#vendor.removeMember(group.handle, handle);
    if (group !== null) this.#ledger.member(group.id, id, false, outcomeOf(removed));
    const left = outcomeOf(await this.#vendor.leave(handle));
    if (this.#vendor.leaversAreDeleted) this.#ledger.deleted(id, left);
    else this.#ledger.active(id, false, left);
    this.#count((group === null || outcomeOf(removed) === 'acknowledged') && left === 'acknowledged');
  }

  #count(isDone: boolean): void {
    if (isDone) this.people.done += 1;
    else this.people.abandoned += 1;
  }
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
