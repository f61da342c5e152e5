/** Lists of ids of two others in which this one stands first, in the middle and last. */
export function inEachPlace(id: string, others: readonly { id: string }[]): string[][] {
  return [0, 1, 2].map((place) => others.map((one) => one.id).toSpliced(place, 0, id));
}
