import { decodeAssignments } from "./decode.ts";
import { isLabels, isReference } from "./decode-plan.ts";
import { isJsonObject, isText, type JsonObject } from "./json.ts";
import { isRunState, type Run } from "./run.ts";

/** A run out of its file, or why the file is none. */
export type DecodedRun =
  | { readonly kind: "decoded"; readonly run: Run }
  | { readonly kind: "invalid"; readonly message: string };

/** Reads a run's file. Never throws. */
export function parseRun(text: string): DecodedRun {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "invalid", message: "the run is not JSON" };
  }
  const problem = findProblem(value);
  return problem === undefined
    ? { kind: "decoded", run: decodeChecked(value) }
    : { kind: "invalid", message: `the file is not a run: ${problem}` };
}

/** `findProblem` has seen every member. */
function decodeChecked(value: unknown): Run {
  return value as Run;
}

function findProblem(run: unknown): string | undefined {
  if (!isJsonObject(run)) return "it is not an object";
  if (run["version"] !== 1) return `it has version ${JSON.stringify(run["version"]) ?? "none"}`;
  const missing = ["id", "tenant", "startedAt"].find((name) => !isText(run[name]));
  if (missing !== undefined) return `it has no ${missing}`;
  if (typeof run["command"] !== "string") return "it has no command";
  const strange = ["finishedAt", "undoes", "resumes"].find(
    (name) => run[name] !== undefined && !isText(run[name]),
  );
  if (strange !== undefined) return `its ${strange} is not text`;
  if (!isLabels(run["labels"])) return "its labels are not complete";
  const { configurations } = run;
  if (!Array.isArray(configurations)) return "its configurations are not a list";
  const bad = configurations.findIndex((entry) => !isReference(entry) || !isEntry(entry));
  return bad === -1 ? undefined : `configurations[${bad}] is not complete`;
}

function isEntry(entry: JsonObject): boolean {
  return (
    isRunState(entry["state"]) &&
    decodeAssignments(entry["before"]).kind === "known" &&
    decodeAssignments(entry["after"]).kind === "known" &&
    (entry["reason"] === undefined || typeof entry["reason"] === "string")
  );
}
