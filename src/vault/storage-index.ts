import type { Answer } from '../scim/answer.ts';

/** Names the state of storage that a write led to, or that a read needs (Vault documentation, Eventual consistency). */
export const INDEX_HEADER = 'X-Vault-Index';

/** How long a node may take to come to a state that another one has; Vault itself waits 2 s where it waits. */
export const CAUGHT_UP_WITHIN_MS = 5_000;

/**
 * The newest state of storage that an answer told of. Vault tells it in every answer to a request that modified
 * storage, and answers 412 to a request that demands it on a node that has not come so far.
 */
export class StorageIndex {
  #newest: string | null;

  constructor(newest: string | null = null) {
    this.#newest = newest;
  }

  get newest(): string | null {
    return this.#newest;
  }

  see(answer: Pick<Answer, 'header'>): void {
    const seen = answer.header(INDEX_HEADER);
    if (seen === undefined || seen === '' || seen === this.#newest) return;
    this.#newest = this.#newest === null ? seen : newerOf(this.#newest, seen);
  }
}

/**
 * The newer of two indexes, since the answers to simultaneous writes come in any order. Where neither is known to be
 * newer, the one that was seen last: another cluster, another form, or each ahead of the other in a part.
 */
export function newerOf(known: string, seen: string): string {
  const [a, b] = [partsOf(known), partsOf(seen)];
  if (a === null || b === null || a.cluster !== b.cluster) return seen;
  return a.local >= b.local && a.replicated >= b.replicated ? known : seen;
}

/** Base64 of `v1:cluster:local index:replicated index:HMAC`, as Vault's own Go client reads it (`ParseReplicationState`). */
function partsOf(index: string): { cluster: string; local: bigint; replicated: bigint } | null {
  const text = Buffer.from(index, 'base64').toString('latin1');
  const [, cluster, local, replicated] = /^v1:(.*):(\d+):(\d+):[^:]*$/.exec(text) ?? [];
  if (cluster === undefined || local === undefined || replicated === undefined) return null;
  return { cluster, local: BigInt(local), replicated: BigInt(replicated) };
}
