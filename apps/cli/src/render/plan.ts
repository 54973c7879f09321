import {
  type AssignmentChange,
  formatPosition,
  hasChanges,
  type Labels,
  type PlanFile,
  type PlanFinding,
  type PlannedConfiguration,
  type PlanSummary,
} from "@intunectl/assignments";
import type { Appearance, Tone } from "./appearance.ts";
import { count, cut, flow, pad, toSafeText, toWidth } from "./text.ts";
import { toFilterChange, toFindingWords, toPhrase, toShortId, toSide, toSign, toWho } from "./words.ts";

type Planned = Pick<PlanFile, "configurations" | "skipped" | "findings" | "summary" | "labels">;

/** A plan for a person: every configuration with its changes, then the counts. */
export function renderPlan(plan: Planned, title: string, appearance: Appearance): string {
  const findingsById = Map.groupBy(plan.findings, ({ configurationId }) => configurationId);
  const blocks = plan.configurations.map((planned) => {
    const findings = findingsById.get(planned.id) ?? [];
    return `${renderConfiguration(planned, findings, plan.labels, appearance)}\n`;
  });
  return `${blocks.join("")}${renderCounts(plan, title, appearance)}`;
}

/** `Plan: 2 to add, 1 to change, 1 to remove, 10 unchanged.  1 warning.` and what was skipped. */
export function renderCounts(
  { findings, skipped, summary }: Planned,
  title: string,
  { width }: Appearance,
): string {
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const tail = warnings === 0 ? "" : `  ${count(warnings, "warning")}.`;
  const lines = [`${title}: ${toCounts(summary)}.${tail}`];
  for (const { name, reason } of skipped)
    lines.push(
      ...flow(
        `Skipped: ${toSafeText(name)} could not be planned: ${toSafeText(reason)}`.split(" "),
        width,
        " ",
      ),
    );
  return lines.map((line) => `${line}\n`).join("");
}

/** `2 to add, 1 to change, 1 to remove, 10 unchanged`. */
export function toCounts({ add, change, remove, unchanged }: PlanSummary): string {
  return `${add} to add, ${change} to change, ${remove} to remove, ${unchanged} unchanged`;
}

const nameIndent = 13;

function renderConfiguration(
  planned: PlannedConfiguration,
  findings: readonly PlanFinding[],
  labels: Labels,
  appearance: Appearance,
): string {
  const { width } = appearance;
  const isChanged = hasChanges(planned.changes);
  const right = isChanged ? planned.mode : "no changes";
  const id = toShortId(planned.id);
  const name = cut(
    toSafeText(planned.name),
    width - right.length - id.length - 6,
    appearance.glyphs.ellipsis,
  );
  const left = `  ${name}  ${id}`;
  const lines = [
    `${pad(left, width - right.length)}${right}`.replace(name, () => appearance.color("strong", name)),
  ];
  if (isChanged) {
    for (const change of planned.changes)
      if (change.kind !== "keep") lines.push(renderChange(change, labels, appearance));
    lines.push(...renderKept(planned, labels, appearance));
  }
  for (const finding of findings) lines.push(...renderFinding(finding, planned, labels, appearance));
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

function renderChange(
  change: AssignmentChange,
  labels: Labels,
  { color, glyphs, width }: Appearance,
): string {
  const sign = toSign(change.kind);
  const filter = toFilterChange(change, labels, glyphs);
  const words = filter === "" ? "" : `  filter  ${filter}`;
  const who = pad(toWho(change.target, labels), Math.min(32, width - nameIndent - toWidth(words)));
  return color(toTone(change.kind), `  ${sign} ${toSide(change.target)}  ${who}${words}`.trimEnd());
}

function renderKept(
  planned: PlannedConfiguration,
  labels: Labels,
  { color, width }: Appearance,
): readonly string[] {
  const kept = planned.changes
    .filter(({ kind }) => kind === "keep")
    .map(({ target }) => toPhrase(target, labels));
  if (kept.length === 0) return [];
  const lines = flow(kept, width - nameIndent - 11);
  return lines.map((line, index) => {
    const isLast = index === lines.length - 1;
    const text = isLast ? `${pad(line, width - nameIndent - 9)}unchanged` : line;
    return color("faint", `${" ".repeat(nameIndent)}${text}`);
  });
}

function renderFinding(
  finding: PlanFinding,
  { position }: PlannedConfiguration,
  labels: Labels,
  { color, width }: Appearance,
): readonly string[] {
  const { severity } = finding;
  const place = position === undefined ? "" : `  ${formatPosition(position)}`;
  const words = flow(`${toFindingWords(finding, labels)}${place}`.split(" "), width - 4, " ");
  return words.map((line, index) => {
    const sign = index > 0 ? " " : severity === "error" ? "x" : "!";
    return color(severity === "error" ? "remove" : "warning", `  ${sign} ${line}`);
  });
}

function toTone(kind: AssignmentChange["kind"]): Tone {
  return kind === "keep" ? "faint" : kind;
}
