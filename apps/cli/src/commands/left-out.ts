import { type Diagnostic, formatDiagnostic } from "@intunectl/assignments";
import { toCommandLine } from "../command-line.ts";
import type { Context } from "../context.ts";

/** Says which names were left out because that was asked for. */
export function noteLeftOut({ note }: Context, leftOut: readonly Diagnostic[]): void {
  for (const diagnostic of leftOut) note(`left out  ${formatDiagnostic(diagnostic)}`);
}

/** The files of a plan, as they were typed. */
export function toSource(paths: readonly string[]): string {
  return toCommandLine(paths);
}
