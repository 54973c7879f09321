import type { Middleware } from "@intunectl/graph-core";
import { CliError } from "./cli-error.ts";
import { exitCodes } from "./exit-codes.ts";

/** The one mechanism of a dry run, and of everything that only looks: what would write does not leave. */
export const readOnly: Middleware = (next) => (request) => {
  if (request.method === "GET") return next(request);
  throw new CliError(`${request.operation.name} would write, and this only looks`, {
    code: "read-only",
    exitCode: exitCodes.failed,
  });
};
