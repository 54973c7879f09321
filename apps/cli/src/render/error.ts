import type { CliError } from "../cli-error.ts";
import { toSafeText } from "./text.ts";

/** An error for a person: what, the single problems, what to do. */
export function renderError({ message, details, hint, requestId }: CliError): string {
  const lines = [`error  ${toSafeText(message)}`];
  for (const detail of details) {
    lines.push(`       ${toSafeText(detail.message)}`);
    if (detail.hint !== undefined) lines.push(`         ${toSafeText(detail.hint)}`);
  }
  if (hint !== undefined) lines.push(`hint   ${toSafeText(hint)}`);
  if (requestId !== undefined) lines.push(`request id  ${toSafeText(requestId)}`);
  return `${lines.join("\n")}\n`;
}
