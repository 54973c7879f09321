import { type ApplyOutcome, isSuccess } from "@intunectl/assignments";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { isSignIn } from "./is-sign-in.ts";

/** What the process says of a run that came to its end. */
export function toExitCode(
  results: readonly { readonly outcome: ApplyOutcome }[],
  success: ExitCode,
): ExitCode {
  const failed = results.filter(({ outcome }) => !isSuccess(outcome));
  if (failed.length === 0) return success;
  if (failed.length < results.length) return exitCodes.partly;
  if (failed.every(({ outcome }) => outcome.kind === "moved")) return exitCodes.refused;
  const isForbidden = failed.every(
    ({ outcome }) =>
      (outcome.kind === "failed" || outcome.kind === "unreadable") && isSignIn(outcome.failure?.status),
  );
  return isForbidden ? exitCodes.signIn : exitCodes.failed;
}
