import type { PlanFile, Snapshot } from "@intunectl/assignments";
import { diffAssignments } from "@intunectl/assignments";
import type { ReportSource } from "./grid.ts";

/** A plan as a report. */
export function planToReport(plan: PlanFile): ReportSource {
  return {
    title: "Assignment plan",
    tenant: plan.tenant,
    ...(plan.readAt === undefined ? {} : { readAt: plan.readAt }),
    ...(plan.source === undefined ? {} : { source: plan.source }),
    digest: plan.digest,
    hasChanges: true,
    configurations: plan.configurations,
    unknown: plan.skipped,
    findings: plan.findings,
    labels: plan.labels,
  };
}

/** What was there at one time, as a report. */
export function snapshotToReport(snapshot: Snapshot): ReportSource {
  const configurations = snapshot.configurations.flatMap(({ id, name, assignments }) =>
    assignments === undefined ? [] : [{ id, name, changes: diffAssignments(assignments, assignments) }],
  );
  return {
    title: "Assignments",
    tenant: snapshot.tenant,
    readAt: snapshot.takenAt,
    digest: snapshot.digest,
    hasChanges: false,
    configurations,
    unknown: snapshot.configurations.flatMap(({ id, name, unreadable }) =>
      unreadable === undefined ? [] : [{ id, name, reason: unreadable }],
    ),
    findings: [],
    labels: snapshot.labels,
  };
}
