interface Bucket<Value> {
  readonly values: Map<string, Value>;
  /** The same values by position, so that a late page of a long list needs no walk to it. */
  readonly ordered: { readonly sequence: number; readonly value: Value }[];
  readonly sequences: Map<string, number>;
}

/** Records by a key that several of them can share, each bucket in the order of insertion. */
export class MultiIndex<Value extends { readonly id: string }> {
  readonly #buckets = new Map<string, Bucket<Value>>();
  #next = 0;

  add(key: string, value: Value): void {
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = { values: new Map(), ordered: [], sequences: new Map() };
      this.#buckets.set(key, bucket);
    }
    if (bucket.values.has(value.id)) return;
    bucket.values.set(value.id, value);
    bucket.sequences.set(value.id, this.#next);
    bucket.ordered.push({ sequence: this.#next, value });
    this.#next += 1;
  }

  remove(key: string, value: Value): void {
    const bucket = this.#buckets.get(key);
    const sequence = bucket?.sequences.get(value.id);
    if (!bucket || sequence === undefined) return;
    bucket.values.delete(value.id);
    bucket.sequences.delete(value.id);
    bucket.ordered.splice(positionOf(bucket, sequence), 1);
    if (bucket.values.size === 0) this.#buckets.delete(key);
  }

  /** A walk sees what is added and removed while it lasts. */
  get(key: string): Iterable<Value> {
    return this.#buckets.get(key)?.values.values() ?? [];
  }

  /** Up to `count` values from a position on, counted from 0. */
  range(key: string, from: number, count: number): Value[] {
    const ordered = this.#buckets.get(key)?.ordered ?? [];
    return ordered.slice(from, from + count).map(({ value }) => value);
  }

  count(key: string): number {
    return this.#buckets.get(key)?.values.size ?? 0;
  }
}

function positionOf({ ordered }: Bucket<unknown>, sequence: number): number {
  let low = 0;
  let high = ordered.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ordered[middle]?.sequence ?? Number.POSITIVE_INFINITY) < sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}
