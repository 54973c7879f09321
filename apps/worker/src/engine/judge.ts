import type { Failure } from "@intunectl/assignments";

/** What a failure means for the wish. */
export type Judgement =
  /** Trying again cannot help. */
  | "permanent"
  /** Worth another try, and counted. */
  | "transient"
  /** The service asks to wait: not the wish's fault, and not counted. */
  | "throttled";

/** Decides by status: what the service refuses for its content stays refused. */
export function judgeFailure({ status, code }: Failure): Judgement {
  if (status === 429 || code === "throttled" || code === "TooManyRequests") return "throttled";
  if (status === undefined) return code === "invalidInput" ? "permanent" : "transient";
  // 401: a token that has run out; 408, 409, 412, 423, 425: somebody or something was in the way for now.
  if ([401, 408, 409, 412, 423, 425].includes(status)) return "transient";
  return status >= 400 && status < 500 ? "permanent" : "transient";
}

/** Seconds until the next try: 2, 4, 8 … at most five minutes, with some spread so that not all come at once. */
export function toDelaySeconds(attempts: number, random: number): number {
  return Math.min(300, 2 ** Math.min(attempts, 9)) * (0.75 + random / 2);
}
