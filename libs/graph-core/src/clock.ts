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
  date: () => Date.now(),
  random: () => Math.random(),
  setTimer(callback, ms) {
    // A timer of more than 31 bits fires at once.
    const timer = setTimeout(callback, Math.min(ms, 0x7f_ff_ff_ff));
    return () => clearTimeout(timer);
  },
};

/** Resolves after a time; rejects with the signal's reason at once when it aborts. */
export async function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  const end = clock.now() + ms;
  for (let left = ms; left > 0; left = end - clock.now()) {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = clock.setTimer(() => {
        signal?.removeEventListener("abort", stop);
        resolve();
      }, left);
      signal?.addEventListener("abort", stop, { once: true });
    });
  }
}
