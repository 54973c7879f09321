import { type Snapshot, sortAssignments } from "@intunectl/assignments";
import { toMarkdown } from "./markdown.ts";
import { toPhrase, toSide } from "./words.ts";

/** What is there, as a table for a page or a pull request. */
export function toSnapshotMarkdown({ tenant, takenAt, configurations, labels, digest }: Snapshot): string {
  const lines = [
    "### Assignments",
    "",
    `${toMarkdown(tenant)}, read ${takenAt.slice(0, 16).replace("T", " ")} UTC`,
    "",
    "| Configuration | Includes | Excludes |",
    "| --- | --- | --- |",
  ];
  for (const { name, assignments, unreadable } of configurations) {
    const side = (wanted: "include" | "exclude"): string =>
      assignments === undefined
        ? "?"
        : sortAssignments(assignments)
            .filter(({ target }) => toSide(target) === wanted)
            .map(({ target }) => toMarkdown(toPhrase(target, labels).replace(/^not /, "")))
            .join(", ");
    const reason = unreadable === undefined ? "" : ` (not read: ${toMarkdown(unreadable)})`;
    lines.push(`| ${toMarkdown(name)}${reason} | ${side("include")} | ${side("exclude")} |`);
  }
  lines.push("", `<sub>snapshot ${digest.slice(0, 19)}</sub>`);
  return lines.map((line) => `${line}\n`).join("");
}
