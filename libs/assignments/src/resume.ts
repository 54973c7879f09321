import { toFingerprint } from "./fingerprint.ts";
import { diffAssignments } from "./plan.ts";
import type { PlannedConfiguration } from "./plan-file.ts";
import type { Run, RunEntry } from "./run.ts";

/** What is left of a run. */
export interface ResumePlan {
  /** Exactly as they were planned; what is there decides whether they still may be written. */
  readonly configurations: readonly PlannedConfiguration[];
  /** Came to a good end. */
  readonly done: readonly RunEntry[];
}

/** The part of a run that did not come to a good end, whatever ended it. */
export function planResume(run: Run): ResumePlan {
  const done = run.configurations.filter(isDone);
  const configurations = run.configurations
    .filter((entry) => !isDone(entry))
    .map(({ resource, id, name, before, after }): PlannedConfiguration => ({
      resource,
      id,
      name,
      mode: "replace",
      before,
      beforeFingerprint: toFingerprint(before),
      after,
      changes: diffAssignments(before, after),
    }));
  return { configurations, done };
}

function isDone({ state }: RunEntry): boolean {
  switch (state) {
    case "applied":
    case "already":
      return true;
    // Looked at again: what is there tells whether it came through.
    case "unverified":
    case "planned":
    case "writing":
    case "moved":
    case "unreadable":
    case "failed":
    case "uncertain":
      return false;
    default:
      return state satisfies never;
  }
}
