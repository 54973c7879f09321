import {
  type AssignmentChange,
  type AssignmentTarget,
  type Labels,
  type PlanFinding,
  type SourcePosition,
  targetKey,
} from "@intunectl/assignments";
import { toSide, toWho } from "../render/words.ts";

/** What a report is drawn from: a plan, or what is there now (then every change is `keep`). */
export interface ReportSource {
  readonly title: string;
  readonly tenant: string;
  /** ISO 8601, UTC: when the tenant was read; absent when that is not on record. */
  readonly readAt?: string;
  readonly source?: string;
  readonly digest?: string;
  readonly hasChanges: boolean;
  readonly configurations: readonly ReportConfiguration[];
  /** Could not be read, or was left out. */
  readonly unknown: readonly { readonly id: string; readonly name: string; readonly reason: string }[];
  readonly findings: readonly PlanFinding[];
  readonly labels: Labels;
}

/** A row. */
export interface ReportConfiguration {
  readonly id: string;
  readonly name: string;
  readonly changes: readonly AssignmentChange[];
  readonly position?: SourcePosition;
}

/** One audience, whichever side it is on. */
export interface GridColumn {
  readonly key: string;
  /** 0: everyone, 1: included somewhere, 2: only ever kept out. */
  readonly band: 0 | 1 | 2;
  readonly title: string;
}

/** Rows by columns; what has no column of its own is in the last cell of its row. */
export interface Grid {
  readonly columns: readonly GridColumn[];
  /** Groups that share the last column. */
  readonly folded: readonly GridColumn[];
}

/** Columns that a person can look at. */
const mostColumns = 20;

/** Three bands, then by name; beyond 20 columns those that change least and are used least share the last one. */
export function toGrid({ configurations, labels }: Pick<ReportSource, "configurations" | "labels">): Grid {
  const columns = toColumns(configurations, labels);
  if (columns.length <= mostColumns) return { columns, folded: [] };
  const weights = new Map<string, number>();
  for (const { changes } of configurations)
    for (const { kind, target } of changes) {
      const key = toColumnKey(target);
      weights.set(key, (weights.get(key) ?? 0) + (kind === "keep" ? 1 : 1_000_000));
    }
  const byWeight = columns.toSorted(
    (left, right) =>
      Number(right.band === 0) - Number(left.band === 0) ||
      (weights.get(right.key) ?? 0) - (weights.get(left.key) ?? 0) ||
      byTitle(left, right),
  );
  const kept = new Set(byWeight.slice(0, mostColumns - 1).map(({ key }) => key));
  return {
    columns: columns.filter(({ key }) => kept.has(key)),
    folded: columns.filter(({ key }) => !kept.has(key)),
  };
}

/** Which column a target is in: a group is one column, whichever side it is on. */
export function toColumnKey(target: AssignmentTarget): string {
  return targetKey(target).replace(/^(?:include|exclude):/, "group:");
}

function toColumns(configurations: readonly ReportConfiguration[], labels: Labels): readonly GridColumn[] {
  const columns = new Map<string, GridColumn>([
    ["all-devices", { key: "all-devices", band: 0, title: "All devices" }],
    ["all-users", { key: "all-users", band: 0, title: "All users" }],
  ]);
  for (const { changes } of configurations)
    for (const { target } of changes) {
      const key = toColumnKey(target);
      const known = columns.get(key);
      const isKeptOut = toSide(target) === "exclude";
      // A group that is included anywhere belongs to the middle, where people look for it.
      if (known !== undefined && (known.band !== 2 || isKeptOut)) continue;
      columns.set(key, { key, band: isKeptOut ? 2 : 1, title: toWho(target, labels) });
    }
  return [...columns.values()].toSorted(
    (left, right) => left.band - right.band || (left.band === 0 ? 0 : byTitle(left, right)),
  );
}

function byTitle(left: GridColumn, right: GridColumn): number {
  return left.title < right.title ? -1 : left.title > right.title ? 1 : left.key < right.key ? -1 : 1;
}
