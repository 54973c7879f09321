import type { Tally } from "./run.ts";

/** The exit code that tells how a run ended. */
export function toExitCode(tally: Tally, isInterrupted: boolean): number {
  if (isInterrupted) return 130;
  const good = tally.applied + tally.unchanged;
  const bad = tally.refused + tally.failed;
  if (bad === 0) return 0;
  return good === 0 ? 1 : 3;
}

/** The tally in one line for people. */
export function formatTally(tally: Tally): string {
  const { applied, unchanged, refused, failed, notStarted } = tally;
  const parts = [`${applied} applied`, `${unchanged} unchanged`, `${refused} refused`, `${failed} failed`];
  return [...parts, ...(notStarted === 0 ? [] : [`${notStarted} read but not started`])].join(", ");
}
