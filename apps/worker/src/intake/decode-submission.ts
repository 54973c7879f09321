import {
  allDevices,
  allUsers,
  type Assignment,
  decodeAssignments,
  decodePlan,
  exclude,
  include,
  planAssignments,
} from "@intunectl/assignments";
import type { NewWish } from "../engine/accept.ts";

/** What a request body asks for, or what is wrong with it. */
export type DecodedSubmission =
  | {
      readonly kind: "decoded";
      readonly wishes: readonly NewWish[];
      readonly onBehalfOf?: string;
      readonly note?: string;
    }
  | { readonly kind: "invalid"; readonly code: string; readonly message: string };

const members = [
  "tenant",
  "resource",
  "configuration",
  "mode",
  "include",
  "exclude",
  "assignments",
  "onBehalfOf",
  "note",
];
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a worker serves: its tenants, and the kinds that it knows. */
export interface Served {
  readonly tenants: readonly string[];
  readonly resources: readonly string[];
}

/** Reads one change: `{configuration, mode, include?, exclude?}`, or `assignments` as Graph spells them. */
export function decodeChange(value: unknown, served: Served): DecodedSubmission {
  if (!isObject(value)) return invalid("the body is not a JSON object");
  const unknown = Object.keys(value).find((name) => !members.includes(name));
  if (unknown !== undefined) return invalid(`unknown member "${unknown}"; known are ${members.join(", ")}`);
  const tenant = pick(value["tenant"], served.tenants, "tenant");
  if (tenant.kind === "invalid") return tenant;
  const resource = pick(value["resource"], served.resources, "resource");
  if (resource.kind === "invalid") return resource;
  const { configuration, mode, onBehalfOf, note } = value;
  if (typeof configuration !== "string" || !/^[\w-]{1,128}$/.test(configuration))
    return invalid("configuration must be the id of a configuration");
  if (mode !== "merge" && mode !== "replace" && mode !== "remove")
    return invalid('mode must be "merge", "replace" or "remove"');
  for (const [name, text] of Object.entries({ onBehalfOf, note }))
    if (text !== undefined && (typeof text !== "string" || text.length > 500))
      return invalid(`${name} must be text of at most 500 characters`);
  const targets = decodeTargets(value);
  if (typeof targets === "string") return invalid(targets);
  if (mode !== "replace" && targets.length === 0) return invalid("there is nothing to do: name a target");
  const check = planAssignments({ kind: "known", assignments: [] }, targets, mode);
  if (check.kind === "refused") return { kind: "invalid", code: check.code, message: check.reason };
  return {
    kind: "decoded",
    wishes: [
      {
        tenant: tenant.value,
        resource: resource.value,
        configuration: configuration.toLowerCase(),
        mode,
        assignments: targets,
      },
    ],
    ...(typeof onBehalfOf === "string" ? { onBehalfOf } : {}),
    ...(typeof note === "string" ? { note } : {}),
  };
}

/** Reads a plan file; each configuration keeps the set that it was planned from as its guard. */
export function decodePlanSubmission(value: unknown, served: Served): DecodedSubmission {
  const decoded = decodePlan(value);
  if (decoded.kind === "invalid") return { kind: "invalid", code: decoded.code, message: decoded.message };
  const { plan } = decoded;
  const tenant = pick(plan.tenant, served.tenants, "tenant");
  if (tenant.kind === "invalid") return tenant;
  const unknown = plan.configurations.find(({ resource }) => !served.resources.includes(resource));
  if (unknown !== undefined) return invalid(`resource "${unknown.resource}" is not known to this worker`);
  return {
    kind: "decoded",
    wishes: plan.configurations.map(({ resource, id, before, after }) => ({
      tenant: tenant.value,
      resource,
      configuration: id.toLowerCase(),
      mode: "replace",
      assignments: after,
      guard: before,
    })),
    note: `plan ${plan.digest}`,
  };
}

function decodeTargets(value: Readonly<Record<string, unknown>>): readonly Assignment[] | string {
  const { include: included, exclude: excluded, assignments } = value;
  if (assignments !== undefined) {
    if (included !== undefined || excluded !== undefined)
      return "say assignments, or include and exclude, not both";
    const set = decodeAssignments(assignments);
    return set.kind === "known" ? set.assignments : set.reason;
  }
  // What is left out of a replacement is unassigned, so an empty set must be said, not implied.
  if (value["mode"] === "replace" && included === undefined)
    return "include is missing; to replace by nothing say []";
  const problem =
    findProblem("include", included, ["all-devices", "all-users"]) ?? findProblem("exclude", excluded, []);
  if (problem !== undefined) return problem;
  return [
    ...toTexts(included).map((name) => {
      if (name === "all-devices") return { target: allDevices() };
      return { target: name === "all-users" ? allUsers() : include(name) };
    }),
    ...toTexts(excluded).map((name) => ({ target: exclude(name) })),
  ];
}

function findProblem(name: string, value: unknown, words: readonly string[]): string | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return `${name} must be a list`;
  const bad = value.findIndex(
    (item) => typeof item !== "string" || !(guid.test(item) || words.includes(item)),
  );
  const known = ["the id of a group", ...words.map((word) => `"${word}"`)].join(" or ");
  return bad === -1 ? undefined : `${name}[${bad}] must be ${known}`;
}

function toTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function pick(
  value: unknown,
  known: readonly string[],
  what: string,
): { readonly kind: "picked"; readonly value: string } | Extract<DecodedSubmission, { kind: "invalid" }> {
  const [only] = known;
  if (value === undefined && known.length === 1 && only !== undefined) return { kind: "picked", value: only };
  const found = known.find((name) => typeof value === "string" && name.toLowerCase() === value.toLowerCase());
  if (found !== undefined) return { kind: "picked", value: found };
  const said = value === undefined ? "is missing" : `${JSON.stringify(value)} is not served here`;
  return {
    kind: "invalid",
    code: `unknown-${what}`,
    message: `${what} ${said}; known are ${known.join(", ")}`,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(message: string): Extract<DecodedSubmission, { kind: "invalid" }> {
  return { kind: "invalid", code: "invalid-body", message };
}
