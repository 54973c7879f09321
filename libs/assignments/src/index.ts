export { applyConfiguration, checkGuard, isSuccess, verifyDelays } from "./apply.ts";
export type { ApplyOutcome, ApplyPorts, Guard, WriteAnswer } from "./apply.ts";
export { isSameSet, sortAssignments } from "./assignment-set.ts";
export type { AssignmentSet, UnknownAssignmentSet } from "./assignment-set.ts";
export { decodeAssignments } from "./decode.ts";
export { decodePlan, parsePlanFile } from "./decode-plan.ts";
export type { DecodedPlan } from "./decode-plan.ts";
export { parseRun } from "./decode-run.ts";
export type { DecodedRun } from "./decode-run.ts";
export { parseSnapshot } from "./decode-snapshot.ts";
export type { DecodedSnapshot } from "./decode-snapshot.ts";
export { parseDesiredState } from "./desired-state.ts";
export type {
  DecodedDesiredState,
  DesiredConfiguration,
  DesiredName,
  DesiredState,
  DesiredTarget,
} from "./desired-state.ts";
export { formatDiagnostic, formatPosition } from "./diagnostic.ts";
export type { Diagnostic, DiagnosticCode, SourcePosition } from "./diagnostic.ts";
export { diffSnapshots } from "./diff-snapshots.ts";
export type { SnapshotDifference } from "./diff-snapshots.ts";
export { findConfigurations, findOne } from "./directory.ts";
export type {
  Directory,
  DirectoryConfiguration,
  Found,
  Resolution,
  ResolvedConfiguration,
} from "./directory.ts";
export { toReach } from "./explain.ts";
export type { Reach } from "./explain.ts";
export { toFailure } from "./failure.ts";
export type { Failure } from "./failure.ts";
export { toFingerprint } from "./fingerprint.ts";
export { formatDesiredState } from "./format-desired-state.ts";
export { createGraphPort } from "./graph-port.ts";
export type { GraphPort } from "./graph-port.ts";
export { findDeletedGroups, lintAssignments } from "./lint.ts";
export type { Finding } from "./lint.ts";
export { findNearName } from "./near-name.ts";
export { diffAssignments, hasChanges, planAssignments } from "./plan.ts";
export type { AssignmentChange, AssignmentPlan, AssignMode } from "./plan.ts";
export { planConfigurations } from "./plan-configurations.ts";
export type { ConfigurationPlans } from "./plan-configurations.ts";
export { createPlanFile, formatPlanFile, toSummary } from "./plan-file.ts";
export type {
  ConfigurationReference,
  Labels,
  PlanContent,
  PlanFile,
  PlanFinding,
  PlannedConfiguration,
  PlanSummary,
  SkippedConfiguration,
} from "./plan-file.ts";
export { resolveDesiredState, resolveDesiredStates } from "./resolve.ts";
export type { ResolveOptions } from "./resolve.ts";
export { resolveRequest } from "./resolve-request.ts";
export type { AssignRequest } from "./resolve-request.ts";
export { planResume } from "./resume.ts";
export type { ResumePlan } from "./resume.ts";
export { resolveSnapshot } from "./resolve-snapshot.ts";
export { createRun, mayBeWritten, recordState } from "./run.ts";
export type { Run, RunEntry, RunState } from "./run.ts";
export { formatRunRecord, replayRunLog } from "./run-log.ts";
export type { RunRecord } from "./run-log.ts";
export { findEntries, parseSelector } from "./selector.ts";
export type { DirectoryEntry, Selector } from "./selector.ts";
export { settleRun } from "./settle-run.ts";
export { createSnapshot, formatSnapshot } from "./snapshot.ts";
export type { Snapshot, SnapshotConfiguration } from "./snapshot.ts";
export {
  allDevices,
  allUsers,
  exclude,
  hasSameFilter,
  include,
  targetKey,
  toAudience,
  toCanonicalTarget,
  toFilter,
} from "./target.ts";
export type { Assignment, AssignmentTarget, Audience, TargetFilter } from "./target.ts";
export { planUndo } from "./undo.ts";
export type { UndoPlan } from "./undo.ts";
