import {
  type AssignmentChange,
  type AssignmentTarget,
  type Labels,
  type PlanFile,
  type PlannedConfiguration,
  type PlanSummary,
  targetKey,
  toAudience,
} from "@intunectl/assignments";
import type { Glyphs } from "./appearance.ts";
import { toSafeText } from "./text.ts";
import { toFilterChange, toFilterWords, toSide, toSign, toWho } from "./words.ts";

/** Which of the three pictures: the grid is the same in all, so that the eye does not learn positions again. */
export type MatrixState = "before" | "diff" | "after";

/** A plan, or in its shape what is there now; then it has no summary. */
export interface MatrixPlan extends Pick<PlanFile, "tenant" | "digest" | "labels"> {
  readonly configurations: readonly Pick<PlannedConfiguration, "name" | "changes">[];
  readonly skipped: readonly { readonly name: string }[];
  readonly summary?: PlanSummary;
}

/** One audience, whichever side it is on. */
export interface MatrixColumn {
  readonly key: string;
  /** 0: everyone, 1: included somewhere, 2: only ever kept out. */
  readonly band: 0 | 1 | 2;
  readonly title: string;
  /** The title is a group's name, so its end is enough where there is little room. */
  readonly hasName: boolean;
}

/** A plan as a grid of signs. */
export interface Matrix {
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[];
  /** What the small numbers mean. */
  readonly notes: readonly string[];
}

/** Rows in the order of the file, columns in three bands and then by name. */
export function toMatrix(plan: MatrixPlan, state: MatrixState, glyphs: Glyphs): Matrix {
  const columns = toColumns(plan);
  const numbers = new Map<string, string>();
  const rows = plan.configurations.map(({ name, changes }) => {
    const byColumn = Map.groupBy(changes, ({ target }) => toColumnKey(target));
    const cells = columns.map(({ key }) => {
      const marks = (byColumn.get(key) ?? [])
        .filter((change) => state === "diff" || isThere(change, state))
        .map((change) => toMark(change, state, plan, numbers, glyphs));
      return marks.length === 0 ? glyphs.absent : marks.join("");
    });
    return { name: toSafeText(name), cells };
  });
  const unknown = plan.skipped.map(({ name }) => ({ name: toSafeText(name), cells: columns.map(() => "?") }));
  const notes = [...numbers].map(([words, number]) => `${number} ${words}`);
  return { columns, rows: [...rows, ...unknown], notes };
}

function toColumns({ configurations, labels }: MatrixPlan): readonly MatrixColumn[] {
  const columns = new Map<string, MatrixColumn>([
    ["all-devices", { key: "all-devices", band: 0, title: "All devices", hasName: false }],
    ["all-users", { key: "all-users", band: 0, title: "All users", hasName: false }],
  ]);
  for (const { target } of configurations.flatMap(({ changes }) => changes)) {
    const key = toColumnKey(target);
    const isKeptOut = toSide(target) === "exclude";
    const known = columns.get(key);
    // A group that is included anywhere belongs to the middle, where people look for it.
    if (known === undefined || (known.band === 2 && !isKeptOut))
      columns.set(key, {
        key,
        band: isKeptOut ? 2 : 1,
        title: toWho(target, labels),
        hasName: hasName(target, labels),
      });
  }
  return [...columns.values()].toSorted((left, right) => {
    if (left.band !== right.band) return left.band - right.band;
    return left.band === 0 || left.title === right.title ? 0 : left.title < right.title ? -1 : 1;
  });
}

function hasName(target: AssignmentTarget, { groups }: Labels): boolean {
  const audience = toAudience(target);
  return "groupId" in audience && groups[audience.groupId.toLowerCase()] !== undefined;
}

function toColumnKey(target: AssignmentTarget): string {
  return targetKey(target).replace(/^(?:include|exclude):/, "group:");
}

function isThere({ kind }: AssignmentChange, state: "before" | "after"): boolean {
  return kind === "keep" || kind === "change" || (state === "before" ? kind === "remove" : kind === "add");
}

function toMark(
  change: AssignmentChange,
  state: MatrixState,
  { labels }: MatrixPlan,
  numbers: Map<string, string>,
  glyphs: Glyphs,
): string {
  const glyph = toAudience(change.target).kind === "exclude" ? glyphs.excluded : glyphs.included;
  const shown = state === "before" && change.kind === "change" ? change.before : change.target;
  const words = state === "diff" ? toFilterChange(change, labels, glyphs) : toFilterWords(shown, labels);
  const sign = state === "diff" ? toSign(change.kind).trim() : "";
  return `${sign}${glyph}${words === undefined || words === "" ? "" : toNumber(words, numbers, glyphs)}`;
}

const superscripts = Array.from("⁰¹²³⁴⁵⁶⁷⁸⁹");

function toNumber(words: string, numbers: Map<string, string>, { included }: Glyphs): string {
  const known = numbers.get(words);
  if (known !== undefined) return known;
  const digits = String(numbers.size + 1);
  const number =
    included === "I"
      ? `(${digits})`
      : Array.from(digits)
          .map((digit) => superscripts[Number(digit)] ?? "")
          .join("");
  numbers.set(words, number);
  return number;
}
