// What a newer order of a list would bring, as a number.

/**
 * The number of rows that are new or have moved up. `before` has each row's earlier position, or
 * undefined for an unknown row. The rows of the longest increasing sequence of positions kept their
 * order, and do not count.
 */
export function arrivals(before: (number | undefined)[]): number {
  // The least end of a run of each length.
  const ends: number[] = [];
  for (const position of before) {
    if (position === undefined) continue;
    let at = ends.findIndex(end => end >= position);
    if (at < 0) at = ends.length;
    ends[at] = position;
  }
  // A row that was not loaded came in only if a known one stands behind it.
  const last = before.findLastIndex(it => it !== undefined);
  const counted = before.slice(0, last + 1);
  return counted.length - ends.length;
}
