/**
 * The candidate that a mistyped name most likely means, if one is near enough.
 *
 * @example
 * ```ts
 * findNearName("SG-Kisok", ["SG-Kiosk", "SG-Pilot"]); // "SG-Kiosk"
 * ```
 */
export function findNearName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  // Swapped neighbours cost two, so a third of the length, and two at least, lets the common slips through.
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of [...candidates].toSorted()) {
    const distance = toDistance(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance && distance < wanted.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein distance; `limit` or more when it is not below `limit`. */
function toDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const substituted = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(substituted, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? limit;
}
