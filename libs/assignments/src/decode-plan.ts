import { decodeAssignments } from "./decode.ts";
import { toFingerprint } from "./fingerprint.ts";
import { isJsonObject, isText, type JsonObject, toCanonicalJson } from "./json.ts";
import { diffAssignments } from "./plan.ts";
import type { PlanFile } from "./plan-file.ts";
import { toDigest } from "./plan-file.ts";

/** A plan, or why the file is not one that can be applied. */
export type DecodedPlan =
  | { readonly kind: "decoded"; readonly plan: PlanFile }
  | {
      readonly kind: "invalid";
      readonly code: "not-json" | "not-a-plan" | "unknown-version" | "plan-edited";
      readonly message: string;
      readonly hint?: string;
    };

/** Reads a plan file and checks that it is as it was made. Never throws. */
export function parsePlanFile(text: string): DecodedPlan {
  try {
    return decodePlan(JSON.parse(text.replace(/^\uFEFF/, "")));
  } catch {
    return { kind: "invalid", code: "not-json", message: "the plan is not JSON" };
  }
}

/** Checks version, digest and shape, in this order. */
export function decodePlan(value: unknown): DecodedPlan {
  if (!isJsonObject(value)) return notAPlan("it is not an object");
  if (value["version"] !== 1)
    return {
      kind: "invalid",
      code: "unknown-version",
      message: `the plan has version ${JSON.stringify(value["version"]) ?? "none"}; this version reads 1`,
    };
  if (!isText(value["digest"])) return notAPlan("it has no digest");
  if (value["digest"] !== toDigest(value))
    return {
      kind: "invalid",
      code: "plan-edited",
      message: "the plan was changed after it was made: its digest does not fit",
      hint: "make a new plan; edit the desired state, not the plan",
    };
  const problem = findProblem(value);
  return problem === undefined ? { kind: "decoded", plan: decodeChecked(value) } : notAPlan(problem);
}

/** `findProblem` has seen every member. */
function decodeChecked(value: JsonObject): PlanFile {
  return value as unknown as PlanFile;
}

function findProblem(plan: JsonObject): string | undefined {
  const { tenant, source, readAt, configurations, skipped, findings, labels } = plan;
  if (!isText(tenant)) return "it has no tenant";
  if (source !== undefined && typeof source !== "string") return "its source is not text";
  if (readAt !== undefined && !isText(readAt)) return "its time is not text";
  if (!Array.isArray(configurations)) return "its configurations are not a list";
  if (!Array.isArray(skipped)) return "its skipped configurations are not a list";
  const seen = new Set<string>();
  for (const [index, item] of configurations.entries()) {
    const problem = findConfigurationProblem(item, seen);
    if (problem !== undefined) return `configurations[${index}] ${problem}`;
  }
  const badSkip = skipped.findIndex((item) => !isReference(item) || !isText(item["reason"]));
  if (badSkip !== -1) return `skipped[${badSkip}] is not complete`;
  if (!Array.isArray(findings) || !findings.every(isFinding)) return "its findings are not complete";
  if (!isSummary(plan["summary"])) return "its summary is not complete";
  return isLabels(labels) ? undefined : "its labels are not complete";
}

function findConfigurationProblem(value: unknown, seen: Set<string>): string | undefined {
  if (!isReference(value)) return "has no resource, id or name";
  const id = `${String(value["resource"])}/${String(value["id"]).toLowerCase()}`;
  if (seen.has(id)) return "is there more than once";
  seen.add(id);
  if (!["replace", "merge", "remove"].includes(String(value["mode"]))) return "has an unknown mode";
  const { position } = value;
  if (position !== undefined && !isPosition(position)) return "has a position that is none";
  const before = decodeAssignments(value["before"]);
  if (before.kind === "unknown") return `has a before set that is not understood: ${before.reason}`;
  const after = decodeAssignments(value["after"]);
  if (after.kind === "unknown") return `has an after set that is not understood: ${after.reason}`;
  if (value["beforeFingerprint"] !== toFingerprint(before.assignments))
    return "has a fingerprint that does not fit";
  // What a person approved is the list of changes, so it must be what will happen.
  const changes = diffAssignments(before.assignments, after.assignments);
  if (toCanonicalJson(value["changes"]) !== toCanonicalJson(changes))
    return "has changes that do not fit its sets";
  return undefined;
}

/** Whether a value has a resource, an id and a name. */
export function isReference(value: unknown): value is JsonObject {
  return (
    isJsonObject(value) &&
    isText(value["resource"]) &&
    isText(value["id"]) &&
    typeof value["name"] === "string"
  );
}

/** Whether a value is what names are looked up in. */
export function isLabels(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    isTextByKey(value["groups"]) &&
    isTextByKey(value["filters"]) &&
    Array.isArray(value["deletedGroups"]) &&
    value["deletedGroups"].every((id) => typeof id === "string")
  );
}

function isFinding(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    isText(value["configurationId"]) &&
    isText(value["code"]) &&
    (value["severity"] === "error" || value["severity"] === "warning") &&
    isText(value["message"])
  );
}

function isSummary(value: unknown): boolean {
  const names = ["add", "change", "remove", "unchanged", "skipped"];
  return isJsonObject(value) && names.every((name) => Number.isInteger(value[name]));
}

function isTextByKey(value: unknown): boolean {
  return isJsonObject(value) && Object.values(value).every((text) => typeof text === "string");
}

function isPosition(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    typeof value["file"] === "string" &&
    Number.isInteger(value["line"]) &&
    Number.isInteger(value["column"])
  );
}

function notAPlan(reason: string): DecodedPlan {
  return { kind: "invalid", code: "not-a-plan", message: `the file is not a plan: ${reason}` };
}
