/** The service's time, which a test can move. */
export interface ServiceClock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Moves it on; a frozen clock stays frozen. */
  advance(ms: number): void;
  /** Sets it; it goes on from there. */
  set(ms: number): void;
  freeze(): void;
  resume(): void;
  isFrozen(): boolean;
  /** Back to the time outside. */
  restart(): void;
}

/** A clock that goes with another one until it is moved. */
export function createServiceClock(outside: () => number): ServiceClock {
  let offsetMs = 0;
  let frozenMs: number | undefined;
  const now = (): number => frozenMs ?? outside() + offsetMs;
  const set = (ms: number): void => {
    offsetMs = ms - outside();
    if (frozenMs !== undefined) frozenMs = ms;
  };
  return {
    now,
    advance: (ms) => set(now() + ms),
    set,
    freeze() {
      frozenMs = now();
    },
    resume() {
      const ms = now();
      frozenMs = undefined;
      set(ms);
    },
    isFrozen: () => frozenMs !== undefined,
    restart() {
      offsetMs = 0;
      frozenMs = undefined;
    },
  };
}
