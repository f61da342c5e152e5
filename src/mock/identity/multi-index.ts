/** Records by a key that several of them can share, each bucket in the order of insertion. */
export class MultiIndex<Value extends { readonly id: string }> {
  readonly #buckets = new Map<string, Map<string, Value>>();

  add(key: string, value: Value): void {
    const bucket = this.#buckets.get(key);
    if (bucket) bucket.set(value.id, value);
    else this.#buckets.set(key, new Map([[value.id, value]]));
  }

  remove(key: string, value: Value): void {
    const bucket = this.#buckets.get(key);
    if (!bucket?.delete(value.id)) return;
    if (bucket.size === 0) this.#buckets.delete(key);
  }

  get(key: string): Iterable<Value> {
    return this.#buckets.get(key)?.values() ?? [];
  }

  count(key: string): number {
    return this.#buckets.get(key)?.size ?? 0;
  }
}
