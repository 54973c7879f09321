import type { Answer, ServiceContext } from "../context.ts";

/** A sign-in that is refused. */
export class OAuthFailure extends Error {
  readonly error: string;
  readonly status: number;
  /** Number of the service's message: 7000215. */
  readonly number: number;

  constructor(error: string, number: number, message: string, status = 400) {
    super(message);
    this.name = "OAuthFailure";
    this.error = error;
    this.status = status;
    this.number = number;
  }
}

/** The refusal as the identity platform writes it. */
export function toOAuthAnswer({ newId, now }: ServiceContext, failure: OAuthFailure): Answer {
  const [trace, correlation, time] = [newId(), newId(), new Date(now()).toISOString().slice(0, 19)];
  const timestamp = `${time.replace("T", " ")}Z`;
  return {
    status: failure.status,
    body: {
      error: failure.error,
      error_description: `AADSTS${failure.number}: ${failure.message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [failure.number],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
    },
  };
}
