/** Time and chance, handed in so that a test can own them. */
export interface Clock {
  /** Milliseconds from some start; never jumps. */
  now(): number;
  /** Milliseconds since 1970, UTC; jumps when the machine's clock is set. */
  date(): number;
  /** At least 0, below 1. */
  random(): number;
  /** Calls back once, at most 24 days later; the result takes the timer back. */
  setTimer(callback: () => void, ms: number): () => void;
}

/** The machine's own. */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: Date.now,
  random: Math.random,
  setTimer(callback, ms) {
    // A timer of more than 31 bits fires at once.
    const timer = setTimeout(callback, Math.min(ms, 0x7f_ff_ff_ff));
    return () => clearTimeout(timer);
  },
};

/** Calls back after a time, or at once when the signal aborts, whichever comes first; the result ends the wait. */
export function watch(
  clock: Clock,
  ms: number,
  signal: AbortSignal | undefined,
  onEnd: (isAborted: boolean) => void,
): () => void {
  const cancel = clock.setTimer(() => {
    signal?.removeEventListener("abort", onAbort);
    onEnd(false);
  }, ms);
  const onAbort = (): void => {
    cancel();
    onEnd(true);
  };
  if (signal === undefined) return cancel;
  signal.addEventListener("abort", onAbort, { once: true });
  return () => {
    cancel();
    signal.removeEventListener("abort", onAbort);
  };
}

/** Resolves after a time; rejects with the signal's reason at once when it aborts. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    watch(clock, ms, signal, (isAborted) => (isAborted ? reject(signal?.reason) : resolve()));
  });
}
