/** A number of places, each of which rests for a time after its use: no window of that length holds more uses than places. */
export interface Window {
  /** Whether a place is free at this time. */
  isFree(nowMs: number): boolean;
  take(): void;
  /** Ends a use; the place rests from now on. */
  give(nowMs: number): void;
  /** When the next place has rested; `undefined` when all are in use. */
  nextMs(): number | undefined;
}

/**
 * A window of `places` uses in `lengthMs`.
 *
 * A place rests from the end of its use: at whichever moment of it the service counted, it never sees more.
 */
export function createWindow(places: number, lengthMs: number): Window {
  let free = places;
  // Ends come in the order of time, so this is sorted; a head index makes taking from its front cheap.
  let rested: number[] = [];
  let head = 0;
  return {
    isFree(nowMs) {
      for (let at = rested[head]; at !== undefined && at <= nowMs; at = rested[head]) {
        head += 1;
        free += 1;
      }
      if (head > 1024) {
        rested = rested.slice(head);
        head = 0;
      }
      return free > 0;
    },
    take() {
      free -= 1;
    },
    give(nowMs) {
      rested.push(nowMs + lengthMs);
    },
    nextMs: () => rested[head],
  };
}
