import type { Job } from "./job.ts";

/** A job, or what is wrong with the text and, when it could be read, the job's own id. */
export type DecodedJob =
  | { readonly kind: "job"; readonly job: Job }
  | { readonly kind: "problem"; readonly problem: string; readonly id?: string };

/** Reads one job from JSON text; `resources` are the kinds that are known. */
export function decodeJob(text: string, resources: readonly string[]): DecodedJob {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "problem", problem: "is not JSON" };
  }
  if (!isObject(value)) return { kind: "problem", problem: "is not a JSON object" };
  const id = typeof value["id"] === "string" ? { id: value["id"] } : {};
  const problem = findProblem(value, resources);
  return problem === undefined
    ? { kind: "job", job: decodeChecked(value, resources) }
    : { kind: "problem", problem, ...id };
}

const modes: readonly unknown[] = ["merge", "replace", "remove"] satisfies readonly Job["mode"][];
const members: readonly string[] = ["id", "resource", "configuration", "mode", "include", "exclude"];
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function findProblem(
  value: Readonly<Record<string, unknown>>,
  resources: readonly string[],
): string | undefined {
  const unknown = Object.keys(value).find((name) => !members.includes(name));
  if (unknown !== undefined)
    return `has the unknown member ${JSON.stringify(unknown)}; known are ${members.join(", ")}`;
  const { id, resource, configuration, mode, include, exclude } = value;
  if (id !== undefined && typeof id !== "string") return "id must be a string";
  if (resource === undefined && resources.length !== 1)
    return `resource is missing; known are ${resources.join(", ")}`;
  if (resource !== undefined && !resources.some((known) => known === resource)) {
    return `resource ${JSON.stringify(resource)} is not known; known are ${resources.join(", ")}`;
  }
  if (typeof configuration !== "string" || configuration === "")
    return "configuration must be the id of a configuration";
  if (!modes.includes(mode)) return 'mode must be "merge", "replace" or "remove"';
  const problem =
    findAudienceProblem("include", include, ["all-devices", "all-users"]) ??
    findAudienceProblem("exclude", exclude, []);
  if (problem !== undefined) return problem;
  // What is left out of a replacement is unassigned, so an empty set must be said, not implied.
  if (mode === "replace" && include === undefined) return "include is missing; to replace by nothing say []";
  const isEmpty = [include, exclude].every((list) => !Array.isArray(list) || list.length === 0);
  return mode !== "replace" && isEmpty
    ? "include and exclude are both empty: there is nothing to do"
    : undefined;
}

function findAudienceProblem(name: string, value: unknown, words: readonly string[]): string | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return `${name} must be a list`;
  const bad = value.findIndex(
    (item) => typeof item !== "string" || !(guid.test(item) || words.includes(item)),
  );
  if (bad === -1) return undefined;
  return `${name}[${bad}] must be ${["the id of a group", ...words.map((word) => `"${word}"`)].join(" or ")}`;
}

/** `findProblem` has seen every member. */
function decodeChecked(value: Readonly<Record<string, unknown>>, resources: readonly string[]): Job {
  const job: unknown = { resource: resources[0], include: [], exclude: [], ...value };
  return job as Job;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
