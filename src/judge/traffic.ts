import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../verdicts/verdict.ts';
import {
  equalityIn,
  idOf,
  isSuccess,
  type Json,
  kindOf,
  listedIn,
  type ResourceKind,
  type Seen,
  showsWhole,
} from './seen.ts';
import { type Effect, type Followed, patched, type State, stateIn, written } from './state.ts';

/** One judgement of a rule. */
export interface Judged {
  outcome: Outcome;
  /** Stable words. */
  what: string;
  expected?: unknown;
  actual?: unknown;
  risk?: 'high';
}

/** What a write promised, to be held against the next read of the resource. */
export interface Claim {
  row: string;
  /** Resource that is to be read. */
  id: string;
  what: string;
  /** Attributes that the claim is about: a later write of one of them makes it void. */
  attributes: Followed[];
  /** What is wrong with the representation that was read; null for nothing. Null is read when the resource is gone. */
  differs(read: { state: State; resource: Json } | null): { expected: unknown; actual: unknown } | null;
  /** Exchanges that made the claim. */
  exchanges: number[];
  /** Milliseconds since the epoch; a read that began earlier may show the state before the write. */
  madeAt: number;
}

export interface Settled extends Judged {
  row: string;
  exchanges: number[];
}

export interface Known {
  kind: ResourceKind;
  state: State;
  isGone: boolean;
  /** When the last write that was seen had been answered, in milliseconds since the epoch. */
  writtenAt: number;
}

/** Resources and claims that are remembered; a proxy may run for weeks. */
const MOST_KNOWN = 20_000;
const MOST_CLAIMS = 20_000;

/** What the exchanges so far say of the server's state, and what later reads have to show. */
export class Traffic {
  readonly #known = new Map<string, Known>();
  readonly #claims = new Map<string, Claim[]>();
  #claimCount = 0;

  /** What is known of a resource before the exchange that is being looked at. */
  known(id: string | null | undefined): Known | undefined {
    return id === null || id === undefined ? undefined : this.#known.get(id);
  }

  /** Ids of resources that exist and match. */
  find(kind: ResourceKind, matches: (state: State) => boolean): string[] {
    return [...this.#known]
      .filter(([, one]) => one.kind === kind && !one.isGone && matches(one.state))
      .map(([id]) => id);
  }

  /** What a successful write would make of the resource; null for other requests. */
  effectOf(seen: Seen): Effect | null {
    const kind = kindOf(seen);
    if (kind === null) return null;
    const before = this.known(seen.target.id)?.state ?? {};
    switch (seen.answer.request.method) {
      case 'POST':
        return seen.target.kind === 'collection' ? written(seen.sent, kind) : null;
      case 'PUT':
        return seen.target.kind === 'resource' ? written(seen.sent, kind, before) : null;
      case 'PATCH':
        return seen.target.kind === 'resource' ? patched(seen.sent, kind, before) : null;
      default:
        return null;
    }
  }

  /** Takes in an exchange after the rules have looked at it. @returns what its read says of earlier claims */
  take(seen: Seen): Settled[] {
    const { method } = seen.answer.request;
    const kind = kindOf(seen);
    if (kind === null || seen.answer.status === 0) return [];
    if (method === 'GET') return this.#read(seen, kind);
    if (!isSuccess(seen)) return [];
    const id = method === 'POST' ? idOf(seen.answer.body) : seen.target.id;
    if (id === null || id === undefined) return [];
    const writtenAt = seen.endedAt;
    this.#carryOver(seen, id, kind);
    if (method === 'DELETE') {
      this.#void(id, null);
      this.#remember(id, { kind, state: {}, isGone: true, writtenAt });
    }
    const effect = this.effectOf(seen);
    if (effect === null) return [];
    const meets = this.meetsAnotherWrite(seen);
    this.#void(id, effect.touched);
    // Of two writes at the same time nobody outside knows which came first.
    const state = meets ? without(effect.after, effect.touched) : effect.after;
    this.#remember(id, { kind, state, isGone: false, writtenAt });
    return [];
  }

  /** A change of one side of a membership changes the other side too: what was known of that one counts no longer. */
  #carryOver(seen: Seen, id: string, kind: ResourceKind): void {
    const { method } = seen.answer.request;
    if (kind === 'Group') {
      const effect = this.effectOf(seen);
      const concerned = [this.#known.get(id)?.state.members, effect?.after.members, effect?.has, effect?.hasNot];
      for (const user of new Set(concerned.flatMap((ids) => ids ?? []))) this.#forget(user, 'groups');
    } else if (method === 'DELETE') {
      for (const group of this.find('Group', ({ members }) => members?.includes(id) === true))
        this.#forget(group, 'members');
    }
  }

  #forget(id: string, name: Followed): void {
    const known = this.#known.get(id);
    if (known) known.state = without(known.state, [name]);
    this.#void(id, [name]);
  }

  /** Whether the write began before another one of the same resource had ended. */
  meetsAnotherWrite({ target, startedAt }: Seen): boolean {
    const known = this.known(target.id);
    return known !== undefined && startedAt < known.writtenAt;
  }

