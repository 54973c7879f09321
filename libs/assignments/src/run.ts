import type { ApplyOutcome } from "./apply.ts";
import type { ConfigurationReference, Labels, PlanFile, PlannedConfiguration } from "./plan-file.ts";
import type { Assignment } from "./target.ts";

/** The record of one run: written before the first write, and after every one. */
export interface Run {
  readonly version: 1;
  /** Short, unique on this machine: `0c41`. */
  readonly id: string;
  readonly tenant: string;
  /** What was typed, without secrets: `apply plan.json`. */
  readonly command: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** ISO 8601, UTC; absent when the run did not come to its end. */
  readonly finishedAt?: string;
  /** The run that this one takes back. */
  readonly undoes?: string;
  /** The run that this one goes on with. */
  readonly resumes?: string;
  readonly configurations: readonly RunEntry[];
  readonly labels: Labels;
}

/** What became of one configuration in a run. */
export interface RunEntry extends ConfigurationReference {
  readonly before: readonly Assignment[];
  readonly after: readonly Assignment[];
  readonly state: RunState;
  readonly reason?: string;
}

/** `planned`: not begun. `writing`: begun, and not ended as far as is known. Else the outcome's kind. */
export type RunState = "planned" | "writing" | ApplyOutcome["kind"];

const runStates: readonly string[] = [
  "planned",
  "writing",
  "applied",
  "unverified",
  "already",
  "moved",
  "unreadable",
  "failed",
  "uncertain",
] satisfies readonly RunState[];

/** Whether a value of a file is a state. */
export function isRunState(value: unknown): value is RunState {
  return typeof value === "string" && runStates.includes(value);
}

/** A run at its start: everything planned, nothing written. */
export function createRun(
  plan: Pick<PlanFile, "tenant" | "configurations" | "labels">,
  facts: Pick<Run, "id" | "command" | "startedAt" | "undoes" | "resumes">,
): Run {
  return {
    version: 1,
    id: facts.id,
    tenant: plan.tenant,
    command: facts.command,
    startedAt: facts.startedAt,
    ...(facts.undoes === undefined ? {} : { undoes: facts.undoes }),
    ...(facts.resumes === undefined ? {} : { resumes: facts.resumes }),
    configurations: plan.configurations.map(({ resource, id, name, before, after }) => ({
      resource,
      id,
      name,
      before,
      after,
      state: "planned",
    })),
    labels: plan.labels,
  };
}

/** The run with one entry moved on. */
export function recordState(
  run: Run,
  planned: PlannedConfiguration,
  outcome: ApplyOutcome | { readonly kind: "writing" },
): Run {
  const reason = toReason(outcome);
  return {
    ...run,
    configurations: run.configurations.map((entry) =>
      entry.resource === planned.resource && entry.id === planned.id
        ? { ...entry, state: outcome.kind, ...(reason === undefined ? {} : { reason }) }
        : entry,
    ),
  };
}

/** Whether an entry's configuration may have been written. */
export function mayBeWritten({ state }: RunEntry): boolean {
  switch (state) {
    case "writing":
    case "applied":
    case "unverified":
    case "uncertain":
      return true;
    case "planned":
    case "already":
    case "moved":
    case "unreadable":
    case "failed":
      return false;
    default:
      return state satisfies never;
  }
}

/** Why an outcome is what it is; absent when it needs no words. */
export function toReason(outcome: ApplyOutcome | { readonly kind: "writing" }): string | undefined {
  switch (outcome.kind) {
    case "unverified":
    case "unreadable":
      return outcome.reason;
    case "failed":
    case "uncertain":
      return outcome.failure.message;
    case "moved":
      return "changed since the plan was made";
    case "writing":
    case "applied":
    case "already":
      return undefined;
    default:
      return outcome satisfies never;
  }
}
