import type { Fact, Origin } from "../model/facts.ts";
import type { Comparing, ReportedChange } from "./comparing.ts";

interface Described {
  readonly description: Fact<string> | undefined;
  readonly deprecated: string | undefined;
}

/** What is said of a thing that is on both sides: its description, and whether it is deprecated. */
export function compareProse(
  context: Comparing,
  common: Pick<ReportedChange, "subject" | "old" | "new"> & Partial<Pick<ReportedChange, "positions">>,
  name: string,
  old: Described,
  now: Described,
): void {
  reportText(
    context,
    { ...common, what: `the description of \`${name}\`` },
    old.description,
    now.description,
  );
  if (old.deprecated === now.deprecated) return;
  const gone = now.deprecated === undefined;
  const isNew = old.deprecated === undefined;
  context.report({
    ...common,
    code: isNew ? "deprecated" : gone ? "undeprecated" : "deprecation-changed",
    severity: isNew ? "minor" : "patch",
    message: gone
      ? `\`${name}\` is not deprecated any more`
      : `${isNew ? `\`${name}\` is deprecated` : `the deprecation of \`${name}\` says something else`}: ${inOneLine(formatRevision(now.deprecated))}`,
    because: isNew ? "it works as before, until the date that the notice names" : "nothing works differently",
    ...(old.deprecated === undefined ? {} : { before: old.deprecated }),
    ...(now.deprecated === undefined ? {} : { after: now.deprecated }),
  });
}

/** A text that is on one side or both. */
export function reportText(
  context: Comparing,
  { what, ...common }: Pick<ReportedChange, "subject" | "old" | "new"> & { readonly what: string },
  old: Fact<string> | undefined,
  now: Fact<string> | undefined,
): void {
  if (old?.value === now?.value) return;
  const place = (fact: Fact<string> | undefined, other: Origin): Origin => fact?.origin ?? other;
  context.report({
    ...common,
    code: "documentation-changed",
    severity: "patch",
    message:
      old === undefined
        ? `${what} is new: ${inOneLine(now?.value ?? "")}`
        : now === undefined
          ? `${what} is gone`
          : `${what} now says: ${inOneLine(now.value)}`,
    because: "prose only",
    ...(old === undefined ? {} : { before: old.value }),
    ...(now === undefined ? {} : { after: now.value }),
    old: place(old, common.old),
    new: place(now, common.new),
  });
}

/** What a revision of the metadata says to people: its description, and until when. */
function formatRevision(text: string | undefined): string {
  const said = /Description=(.*?)(?:, (?:Kind|RemovalDate|Version|Date)=|\)+$)/s.exec(text ?? "")?.[1];
  if (text === undefined || said === undefined) return text ?? "";
  const removal = /RemovalDate=([\d-]+)/.exec(text)?.[1];
  return removal === undefined ? said : `${said} Removed after ${removal}.`;
}

/** Long texts are cut: the whole one stands in `before` and `after`. */
export function inOneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 160 ? `${line.slice(0, 157)}…` : line;
}
