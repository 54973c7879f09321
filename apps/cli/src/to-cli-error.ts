import { type Failure, toFailure } from "@intunectl/assignments";
import { operations } from "@intunectl/graph-intune";
import { CliError } from "./cli-error.ts";
import { exitCodes } from "./exit-codes.ts";
import { isSignIn } from "./is-sign-in.ts";

/** Anything that was thrown, as an error that a person can act on. */
export function toCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  const operation = error instanceof Error && "operation" in error ? error.operation : undefined;
  return failureToCliError(toFailure(error), typeof operation === "string" ? operation : undefined);
}

function failureToCliError(failure: Failure, operation?: string): CliError {
  const { code, message, status, requestId } = failure;
  const hint = toHint(failure, operation);
  return new CliError(message, {
    code,
    exitCode: isSignIn(status) || code === "noToken" ? exitCodes.signIn : exitCodes.failed,
    ...(hint === undefined ? {} : { hint }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

function toHint({ status, code }: Failure, operationName: string | undefined): string | undefined {
  if (status === 401) return "the token is not accepted; put a fresh one in INTUNECTL_ACCESS_TOKEN";
  if (code === "network") return "is INTUNECTL_GRAPH_URL right, and is the service running?";
  const operation = operations.find(({ name }) => name === operationName);
  const [least] = operation?.permissions.delegated ?? [];
  return status === 403 && least !== undefined ? `${operationName} needs the permission ${least}` : undefined;
}
