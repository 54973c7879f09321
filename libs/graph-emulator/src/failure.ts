import type { JsonObject } from "./json.ts";

/** How Graph writes a failure: as text, or as Intune's JSON document inside the message. */
export type FailureForm = "plain" | "nested";

/** Headers that an answer has beside the usual ones; names are lower case. */
export type ExtraHeaders = Readonly<Record<string, string>>;

/** A request that the service refuses. */
export class Failure extends Error {
  readonly status: number;
  readonly code: string;
  readonly form: FailureForm;
  readonly headers: ExtraHeaders;

  constructor(
    status: number,
    code: string,
    message: string,
    form: FailureForm = "plain",
    headers: ExtraHeaders = {},
  ) {
    super(message);
    this.name = "Failure";
    this.status = status;
    this.code = code;
    this.form = form;
    this.headers = headers;
  }
}

/** 400 with the code that most refusals have. */
export function badRequest(message: string): Failure {
  return new Failure(400, "BadRequest", message);
}

/** The answer of a change that has nothing to say. */
export const noContent: { readonly status: 204 } = { status: 204 };

/** What a request carries is not what the metadata declares. */
export class ValidationFailure extends Failure {
  /** Where in the body: `assignments[0].target.groupId`. */
  readonly target: string;

  constructor(code: string, target: string, message: string, form: FailureForm = "plain") {
    super(400, code, message, form);
    this.name = "ValidationFailure";
    this.target = target;
  }
}

/** 400 for a value whose type is wrong: which property, and what it must be. */
export function wrongType(target: string, problem: string): ValidationFailure {
  return new ValidationFailure("ModelValidationFailure", target, joinProblem(target, problem));
}

/** 400 for what is no value of its type at all, as the gateway before the service says it. */
export function badForm(target: string, message: string): ValidationFailure {
  return new ValidationFailure("BadRequest", target, message);
}

/** 400 for a value that has the right type and still cannot be, as the Intune service itself says it. */
export function badValue(target: string, message: string): ValidationFailure {
  return new ValidationFailure("BadRequest", target, message, "nested");
}

/** 400 for a property that a type does not have. */
export function unknownName(name: string, type: string, target: string): ValidationFailure {
  const place = target === "" ? "" : ` (${target})`;
  return new ValidationFailure(
    "BadRequest",
    target === "" ? name : `${target}.${name}`,
    `The property '${name}' does not exist on type '${type}'${place}.`,
  );
}

function joinProblem(target: string, problem: string): string {
  return problem.startsWith(":") ? `${target}${problem}` : `${target} ${problem}`;
}

/** What an error body says beside the failure itself. */
export interface FailureContext {
  readonly requestId: string;
  readonly clientRequestId: string;
  readonly path: string;
  readonly nowMs: number;
  /** Nested forms are nested once more, as has been seen. */
  readonly isTwice?: boolean;
  /** Where the request is documented. */
  readonly page?: string | undefined;
}

/**
 * The error body, in the envelope of Graph and, for failures of the Intune service behind it, its nested form.
 *
 * @see https://github.com/microsoft/Intune-PowerShell-SDK/issues/123
 */
export function toErrorBody(failure: Failure, context: FailureContext): JsonObject {
  const isTwice = failure.form === "nested" && context.isTwice === true;
  const innerError = {
    // The service repeats the message here for this code only.
    ...(failure.code === "ModelValidationFailure" ? { message: failure.message } : {}),
    ...(failure.status === 429 ? { code: "429", message: failure.message, status: "429" } : {}),
    date: new Date(context.nowMs).toISOString().slice(0, 19),
    "request-id": context.requestId,
    "client-request-id": context.clientRequestId,
  };
  const isValidation = failure instanceof ValidationFailure;
  return {
    error: {
      code: isTwice ? "UnknownError" : failure.code,
      message: toMessage(failure, context, isTwice),
      ...(isValidation ? { target: failure.target } : {}),
      innerError,
    },
  };
}

function toMessage(failure: Failure, context: FailureContext, isTwice: boolean): string {
  if (isTwice) return JSON.stringify({ ErrorCode: failure.code, Message: toNestedMessage(failure, context) });
  return failure.form === "nested" ? toNestedMessage(failure, context) : toSentence(failure, context);
}

/** What is wrong and, of what was sent, where it is documented. */
function toSentence(failure: Failure, { page }: FailureContext): string {
  const isDocumented = failure instanceof ValidationFailure && page !== undefined;
  return isDocumented ? `${failure.message} (documented at ${page})` : failure.message;
}

function toNestedMessage(failure: Failure, context: FailureContext): string {
  const { clientRequestId, path } = context;
  const place = path.replaceAll("(", "%28").replaceAll(")", "%29").replaceAll("'", "%27");
  const url = `https://fef.emulator.manage.microsoft.com/Emulator${place}?api-version=5018-11-06`;
  const operationId = "00000000-0000-0000-0000-000000000000";
  const trace = `Operation ID (for customer support): ${operationId} - Activity ID: ${clientRequestId} - Url: ${url}`;
  const document = {
    _version: 3,
    Message: `${toSentence(failure, context)} - ${trace}`,
    CustomApiErrorPhrase: "",
    RetryAfter: failure.headers["retry-after"] ?? null,
    ErrorSourceService: "",
    HttpHeaders: "{}",
  };
  return JSON.stringify(document, null, 2).replaceAll("\n", "\r\n");
}
