import { isSameSet } from "./assignment-set.ts";
import type { Run, RunEntry } from "./run.ts";

/**
 * The run with what later runs found out about it.
 *
 * A write whose end is not known did not come through when a later run found the old set in its place, right before it
 * wrote itself. So an undo does not take back what was somebody else's.
 */
export function settleRun(run: Run, laterRuns: readonly Run[]): Run {
  const later = laterRuns
    .filter(
      ({ id, tenant, startedAt }) => id !== run.id && tenant === run.tenant && startedAt >= run.startedAt,
    )
    .flatMap(({ id, configurations }) => configurations.filter(isWritten).map((entry) => ({ id, entry })));
  const configurations = run.configurations.map((entry): RunEntry => {
    if (entry.state !== "writing" && entry.state !== "uncertain") return entry;
    const finder = later.find(
      (other) =>
        other.entry.resource === entry.resource &&
        other.entry.id.toLowerCase() === entry.id.toLowerCase() &&
        isSameSet(other.entry.before, entry.before),
    );
    if (finder === undefined || isSameSet(entry.before, entry.after)) return entry;
    return { ...entry, state: "failed", reason: `not written, as run ${finder.id} found` };
  });
  return { ...run, configurations };
}

function isWritten({ state }: RunEntry): boolean {
  return state === "applied" || state === "unverified";
}
