import type { GraphError, GraphErrorFacts } from "./errors.ts";
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
  /** A token that was asked for just now, before it is known whether the call has to wait. */
  prepared?: string | undefined;
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

/** An error that ends a call, with what every error says of one. */
export function endCall<Kind extends GraphError>(
  { request, attempts, mayHaveTakenEffect }: Call,
  Kind: new (message: string, facts: GraphErrorFacts) => Kind,
  message: string,
  facts: Pick<GraphErrorFacts, "code" | "cause" | "retryAfterMs">,
): Kind {
  const { name } = request.operation;
  const clientRequestId = request.headers["client-request-id"];
  return new Kind(`${name}: ${message}`, {
    operation: name,
    clientRequestId,
    attempts,
    mayHaveTakenEffect,
    ...facts,
  });
}

/** Whether a header can carry it. */
export function isToken(text: string): boolean {
  return /^[!-~]+$/.test(text);
}

/** What is said of one that is not; never the token itself. */
export const noToken = "the token cannot be sent as a header";