  /** Adds a claim; call it after {@link take} of the write, which makes older claims void. */
  claim(claim: Claim): void {
    if (this.#claimCount >= MOST_CLAIMS) return;
    const claims = this.#claims.get(claim.id) ?? [];
    claims.push(claim);
    this.#claims.set(claim.id, claims);
    this.#claimCount += 1;
  }

  /** Rows of writes that no read has shown so far. */
  unread(): Set<string> {
    return new Set([...this.#claims.values()].flat().map(({ row }) => row));
  }

  #read(seen: Seen, kind: ResourceKind): Settled[] {
    const { answer, target } = seen;
    if (target.kind === 'resource' && answer.status === 404 && target.id !== undefined) {
      const settled = this.#settle(target.id, null, seen, null);
      const known = this.#known.get(target.id);
      if (known && known.writtenAt <= seen.startedAt) this.#remember(target.id, { ...known, isGone: true });
      return settled;
    }
    if (answer.status !== 200) return [];
    const shown = target.kind === 'resource' ? [answer.body as Json] : listedIn(seen);
    const hidden = hiddenIn(seen);
    return shown.flatMap((resource) => {
      const id = idOf(resource);
      if (id === null || hidden === null) return [];
      const state = stateIn(resource, kind);
      const settled = this.#settle(id, { state, resource }, seen, hidden);
      const known = this.#known.get(id);
      const writtenAt = known?.writtenAt ?? 0;
      if (writtenAt > seen.startedAt) return settled;
      const kept = Object.fromEntries(
        hidden.flatMap((name) => (known?.state[name] ? [[name, known.state[name]]] : [])),
      );
      this.#remember(id, { kind, state: { ...without(state, hidden), ...kept }, isGone: false, writtenAt });
      return settled;
    });
  }

  #settle(
    id: string,
    read: { state: State; resource: Json } | null,
    { answer, startedAt }: Seen,
    hidden: Followed[] | null,
  ): Settled[] {
    const claims = this.#claims.get(id) ?? [];
    const isDue = (claim: Claim) =>
      claim.madeAt <= startedAt && !claim.attributes.some((name) => hidden?.includes(name));
    this.#keep(
      id,
      claims.filter((claim) => !isDue(claim)),
    );
    return claims.filter(isDue).map((claim) => {
      const difference = claim.differs(read);
      return {
        row: claim.row,
        what: claim.what,
        outcome: difference === null ? 'passed' : 'failed',
        ...difference,
        exchanges: [...claim.exchanges, answer.exchange.index],
      };
    });
  }

  /** @param touched null for everything */
  #void(id: string, touched: Followed[] | null): void {
    const claims = this.#claims.get(id);
    if (!claims) return;
    this.#keep(
      id,
      touched === null ? [] : claims.filter(({ attributes }) => !attributes.some((one) => touched.includes(one))),
    );
  }

  #keep(id: string, claims: Claim[]): void {
    this.#claimCount += claims.length - (this.#claims.get(id)?.length ?? 0);
    if (claims.length === 0) this.#claims.delete(id);
    else this.#claims.set(id, claims);
  }

  #remember(id: string, known: Known): void {
    this.#known.delete(id);
    this.#known.set(id, known);
    if (this.#known.size <= MOST_KNOWN) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}

function without(state: State, names: Followed[]): State {
  return Object.fromEntries(Object.entries(state).filter(([name]) => !names.includes(name as Followed)));
}

/** Followed attributes that a read does not show; null when it shows too little to be held against anything. */
function hiddenIn(seen: Seen): Followed[] | null {
  if (showsWhole(seen)) return [];
  if (seen.target.query.has('attributes')) return null;
  const names = (seen.target.query.get('excludedAttributes') ?? '').toLowerCase().split(',');
  const all: Followed[] = ['userName', 'externalId', 'displayName', 'active', 'members', 'groups'];
  return all.filter((name) => names.includes(name.toLowerCase()));
}

/** A claim's check that the followed attributes read as they were foretold. */
export function readsAs(expected: State, attributes: Followed[]): Claim['differs'] {
  const wanted = attributes.filter((name) => expected[name] !== undefined);
  return (read) => {
    const pick = (state: State) => Object.fromEntries(wanted.map((name) => [name, state[name]]));
    if (read === null) return { expected: pick(expected), actual: 'gone' };
    const [should, is] = [pick(expected), pick(read.state)];
    return isDeepStrictEqual(should, is) ? null : { expected: should, actual: is };
  };
}

/** Whether a query asks for one name, and how many resources of it are known to be there. */
export function searchedIn(
  seen: Seen,
  traffic: Traffic,
): { attribute: keyof State; value: string; ids: string[] } | null {
  const kind = kindOf(seen);
  const equality = equalityIn(seen);
  if (kind === null || equality === null || seen.target.kind !== 'collection') return null;
  const attribute = (['userName', 'displayName', 'externalId'] as const).find(
    (name) => name.toLowerCase() === equality.attribute,
  );
  if (attribute === undefined) return null;
  const isExact = attribute === 'externalId';
  const same = (one: string | undefined) =>
    one !== undefined && (isExact ? one === equality.value : one.toLowerCase() === equality.value.toLowerCase());
  const ids = traffic
    .find(kind, (state) => same(state[attribute]))
    .filter((id) => (traffic.known(id)?.writtenAt ?? 0) <= seen.startedAt);
  return { attribute, value: equality.value, ids };
}
