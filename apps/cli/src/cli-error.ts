import { type ExitCode, exitCodes } from "./exit-codes.ts";

/** One of several problems. */
export interface ErrorDetail {
  readonly message: string;
  readonly hint?: string;
  readonly position?: { readonly file: string; readonly line: number; readonly column: number };
  /** Lines that show the place. */
  readonly frame?: readonly string[];
}

/** What an error can say beside its message. */
export interface CliErrorFacts {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint?: string;
  readonly requestId?: string;
  readonly details?: readonly ErrorDetail[];
}

/** The end of a command, in words for a person and a code for a script. */
export class CliError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;
  readonly details: readonly ErrorDetail[];

  constructor(message: string, facts: CliErrorFacts) {
    super(message);
    this.name = "CliError";
    this.code = facts.code;
    this.exitCode = facts.exitCode;
    this.hint = facts.hint;
    this.requestId = facts.requestId;
    this.details = facts.details ?? [];
  }
}

/** What was typed cannot be used; nothing was sent. */
export function usage(message: string, hint?: string): CliError {
  return new CliError(message, {
    code: "usage",
    exitCode: exitCodes.usage,
    ...(hint === undefined ? {} : { hint }),
  });
}
