import {
  type Assignment,
  createPlanFile,
  diffAssignments,
  exclude,
  include,
  type PlanFile,
  toFingerprint,
} from "@intunectl/assignments";

const toId = (kind: string, index: number): string =>
  `${index.toString(16).padStart(8, "0")}-${kind}-4000-8000-000000000000`;
const prefixes = ["Edge: ", "Office: ", "Windows Update - ", "Defender: ", "OneDrive: "];

/** A plan with many rows and groups; the same for the same numbers. */
export function createLargePlan({
  rows,
  groups,
  changedRows,
}: {
  readonly rows: number;
  readonly groups: number;
  readonly changedRows: number;
}): PlanFile {
  const groupIds = Array.from({ length: groups }, (_, index) => toId("0000", index));
  const pick = (index: number): string => groupIds[index % groups] ?? "";
  const configurations = Array.from({ length: rows }, (_, row) => {
    const id = toId("00a0", row);
    const before: readonly Assignment[] = [
      ...Array.from({ length: 6 }, (__, index) => ({ target: include(pick(row * 7 + index)) })),
      { target: exclude(pick(row * 7 + 9)) },
    ];
    const after = row < changedRows ? [...before, { target: include(pick(row * 7 + 6)) }] : before;
    return {
      resource: "groupPolicyConfigurations",
      id,
      name: `${prefixes[row % prefixes.length] ?? ""}policy ${String(row).padStart(4, "0")}`,
      mode: "merge" as const,
      before,
      beforeFingerprint: toFingerprint(before),
      after,
      changes: diffAssignments(before, after),
    };
  });
  return createPlanFile({
    tenant: "contoso.onmicrosoft.com",
    source: "assignments",
    configurations,
    skipped: [],
    findings: [],
    labels: {
      groups: Object.fromEntries(
        groupIds.map((id, index) => [id, `SG-Intune-${String(index).padStart(3, "0")}`]),
      ),
      deletedGroups: [],
      filters: {},
    },
  });
}
