import type { Clock } from '../clock.ts';
import { secondsToNanoseconds } from '../clock.ts';
import type { Token } from './token.ts';

/** The tokens of a double, over all namespaces, with their family tree. Expired ones vanish when they are looked for. */
export class TokenStore {
  readonly #clock: Clock;
  readonly #byId = new Map<string, Token>();
  readonly #byAccessor = new Map<string, Token>();
  readonly #children = new Map<string, Set<string>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(token: Token): void {
    this.#byId.set(token.id, token);
    if (token.accessor) this.#byAccessor.set(token.accessor, token);
    if (token.parentId !== null) {
      const siblings = this.#children.get(token.parentId);
      if (siblings) siblings.add(token.id);
      else this.#children.set(token.parentId, new Set([token.id]));
    }
  }

  /** The live token; undefined when unknown, revoked or expired. */
  get(id: string): Token | undefined {
    return this.#living(this.#byId.get(id));
  }

  getByAccessor(accessor: string): Token | undefined {
    return this.#living(this.#byAccessor.get(accessor));
  }

  /** All live tokens, for what has to look at each: SCIM token quotas, accessor lists. */
  *all(): Generator<Token> {
    for (const token of [...this.#byId.values()]) {
      const live = this.#living(token);
      if (live) yield live;
    }
  }

  /** Counts one use of a token with limited uses; after the last one the token is gone, and its `numUses` is -1. */
  use(token: Token): void {
    if (token.numUses === 0) return;
    token.numUses = token.numUses > 1 ? token.numUses - 1 : -1;
    if (token.numUses === -1) this.revoke(token.id);
  }

  /** Revokes a token and all its descendants. */
  revoke(id: string): void {
    const queue = [id];
    for (let current = queue.pop(); current !== undefined; current = queue.pop()) {
      queue.push(...(this.#children.get(current) ?? []));
      this.#forget(current);
    }
  }

  /** Revokes a token alone: its children become orphans. */
  revokeOrphaning(id: string): void {
    for (const child of this.#children.get(id) ?? []) {
      const token = this.#byId.get(child);
      if (token) this.#byId.set(child, this.#replaceAccessor({ ...token, parentId: null }));
    }
    this.#forget(id);
  }

  /** Lets a token live so many seconds from now. */
  renew(token: Token, seconds: number): void {
    const now = this.#clock.now();
    token.expireTime = now + secondsToNanoseconds(seconds);
    token.lastRenewal = now;
  }

  #replaceAccessor(token: Token): Token {
    if (token.accessor) this.#byAccessor.set(token.accessor, token);
    return token;
  }

  #living(token: Token | undefined): Token | undefined {
    if (!token) return undefined;
    if (token.expireTime === null || token.expireTime > this.#clock.now()) return token;
    this.revoke(token.id);
    return undefined;
  }

  #forget(id: string): void {
    const token = this.#byId.get(id);
    this.#children.delete(id);
    if (!token) return;
    this.#byId.delete(id);
    if (token.accessor) this.#byAccessor.delete(token.accessor);
    if (token.parentId !== null) this.#children.get(token.parentId)?.delete(id);
  }
}
