import { parsePlanFile, type PlanFile } from "@intunectl/assignments";
import { CliError } from "./cli-error.ts";
import { exitCodes } from "./exit-codes.ts";
import { isMissing, type World } from "./world.ts";

/** The text of a file that was named on the command line. */
export async function readNamedFile(world: World, path: string): Promise<string> {
  try {
    return await world.readText(path);
  } catch (error) {
    const reason = isMissing(error)
      ? "there is no such file"
      : error instanceof Error
        ? error.message
        : String(error);
    throw new CliError(`cannot read ${path}: ${reason}`, {
      code: "unreadable-file",
      exitCode: exitCodes.usage,
    });
  }
}

/** Writes a file that was named on the command line. */
export async function writeNamedFile(world: World, path: string, text: string): Promise<void> {
  try {
    await world.writeText(path, text, false);
  } catch (error) {
    const reason = isMissing(error)
      ? "there is no such folder"
      : error instanceof Error
        ? error.message
        : String(error);
    throw new CliError(`cannot write ${path}: ${reason}`, {
      code: "unwritable-file",
      exitCode: exitCodes.failed,
    });
  }
}

/** Whether a file is a saved plan rather than a desired state or a snapshot. */
export function isPlanFile(path: string, text: string): boolean {
  const isJson = /\.json$/i.test(path) || /^\uFEFF?\s*\{\s*"version"/.test(text);
  // A snapshot says what it is at its beginning.
  return isJson && !/"kind"\s*:\s*"snapshot"/.test(text.slice(0, 200));
}

/** A saved plan, or an error that says why it is none. */
export function readPlan(text: string, path: string): PlanFile {
  const decoded = parsePlanFile(text);
  if (decoded.kind === "decoded") return decoded.plan;
  const { code, message, hint } = decoded;
  throw new CliError(`${path}: ${message}`, {
    code,
    exitCode: code === "plan-edited" ? exitCodes.refused : exitCodes.usage,
    ...(hint === undefined ? {} : { hint }),
  });
}
