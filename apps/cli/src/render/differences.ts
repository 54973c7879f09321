import type { Labels, Snapshot, SnapshotDifference } from "@intunectl/assignments";
import type { Appearance } from "./appearance.ts";
import { renderChanges } from "./history.ts";
import { cut, flow, toSafeText } from "./text.ts";
import { toShortId } from "./words.ts";

/** How many configurations there are of each kind of difference. */
export type DifferenceCounts = Readonly<Record<SnapshotDifference["kind"], number>>;

/** Counts differences. */
export function toDifferenceCounts(differences: readonly SnapshotDifference[]): DifferenceCounts {
  const has = (kind: SnapshotDifference["kind"]): number =>
    differences.filter((one) => one.kind === kind).length;
  return {
    changed: has("changed"),
    added: has("added"),
    removed: has("removed"),
    renamed: has("renamed"),
    unknown: has("unknown"),
  };
}

/** `1 changed, 0 new, 0 gone, 0 renamed, 1 not known`. */
export function toDifferenceWords({ changed, added, removed, renamed, unknown }: DifferenceCounts): string {
  const words = [`${changed} changed`, `${added} new`, `${removed} gone`, `${renamed} renamed`];
  return [...words, ...(unknown > 0 ? [`${unknown} not known`] : [])].join(", ");
}

/** Every configuration that is another one now, with what changed about it. */
export function renderDifferences(
  differences: readonly SnapshotDifference[],
  before: Snapshot,
  after: Snapshot,
  labels: Labels,
  appearance: Appearance,
): string {
  const { width, glyphs, color } = appearance;
  const lines = [`${toSafeText(after.tenant)}  ${toTime(before)} ${glyphs.arrow} ${toTime(after)}`, ""];
  for (const one of differences) {
    const right = toKindWord(one);
    const name = cut(toSafeText(one.name), width - right.length - 16, glyphs.ellipsis);
    const left = `  ${name}  ${toShortId(one.id)}`;
    const gap = " ".repeat(Math.max(2, width - Array.from(left).length - right.length));
    lines.push(`${left}${gap}${right}`.replace(name, () => color("strong", name)));
    if ("changes" in one) lines.push(...renderChanges(one.changes, labels, appearance));
    if (one.nameBefore !== undefined) lines.push(`    was named ${toSafeText(one.nameBefore)}`);
    if (one.kind === "unknown")
      lines.push(
        ...flow(`? ${toSafeText(one.reason)}`.split(" "), width - 4, " ").map((line) => `    ${line}`),
      );
    lines.push("");
  }
  lines.push(
    differences.length === 0 ? "No differences." : `${toDifferenceWords(toDifferenceCounts(differences))}.`,
  );
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** `2026-08-22 09:17 UTC`. */
export function toTime({ takenAt }: Snapshot): string {
  return `${takenAt.slice(0, 16).replace("T", " ")} UTC`;
}

/** What a difference is, in a word. */
export function toKindWord({ kind }: SnapshotDifference): string {
  return kind === "added" ? "new" : kind === "removed" ? "gone" : kind === "unknown" ? "not known" : kind;
}
