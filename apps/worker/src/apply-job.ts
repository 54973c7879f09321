import {
  allDevices,
  allUsers,
  applyConfiguration,
  type ApplyOutcome,
  type Assignment,
  exclude,
  type GraphPort,
  include,
  isSuccess,
  planAssignments,
  hasChanges,
  toFingerprint,
  type PlannedConfiguration,
} from "@intunectl/assignments";
import type { Job, JobResult } from "./job.ts";

/** What applying a job needs. */
export interface JobPorts {
  /** The port for a kind, by its name in URLs. */
  readonly portOf: (resource: string) => GraphPort;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The result of a job without where it came from. */
export type JobOutcome = Omit<JobResult, "id" | "line" | "configuration">;

/** How often a job is planned again when somebody else changes the set between plan and write. */
const maxAttempts = 3;

/** Makes one job true: reads, plans, writes and reads back, by the rules of the library. */
export async function applyJob(job: Job, ports: JobPorts): Promise<JobOutcome> {
  const port = ports.portOf(job.resource);
  let outcome = await attempt(job, port, ports);
  for (let count = 1; count < maxAttempts && outcome.code === "moved"; count += 1) {
    outcome = await attempt(job, port, ports);
  }
  return outcome;
}

async function attempt(job: Job, port: GraphPort, { sleep }: JobPorts): Promise<JobOutcome> {
  const current = await port.read(job.configuration);
  const plan = planAssignments(current, toAssignments(job), job.mode);
  if (plan.kind === "refused" || current.kind === "unknown") {
    const reason =
      plan.kind === "refused" ? plan : { code: "unreadable", reason: "its assignments are unknown" };
    const requestId = current.kind === "unknown" ? current.failure?.requestId : undefined;
    return {
      status: "refused",
      code: reason.code,
      message: reason.reason,
      ...(requestId === undefined ? {} : { requestId }),
    };
  }
  const before = current.assignments.length;
  if (!hasChanges(plan.changes)) return { status: "unchanged", before, after: before };
  const { resource, configuration, mode } = job;
  const planned: PlannedConfiguration = {
    resource,
    id: configuration,
    name: configuration,
    mode,
    before: current.assignments,
    beforeFingerprint: toFingerprint(current.assignments),
    after: plan.next,
    changes: plan.changes,
  };
  const outcome = await applyConfiguration(planned, {
    read: () => port.read(configuration),
    write: (_, assignments) => port.write(configuration, assignments),
    recordStart: () => Promise.resolve(),
    recordEnd: () => Promise.resolve(),
    sleep,
  });
  return toResult(outcome, before, plan.next.length);
}

function toAssignments(job: Job): readonly Assignment[] {
  const included = job.include.map((name) => {
    if (name === "all-devices") return { target: allDevices() };
    return { target: name === "all-users" ? allUsers() : include(name) };
  });
  return [...included, ...job.exclude.map((groupId) => ({ target: exclude(groupId) }))];
}

function toResult(outcome: ApplyOutcome, before: number, after: number): JobOutcome {
  switch (outcome.kind) {
    case "applied":
      return { status: "applied", before, after };
    case "already":
      return { status: "unchanged", before: after, after };
    case "unverified": {
      const status = isSuccess(outcome) ? "applied" : "failed";
      return { status, before, code: `unverified-${outcome.seen}`, message: outcome.reason };
    }
    case "moved":
      return {
        status: "refused",
        code: "moved",
        message: "somebody else changes this configuration at the same time; nothing was written",
      };
    case "unreadable": {
      const requestId = outcome.failure?.requestId;
      return {
        status: "refused",
        before,
        code: "unreadable",
        message: outcome.reason,
        ...(requestId === undefined ? {} : { requestId }),
      };
    }
    case "failed":
    case "uncertain": {
      const { code, message, requestId } = outcome.failure;
      const isUncertain = outcome.kind === "uncertain";
      return {
        status: "failed",
        before,
        // The write may have happened: no count, and a code of its own.
        code: isUncertain ? "uncertain" : code,
        message: isUncertain ? `it is not known whether the change was made: ${message}` : message,
        ...(requestId === undefined ? {} : { requestId }),
      };
    }
    default:
      return outcome satisfies never;
  }
}
