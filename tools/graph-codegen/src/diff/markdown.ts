import { formatOrigin } from "../model/facts.ts";
import type { Change, Severity } from "./change.ts";
import { changeCodes } from "./codes.ts";
import type { Compared } from "./compared.ts";
import { countSeverities } from "./compared.ts";

const headings: Readonly<Record<Severity, string>> = {
  major: "Breaks programs",
  minor: "New",
  patch: "Prose and annotations",
};

/** For a pull request: a table for each severity; what only touches prose is folded. */
export function toMarkdown({ old, new: now, verdict, changes }: Compared): string {
  const { major, minor, patch } = countSeverities(changes);
  const lines = [
    `### ${verdict === "none" ? "Nothing that is declared changed" : `Verdict: ${verdict}`}`,
    "",
    `\`${old.label}\` → \`${now.label}\`: ${major} major, ${minor} minor, ${patch} patch.`,
  ];
  for (const severity of ["major", "minor", "patch"] as const) {
    const some = changes.filter((change) => change.severity === severity);
    if (some.length === 0) continue;
    const table = [
      "| change | what | old | new |",
      "| --- | --- | --- | --- |",
      ...some.map((change) => row(change)),
    ];
    lines.push(
      "",
      ...(severity === "patch"
        ? [`<details><summary>${headings.patch} (${some.length})</summary>`, "", ...table, "", "</details>"]
        : [`#### ${headings[severity]}`, "", ...table]),
    );
  }
  return lines.join("\n");
}

function row({ code, severity, message, because, confidence, origins }: Change): string {
  const sure = confidence === undefined ? "" : ` (${Math.round(confidence * 100)} % sure)`;
  const why = severity === "major" ? `<br>${cell(because)}; ${cell(changeCodes[code].advice)}` : "";
  return `| \`${code}\` | ${cell(message)}${sure}${why} | \`${formatOrigin(origins.old)}\` | \`${formatOrigin(origins.new)}\` |`;
}

/** Prose of a page may hold what would end a cell or begin a tag. */
function cell(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", String.raw`\|`)
    .replaceAll("<", "&lt;")
    .replaceAll(/\s+/g, " ");
}
