import {
  type AssignmentChange,
  diffAssignments,
  type Labels,
  type Run,
  type RunEntry,
} from "@intunectl/assignments";
import type { Appearance } from "./appearance.ts";
import { renderTable } from "./table.ts";
import { count, cut, flow, pad, toAge, toSafeText } from "./text.ts";
import { toFilterChange, toSide, toSign, toWho } from "./words.ts";

/** All runs, the newest first. */
export function renderHistory(runs: readonly Run[], nowMs: number, { width }: Appearance): string {
  const rows = runs.map((run) => [
    run.id,
    toAge(run.startedAt, nowMs),
    toSafeText(run.tenant),
    toSafeText(run.command),
    toRunWords(run),
  ]);
  const columns = [
    { title: "RUN" },
    { title: "STARTED" },
    { title: "TENANT", isFlexible: true },
    { title: "COMMAND", isFlexible: true },
    { title: "RESULT", isFlexible: true },
  ];
  return renderTable(columns, rows, width);
}

/** One run with what it changed. */
export function renderRun(run: Run, appearance: Appearance): string {
  const started = `${run.startedAt.slice(0, 16).replace("T", " ")} UTC`;
  const head = `Run ${run.id}  ${started}  ${toSafeText(run.tenant)}`;
  const lines = [head, toSafeText(run.command), ""];
  for (const entry of run.configurations) {
    lines.push(
      `  ${pad(cut(toSafeText(entry.name), 34, appearance.glyphs.ellipsis), 34)}  ${toStateWords(entry)}`,
      ...renderChanges(diffAssignments(entry.before, entry.after), run.labels, appearance),
    );
    const { reason } = entry;
    if (reason !== undefined)
      lines.push(
        ...flow(toSafeText(reason).split(" "), appearance.width - 4, " ").map((line) => `    ${line}`),
      );
  }
  lines.push("", `${toRunWords(run)}.`);
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** `2 of 3 applied`, or `interrupted: 1 of 3 applied, 1 unknown`. */
export function toRunWords({ configurations, finishedAt }: Run): string {
  const has = (...states: readonly RunEntry["state"][]): number =>
    configurations.filter(({ state }) => states.includes(state)).length;
  const unknown = has("writing", "uncertain");
  const words = `${has("applied", "unverified", "already")} of ${configurations.length} applied`;
  const tail = unknown === 0 ? "" : `, ${unknown} unknown`;
  return `${finishedAt === undefined ? "interrupted: " : ""}${words}${tail}`;
}

/** The changes of one configuration on lines of their own. */
export function renderChanges(
  changes: readonly AssignmentChange[],
  labels: Labels,
  { color, glyphs }: Appearance,
): readonly string[] {
  return changes.flatMap((change) => {
    if (change.kind === "keep") return [];
    const filter = toFilterChange(change, labels, glyphs);
    const words = `${toSign(change.kind)} ${toSide(change.target)} ${toWho(change.target, labels)}`;
    return [`    ${color(change.kind, words)}${filter === "" ? "" : `  filter ${filter}`}`];
  });
}

/** What became of an entry; one that was begun and never ended is unknown. */
export function toStateWords({ state }: RunEntry): string {
  switch (state) {
    case "planned":
      return "not begun";
    case "writing":
      return "unknown: interrupted while writing";
    case "uncertain":
      return "unknown: no answer to the write";
    case "applied":
      return "applied, verified";
    case "unverified":
      return "applied, not verified";
    case "already":
      return "already there";
    case "moved":
    case "unreadable":
    case "failed":
      return "not written";
    default:
      return state satisfies never;
  }
}

/** `3 configurations`. */
export function countConfigurations(number: number): string {
  return count(number, "configuration");
}
