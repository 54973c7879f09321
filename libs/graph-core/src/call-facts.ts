import type { GraphErrorFacts } from "./errors.ts";
import type { GraphRequest } from "./request.ts";

/** What the service may know of a call so far. */
export interface Sent {
  readonly attempts: number;
  /** An attempt had no answer, or one that leaves open what was done. */
  readonly mayHaveTakenEffect: boolean;
}

/** A call that never left. */
export const notSent: Sent = { attempts: 0, mayHaveTakenEffect: false };

/** What every error says of the call that it ends. */
export function toCallFacts(request: GraphRequest, sent: Sent): Omit<GraphErrorFacts, "code"> {
  const clientRequestId = request.headers["client-request-id"];
  return {
    operation: request.operation.name,
    ...sent,
    ...(clientRequestId === undefined ? {} : { clientRequestId }),
  };
}

/** Whether an answer leaves open what was done: a 4xx refuses before anything happens, a 5xx can come at any point. */
export function leavesOpen(status: number): boolean {
  return status < 400 || status >= 500;
}
