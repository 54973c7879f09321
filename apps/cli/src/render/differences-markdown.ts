import type { Labels, Snapshot, SnapshotDifference } from "@intunectl/assignments";
import { toDifferenceCounts, toDifferenceWords, toKindWord, toTime } from "./differences.ts";
import { toMarkdown } from "./markdown.ts";
import { toFilterChange, toSide, toSign, toWho } from "./words.ts";

/** The differences between two snapshots, for a page or an issue. */
export function toDifferencesMarkdown(
  differences: readonly SnapshotDifference[],
  before: Snapshot,
  after: Snapshot,
  labels: Labels,
): string {
  const counts = toDifferenceWords(toDifferenceCounts(differences));
  const lines = [
    "### Differences",
    "",
    `${toMarkdown(after.tenant)}, ${toTime(before)} → ${toTime(after)}: **${counts}**`,
    "",
  ];
  for (const one of differences) {
    const was = one.nameBefore === undefined ? "" : `, was named ${toMarkdown(one.nameBefore)}`;
    const why = one.kind === "unknown" ? `: ${toMarkdown(one.reason)}` : "";
    lines.push(`- **${toMarkdown(one.name)}** ${toKindWord(one)}${was}${why}`);
    for (const change of "changes" in one ? one.changes : []) {
      const filter = toFilterChange(change, labels, { arrow: "→" });
      const words = filter === "" ? "" : `, filter ${toMarkdown(filter)}`;
      lines.push(
        `  - \`${toSign(change.kind)}\` ${toSide(change.target)} ${toMarkdown(toWho(change.target, labels))}${words}`,
      );
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}
