import { basename, dirname, join } from "node:path";
import { findNearName, formatPosition, parsePlanFile, type PlanFile } from "@intunectl/assignments";
import { CliError } from "./cli-error.ts";
import { decodeText } from "./decode-text.ts";
import { exitCodes } from "./exit-codes.ts";
import { findJsonMistake } from "./json-mistake.ts";
import { isMissing, type World } from "./world.ts";

/** The text of a file that was named on the command line. */
export async function readNamedFile(world: World, path: string): Promise<string> {
  const found = decodeText(await readNamedBytes(world, path));
  if (found.kind === "decoded") return found.text;
  const { message, hint, line, column } = found;
  throw fileError({ message, hint, file: path, line, column }, "not-text");
}

async function readNamedBytes(world: World, path: string): Promise<Uint8Array> {
  try {
    return await world.readBytes(path);
  } catch (error) {
    const hint = isMissing(error)
      ? await nameNeighbours(world, path)
      : (await world.isFolder(path))
        ? "name a file in it"
        : undefined;
    throw new CliError(`cannot read ${path}: ${toReason(error, "file")}`, {
      code: "unreadable-file",
      exitCode: exitCodes.usage,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

/** What the name may have meant, or where it was looked for. */
async function nameNeighbours(world: World, path: string): Promise<string | undefined> {
  const folder = dirname(path);
  if (!(await world.isFolder(folder))) return `there is no folder ${folder} either`;
  const names = await world.listFolder(folder);
  const near = findNearName(basename(path), names);
  if (near !== undefined) return `did you mean "${folder === "." ? near : join(folder, near)}"?`;
  const like = names.filter((name) => /\.(ya?ml|json|csv)$/i.test(name)).toSorted();
  return like.length === 0
    ? "nothing in this folder is YAML, JSON or CSV; give the whole path"
    : `there are ${like.slice(0, 5).join(", ")}${like.length > 5 ? ", ..." : ""}`;
}

/** An error with a place in a file. */
function fileError(
  {
    message,
    hint,
    ...position
  }: {
    readonly message: string;
    readonly hint: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
  },
  code: string,
): CliError {
  return new CliError("1 problem; nothing was sent", {
    code,
    exitCode: exitCodes.usage,
    details: [{ message: `${formatPosition(position)}  ${code}  ${message}`, hint, position }],
  });
}

/** Throws, with the place, when a text is no JSON. */
export function refuseBrokenJson(text: string, file: string, hint: string): void {
  const offset = findJsonMistake(text);
  if (offset === undefined) return;
  const lines = text
    .slice(0, offset)
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/);
  const isEnd = offset >= text.trimEnd().length;
  const message =
    text.trim() === "" ? "the file is empty" : isEnd ? "the file ends in the middle" : "this is not JSON";
  const column = (lines.at(-1) ?? "").length + 1;
  throw fileError({ message, hint, file, line: lines.length, column }, "not-json");
}

function toReason(error: unknown, what: "file" | "folder"): string {
  if (isMissing(error)) return `there is no such ${what}`;
  if (error instanceof Error && "code" in error && error.code === "EISDIR") return "it is a folder";
  return error instanceof Error ? error.message : String(error);
}

/** Writes a file that was named on the command line. */
export async function writeNamedFile(world: World, path: string, text: string): Promise<void> {
  try {
    await world.writeText(path, text, false);
  } catch (error) {
    throw new CliError(`cannot write ${path}: ${toReason(error, "folder")}`, {
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
  if (decoded.code === "not-json") refuseBrokenJson(text, path, "make the plan again: intunectl plan --out");
  const { code, message, hint } = decoded;
  throw new CliError(`${path}: ${message}`, {
    code,
    exitCode: code === "plan-edited" ? exitCodes.refused : exitCodes.usage,
    ...(hint === undefined ? {} : { hint }),
  });
}
