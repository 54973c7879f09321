import type { GraphRequest, GraphResponse } from "./request.ts";

/** A call under way; what is known of it grows with each attempt. */
export interface Call {
  readonly request: GraphRequest;
  /** Milliseconds for all attempts and the waits between them. */
  readonly deadlineMs: number;
  /** When the first attempt left, by the clock's `now`: standing in our own queue is not the service's delay. */
  startedAt?: number;
  /** How often it left. */
  attempts: number;
  /** An attempt is under way, or had no answer, or one that leaves open what was done. */
  mayHaveTakenEffect: boolean;
  /** The token that was sent last. */
  token?: string;
  /** A token that the service did not take, and the claims, as JSON, that it asked for. */
  refused?: { readonly token: string; readonly claims: string };
}

/** Makes one attempt of a call; rejects with a `TransportError`, a `GraphError`, or the signal's reason. */
export type Attempt = (call: Call) => Promise<GraphResponse>;

/** Wraps an `Attempt`: turns, claims, spans. */
export type AttemptMiddleware = (next: Attempt) => Attempt;

/** A token for a call, from wherever; never `call.refused.token` when there is another one to be had. */
export type TokenSource = (call: Call) => string | Promise<string>;

/** The part of an error's facts that every call has. */
export interface CallFacts {
  readonly operation: string;
  readonly clientRequestId: string | undefined;
  readonly attempts: number;
  readonly mayHaveTakenEffect: boolean;
}

/** What every error says of the call that it ends. */
export function toCallFacts({ request, attempts, mayHaveTakenEffect }: Call): CallFacts {
  const clientRequestId = request.headers["client-request-id"];
  return { operation: request.operation.name, clientRequestId, attempts, mayHaveTakenEffect };
}
