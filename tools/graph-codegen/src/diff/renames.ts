/** Two things, one gone and one new, that are taken to be one thing with another name. */
export interface Rename<T> {
  readonly old: T;
  readonly new: T;
  /** From 0 to 1; less than `leastConfidence` is not reported. */
  readonly confidence: number;
}

/** Below it a removal and an addition stay what they are. */
export const leastConfidence = 0.7;

/**
 * Pairs what is gone with what is new, where both are each other's best match and no other is as good: a rename that
 * could be one of two is none.
 */
export function findRenames<T>(
  gone: readonly T[],
  added: readonly T[],
  likeness: (old: T, now: T) => number,
): readonly Rename<T>[] {
  if (gone.length === 0 || added.length === 0) return [];
  const best = (among: readonly T[], measure: (other: T) => number): T | undefined => {
    let most = leastConfidence;
    let found: T | undefined;
    let isTied = false;
    for (const candidate of among) {
      const value = measure(candidate);
      if (value > most || (value === most && found === undefined))
        [most, found, isTied] = [value, candidate, false];
      else if (value === most) isTied = true;
    }
    return isTied ? undefined : found;
  };
  return gone.flatMap((old) => {
    const now = best(added, (candidate) => likeness(old, candidate));
    if (now === undefined) return [];
    return best(gone, (candidate) => likeness(candidate, now)) === old
      ? [{ old, new: now, confidence: likeness(old, now) }]
      : [];
  });
}
