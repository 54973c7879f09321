import type { AssignmentSet } from "./assignment-set.ts";
import type { ResolvedConfiguration } from "./directory.ts";
import { toFingerprint } from "./fingerprint.ts";
import { findKeptFilters, lintAssignments } from "./lint.ts";
import { planAssignments } from "./plan.ts";
import type { PlanFinding, PlannedConfiguration, SkippedConfiguration } from "./plan-file.ts";

/** What is planned for several configurations, and what a person should know about it. */
export interface ConfigurationPlans {
  readonly configurations: readonly PlannedConfiguration[];
  readonly skipped: readonly SkippedConfiguration[];
  readonly findings: readonly PlanFinding[];
  /** To be replaced, but what is there is unknown: the whole plan must be refused. */
  readonly refused: readonly SkippedConfiguration[];
}

/** Plans every configuration on its own. `setsById` has the current sets by id in lower case. */
export function planConfigurations(
  wanted: readonly ResolvedConfiguration[],
  setsById: ReadonlyMap<string, AssignmentSet>,
): ConfigurationPlans {
  const configurations: PlannedConfiguration[] = [];
  const skipped: SkippedConfiguration[] = [];
  const refused: SkippedConfiguration[] = [];
  const findings: PlanFinding[] = [];
  for (const { resource, id, name, mode, desired, position } of wanted) {
    const reference = { resource, id, name, ...(position === undefined ? {} : { position }) };
    const current = setsById.get(id.toLowerCase()) ?? notRead;
    const plan = planAssignments(current, desired, mode);
    const next = plan.kind === "planned" ? plan.next : [];
    const kept = mode === "merge" ? findKeptFilters(next, desired) : [];
    for (const finding of [...lintAssignments(current, next), ...kept])
      findings.push({ configurationId: id, ...finding });
    if (current.kind === "unknown" || plan.kind === "refused") {
      const reason = plan.kind === "refused" ? plan.reason : "its current set is unknown";
      (mode === "replace" ? refused : skipped).push({ resource, id, name, reason });
      continue;
    }
    configurations.push({
      ...reference,
      mode,
      before: current.assignments,
      beforeFingerprint: toFingerprint(current.assignments),
      after: plan.next,
      changes: plan.changes,
    });
  }
  return { configurations, skipped, findings, refused };
}

const notRead: AssignmentSet = {
  kind: "unknown",
  code: "unreadable",
  reason: "its assignments were not read",
};
