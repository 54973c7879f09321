import { decodeAssignments } from "./decode.ts";
import { isLabels, isReference } from "./decode-plan.ts";
import { isJsonObject, isText } from "./json.ts";
import { toDigest } from "./plan-file.ts";
import type { Snapshot } from "./snapshot.ts";

/** A snapshot, or why the file is none. */
export type DecodedSnapshot =
  | { readonly kind: "decoded"; readonly snapshot: Snapshot }
  | {
      readonly kind: "invalid";
      readonly code: "not-json" | "not-a-snapshot" | "snapshot-edited";
      readonly message: string;
    };

/** Reads a snapshot file and checks that it is as it was taken. Never throws. */
export function parseSnapshot(text: string): DecodedSnapshot {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { kind: "invalid", code: "not-json", message: "the snapshot is not JSON" };
  }
  const problem = findProblem(value);
  if (problem !== undefined)
    return { kind: "invalid", code: "not-a-snapshot", message: `the file is not a snapshot: ${problem}` };
  const snapshot = decodeChecked(value);
  if (snapshot.digest === toDigest(snapshot)) return { kind: "decoded", snapshot };
  return {
    kind: "invalid",
    code: "snapshot-edited",
    message: "the snapshot was changed after it was taken: its digest does not fit",
  };
}

/** `findProblem` has seen every member. */
function decodeChecked(value: unknown): Snapshot {
  return value as Snapshot;
}

function findProblem(value: unknown): string | undefined {
  if (!isJsonObject(value)) return "it is not an object";
  if (value["kind"] !== "snapshot") return "its kind is not snapshot";
  if (value["version"] !== 1) return `it has version ${JSON.stringify(value["version"]) ?? "none"}`;
  const missing = ["tenant", "takenAt", "digest"].find((name) => !isText(value[name]));
  if (missing !== undefined) return `it has no ${missing}`;
  if (!isLabels(value["labels"])) return "its labels are not complete";
  const { configurations } = value;
  if (!Array.isArray(configurations)) return "its configurations are not a list";
  const bad = configurations.findIndex((item) => !isConfiguration(item));
  return bad === -1 ? undefined : `configurations[${bad}] is not complete`;
}

function isConfiguration(value: unknown): boolean {
  if (!isReference(value) || !isJsonObject(value)) return false;
  if (value["assignments"] === undefined) return isText(value["unreadable"]);
  return decodeAssignments(value["assignments"]).kind === "known";
}
