import type { JsonObject } from "./json.ts";

/** How Graph writes a failure: as text, or as Intune's JSON document inside the message. */
export type FailureForm = "plain" | "nested";

/** A request that the service refuses. */
export class Failure extends Error {
  readonly status: number;
  readonly code: string;
  readonly form: FailureForm;

  constructor(status: number, code: string, message: string, form: FailureForm = "plain") {
    super(message);
    this.name = "Failure";
    this.status = status;
    this.code = code;
    this.form = form;
  }
}

/** 400 with the code that most refusals have. */
export function badRequest(message: string): Failure {
  return new Failure(400, "BadRequest", message);
}

/** 400 for a value whose type is wrong. */
export function modelValidation(message: string): Failure {
  return new Failure(400, "ModelValidationFailure", message);
}

/** What an error body says beside the failure itself. */
export interface FailureContext {
  readonly requestId: string;
  readonly clientRequestId: string;
  readonly path: string;
  readonly nowMs: number;
}

/**
 * The error body, in the envelope of Graph and, for failures of the Intune service behind it, its nested form.
 *
 * @see https://github.com/microsoft/Intune-PowerShell-SDK/issues/123
 */
export function toErrorBody(failure: Failure, context: FailureContext): JsonObject {
  const innerError = {
    // The service repeats the message here for this code only.
    ...(failure.code === "ModelValidationFailure" ? { message: failure.message } : {}),
    date: new Date(context.nowMs).toISOString().slice(0, 19),
    "request-id": context.requestId,
    "client-request-id": context.clientRequestId,
  };
  const message = failure.form === "nested" ? toNestedMessage(failure, context) : failure.message;
  return { error: { code: failure.code, message, innerError } };
}

function toNestedMessage(failure: Failure, { clientRequestId, path }: FailureContext): string {
  const url = `https://fef.emulator.manage.microsoft.com/Emulator${path.replaceAll("(", "%28").replaceAll(")", "%29").replaceAll("'", "%27")}?api-version=5018-11-06`;
  const operationId = "00000000-0000-0000-0000-000000000000";
  const trace = `Operation ID (for customer support): ${operationId} - Activity ID: ${clientRequestId} - Url: ${url}`;
  const document = {
    _version: 3,
    Message: `${failure.message} - ${trace}`,
    CustomApiErrorPhrase: "",
    RetryAfter: null,
    ErrorSourceService: "",
    HttpHeaders: "{}",
  };
  return JSON.stringify(document, null, 2).replaceAll("\n", "\r\n");
}
