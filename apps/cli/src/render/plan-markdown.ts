import { formatPosition, hasChanges, type PlanFile } from "@intunectl/assignments";
import { toMarkdown } from "./markdown.ts";
import { toCounts } from "./plan.ts";
import { count } from "./text.ts";
import { toFilterChange, toFindingWords, toPhrase, toSide, toSign, toWho } from "./words.ts";

/** A plan for a pull request: counts, a table of changes, warnings, what was skipped. */
export function toPlanMarkdown(plan: PlanFile, title = "Assignment plan"): string {
  const { configurations, skipped, findings, labels, summary } = plan;
  const changed = configurations.filter(({ changes }) => hasChanges(changes));
  const lines = [`### ${title}`, "", `${toMarkdown(plan.tenant)}: **${toCounts(summary)}**`];
  if (changed.length > 0) {
    lines.push(
      "",
      "| Configuration | | Side | Who | Filter | Unchanged |",
      "| --- | --- | --- | --- | --- | --- |",
    );
    for (const { name, changes } of changed) {
      const kept = changes
        .filter(({ kind }) => kind === "keep")
        .map(({ target }) => toPhrase(target, labels));
      for (const [index, change] of changes.filter(({ kind }) => kind !== "keep").entries()) {
        const cells = [
          index === 0 ? toMarkdown(name) : "",
          `\`${toSign(change.kind)}\``,
          toSide(change.target),
          toMarkdown(toWho(change.target, labels)),
          toMarkdown(toFilterChange(change, labels, { arrow: "→" })),
          index === 0 ? toMarkdown(kept.join(", ")) : "",
        ];
        lines.push(`| ${cells.join(" | ")} |`);
      }
    }
  }
  const same = configurations.length - changed.length;
  if (same > 0) lines.push("", `${count(same, "configuration")} without a change.`);
  if (findings.length + skipped.length > 0) lines.push("");
  const names = new Map(configurations.map(({ id, name, position }) => [id, { name, position }]));
  for (const finding of findings) {
    const about = names.get(finding.configurationId);
    const place = about?.position === undefined ? "" : ` (${toMarkdown(formatPosition(about.position))})`;
    lines.push(
      `- **${toMarkdown(about?.name ?? finding.configurationId)}** ${toMarkdown(toFindingWords(finding, labels))}${place}`,
    );
  }
  for (const { name, reason } of skipped)
    lines.push(`- **${toMarkdown(name)}** could not be planned: ${toMarkdown(reason)}`);
  lines.push("", `<sub>plan ${plan.digest.slice(0, 19)}</sub>`);
  return lines.map((line) => `${line}\n`).join("");
}
