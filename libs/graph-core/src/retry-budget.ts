import type { AttemptMiddleware } from "./call.ts";

/** Bounds the retries of a whole client, so that an outage is not answered with a multiple of the traffic. */
export interface RetryBudget {
  /** Takes one retry; false when there is none left. */
  take(): boolean;
  /** Gets a tenth of a retry back with each success. */
  readonly refill: AttemptMiddleware;
}

/** A budget that starts full. */
export function createRetryBudget(capacity: number): RetryBudget {
  let left = capacity;
  return {
    take() {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
    refill: (next) => async (call) => {
      const response = await next(call);
      if (response.status < 400) left = Math.min(capacity, left + 0.1);
      return response;
    },
  };
}
