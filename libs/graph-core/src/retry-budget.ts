/** Bounds the retries of a whole client, so that an outage is not answered with a multiple of the traffic. */
export interface RetryBudget {
  /** Takes one retry; false when there is none left. */
  take(): boolean;
  /** A call succeeded. */
  refill(): void;
}

/** A budget that starts full, and gets a tenth of a retry back with each success. */
export function createRetryBudget(capacity: number): RetryBudget {
  let left = capacity;
  return {
    take() {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
    refill() {
      left = Math.min(capacity, left + 0.1);
    },
  };
}
