/**
 * Every n-th of the items, from the k-th, so that n machines share the work.
 *
 * @param part `k/n`; undefined for all.
 * @throws Error when it is no `k/n` with 1 <= k <= n.
 */
export function partOf<Item>(items: readonly Item[], part: string | undefined): Item[] {
  if (part === undefined) return [...items];
  const [k = 0, n = 0] = /^(\d+)\/(\d+)$/.exec(part)?.slice(1).map(Number) ?? [];
  if (k < 1 || k > n) throw new Error(`--part wants the form 1/12, from 1/12 to 12/12, and not "${part}".`);
  return items.filter((_, index) => index % n === k - 1);
}
