import { type AttemptMiddleware, type Call, endCall } from "./call.ts";
import { type Clock, systemClock } from "./clock.ts";
import { GraphThrottledError } from "./errors.ts";
import type { Admission, Governor } from "./governor.ts";
import { readRetryAfter } from "./retry-after.ts";
import { readIntuneError } from "./intune-error.ts";

/** How attempts take turns. */
export interface TurnOptions {
  /** Hears of a call that has to wait. */
  readonly onWait?: (call: Call) => void;
  readonly clock?: Clock;
}

/**
 * Lets each attempt leave when the governor says so, and closes the gate for everybody at a 429.
 *
 * @example
 * ```ts
 * const graph = createGraphSender({ token: () => token, attempts: [takeTurns(createGovernor())] });
 * ```
 */
export function takeTurns(
  governor: Governor,
  { onWait, clock = systemClock }: TurnOptions = {},
): AttemptMiddleware {
  return (next) => async (call) => {
    const { request, startedAt, deadlineMs, attempts } = call;
    const { signal, method } = request;
    const asked = governor.acquire({
      isWrite: method !== "GET",
      isRetry: attempts > 0,
      patienceMs: startedAt === undefined ? deadlineMs : startedAt + deadlineMs - clock.now(),
      ...(signal === undefined ? {} : { signal }),
    });
    if (asked instanceof Promise) onWait?.(call);
    const admission = await asked;
    if (admission.kind !== "admitted") throw toError(call, admission);
    try {
      const response = await next(call);
      if (response.status === 429) {
        const waitMs = readRetryAfter(response, clock.date(), readIntuneError(response, request));
        if (waitMs !== undefined) governor.close(waitMs);
      }
      return response;
    } finally {
      admission.release();
    }
  };
}

function toError(call: Call, admission: Exclude<Admission, { readonly kind: "admitted" }>): Error {
  if (admission.kind === "full")
    return endCall(call, GraphThrottledError, "too many calls wait for their turn", { code: "queueFull" });
  const { retryAfterMs } = admission;
  const text = `the service asks to wait ${Math.ceil(retryAfterMs / 1000)} s, longer than the deadline allows`;
  return endCall(call, GraphThrottledError, text, { code: "throttled", retryAfterMs });
}
