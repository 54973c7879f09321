import type { CliError } from "../cli-error.ts";
import type { Appearance } from "./appearance.ts";
import { flow, toSafeText } from "./text.ts";

// Who mends fifty mistakes looks again; more scroll the first one away.
const mostShown = 50;

/** An error for a person: what, the single problems, what to do. */
export function renderError(
  { message, details, hint, requestId }: CliError,
  { width, color }: Pick<Appearance, "width" | "color">,
): string {
  /** Lines that fit, and go on below where their text began. */
  const wrap = (text: string, indent: number): string =>
    flow(toSafeText(text).split(" "), width - indent, " ").join(`\n${" ".repeat(indent)}`);
  const lines = [`${color("remove", "error")}  ${wrap(message, 7)}`];
  for (const detail of details.slice(0, mostShown)) {
    lines.push(`       ${wrap(detail.message, 7)}`);
    for (const line of detail.frame ?? []) lines.push(`       ${line}`);
    if (detail.hint !== undefined) lines.push(`         ${wrap(detail.hint, 9)}`);
  }
  if (details.length > mostShown)
    lines.push(`       and ${details.length - mostShown} more; -o json lists them all`);
  if (hint !== undefined) lines.push(`${color("faint", "hint")}   ${wrap(hint, 7)}`);
  if (requestId !== undefined) lines.push(`request id  ${toSafeText(requestId)}`);
  return `${lines.join("\n")}\n`;
}
