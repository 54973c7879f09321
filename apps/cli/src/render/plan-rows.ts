import {
  type Assignment,
  type AssignmentChange,
  type AssignmentSet,
  type AssignmentTarget,
  type Labels,
  type PlanFile,
  type PlannedConfiguration,
  sortAssignments,
  toAudience,
  toFilter,
} from "@intunectl/assignments";
import type { Rows } from "../answer.ts";
import { toSide, toWho } from "./words.ts";

/** One row a change, unchanged targets too: for spreadsheets and scripts. */
export function toPlanRows({
  configurations,
  labels,
}: {
  readonly configurations: readonly Pick<PlannedConfiguration, "id" | "name" | "changes">[];
  readonly labels: PlanFile["labels"];
}): Rows {
  return {
    columns: [
      "configuration",
      "configurationId",
      "change",
      "side",
      "target",
      "groupName",
      "groupId",
      "filterName",
      "filterMode",
      "filterBefore",
    ],
    rows: configurations.flatMap(({ id, name, changes }) =>
      changes.map((change) => ({
        configuration: name,
        configurationId: id,
        change: change.kind,
        side: toSide(change.target),
        ...toTargetCells(change.target, labels),
        filterBefore: toFilterBefore(change, labels),
      })),
    ),
  };
}

/** Columns of a file that can be read back. */
export const assignmentColumns = [
  "configuration",
  "configurationId",
  "mode",
  "target",
  "groupName",
  "groupId",
  "filterName",
  "filterMode",
] as const;

/** One row an assignment; `?` in every cell of a set that could not be read. */
export function toAssignmentRows(
  configurations: readonly { readonly id: string; readonly name: string; readonly set: AssignmentSet }[],
  labels: Labels,
): Rows {
  return {
    columns: assignmentColumns,
    rows: configurations.flatMap(({ id, name, set }): Rows["rows"] => {
      const reference = { configuration: name, configurationId: id };
      if (set.kind === "unknown") return [{ ...reference, mode: "?", target: "?" }];
      return sortAssignments(set.assignments).map(({ target }: Assignment) => ({
        ...reference,
        mode: toSide(target),
        ...toTargetCells(target, labels),
      }));
    }),
  };
}

interface TargetCells {
  readonly target: string;
  readonly groupName: string;
  readonly groupId: string;
  readonly filterName: string;
  readonly filterMode: string;
}

function toTargetCells(target: AssignmentTarget, labels: Labels): TargetCells {
  const audience = toAudience(target);
  const filter = toFilter(target);
  const isGroup = audience.kind === "include" || audience.kind === "exclude";
  return {
    target: isGroup ? "group" : audience.kind,
    groupName: isGroup
      ? (labels.groups[audience.groupId.toLowerCase()] ?? "")
      : audience.kind === "collection"
        ? toWho(target, labels)
        : "",
    groupId: isGroup ? audience.groupId : "",
    filterName: filter === undefined ? "" : (labels.filters[filter.id.toLowerCase()] ?? filter.id),
    filterMode: filter === undefined ? "" : filter.mode === "include" ? "only" : "not",
  };
}

function toFilterBefore(change: AssignmentChange, labels: Labels): string {
  if (change.kind !== "change") return "";
  const filter = toFilter(change.before);
  if (filter === undefined) return "none";
  return `${filter.mode === "include" ? "only" : "not"} ${labels.filters[filter.id.toLowerCase()] ?? filter.id}`;
}
