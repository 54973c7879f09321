import type { Origin } from "../model/facts.ts";
import type { CodeEntry, CodeParameters, Severity } from "./code-parameters.ts";
import { codes } from "./codes.ts";

/** A stable name for one kind of finding. */
export type DiagnosticCode = keyof CodeParameters;

/** What is wrong, where, and what to do. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
  /** The first is where the finding stands; the others say the opposite or explain it. */
  readonly origins: readonly Origin[];
}

/** Whether a diagnostic stops a run. */
export function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

/** Makes a diagnostic from the table of codes; the parameters are checked against the code's message. */
export function diagnostic<Code extends DiagnosticCode>(
  code: Code,
  origins: readonly Origin[],
  parameters: CodeParameters[Code],
): Diagnostic {
  const entry: CodeEntry<CodeParameters[Code]> = codes[code];
  const { severity, hint } = entry;
  return {
    code,
    severity,
    message: entry.message(parameters),
    hint: typeof hint === "string" ? hint : hint(parameters),
    origins,
  };
}
