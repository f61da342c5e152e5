/** Requests that are under way at once: enough to save time, too few to meet a rate limit. */
const AT_ONCE = 8;

/** Makes `count` things, some at once; their order says nothing. */
export async function many<Thing>(count: number, make: () => Promise<Thing>): Promise<Thing[]> {
  const made: Thing[] = [];
  while (made.length < count) {
    const size = Math.min(AT_ONCE, count - made.length);
    made.push(...(await Promise.all(Array.from({ length: size }, make))));
  }
  return made;
}
