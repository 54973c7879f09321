import type { ApplyOutcome, PlannedConfiguration } from "@intunectl/assignments";
import { isSuccess } from "@intunectl/assignments";
import type { Appearance } from "./appearance.ts";
import { count, cut, flow, pad, toSafeText } from "./text.ts";

/** What became of one configuration, on one line or a few. */
export function renderOutcome(
  { name, after }: PlannedConfiguration,
  outcome: ApplyOutcome,
  { color, glyphs, width }: Appearance,
): string {
  const isDone = isSuccess(outcome);
  const sign = color(isDone ? "add" : "remove", isDone ? glyphs.done : glyphs.failed);
  const indent = glyphs.done.length + 3;
  const shown = pad(cut(toSafeText(name), 30, glyphs.ellipsis), 30);
  const size = isDone ? `${pad(count(after.length, "assignment"), 15)}  ` : "";
  const [first = "", ...rest] = flow(
    toSafeText(toOutcomeWords(outcome)).split(" "),
    Math.max(24, width - indent - 32 - size.length),
    " ",
  );
  const head = `  ${sign} ${shown}  ${size}${first}`;
  return [head, ...rest.map((line) => `${" ".repeat(indent + 32 + size.length)}${line}`)]
    .map((line) => `${line}\n`)
    .join("");
}

/** `verified`, `not visible yet`, or why nothing was written. */
export function toOutcomeWords(outcome: ApplyOutcome): string {
  switch (outcome.kind) {
    case "applied":
      return "verified";
    case "already":
      return "already there";
    case "unverified":
      return `written, ${outcome.reason}`;
    case "moved":
      return "not written: changed since the plan was made";
    case "unreadable":
      return `not written: could not be read: ${outcome.reason}`;
    case "failed":
      return `not written: ${outcome.failure.message}`;
    case "uncertain":
      return `perhaps written: ${outcome.failure.message}`;
    default:
      return outcome satisfies never;
  }
}
