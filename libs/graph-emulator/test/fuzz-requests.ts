import fc from "fast-check";
import { configurations, edge, edgeId, groupA } from "./harness.ts";

// Requests that may be anything: names that exist in places where they mean nothing, and what no client would send.

const word = fc.oneof(
  fc.constantFrom(
    "deviceManagement",
    "groupPolicyConfigurations",
    "assignments",
    "assign",
    "groups",
    "$count",
    "$metadata",

    "$batch",
    "microsoft.graph.group",
    "microsoft.graph.assign",
    "graph.entity",
    edgeId,
    "nobody",
    "",
    "..",
    ".",

    "groups('x')",
    `groupPolicyConfigurations('${edgeId}')`,
    "groups('')",
    "a'b",
    "%00",
    "%FF",
    "%2F",
    "__proto__",

    "constructor",
    "{}",
    "assignmentFilters",
    "v1.0",
    "beta",
    "_emulator",
    "oauth2",
    "token",
    "$singletons",
  ),
  fc.string({ unit: "grapheme", maxLength: 8 }).map((text) => encodeURIComponent(text)),
);
export const path = fc.oneof(
  fc.constantFrom(edge, configurations, `${edge}/assign`, `${edge}/assignments`, "/beta/groups"),
  fc.array(word, { maxLength: 6 }).map((words) => `/beta/${words.join("/")}`),
  fc.array(word, { maxLength: 4 }).map((words) => `/${words.join("/")}`),
);
const option = fc.tuple(
  fc.constantFrom(
    "$filter",
    "$select",
    "$top",
    "$skip",
    "$orderby",
    "$expand",
    "$count",
    "$skiptoken",
    "$search",
    "filter",
    "x",
    "",
  ),
  fc.oneof(
    fc.constantFrom(
      "id eq 'x'",
      "not (id eq null)",
      "displayName in ('a')",
      "((((",
      "id",
      "id desc,displayName",
      "assignments",

      "assignments($top=1)",
      "-1",
      "1e9",
      "999999999",
      "true",
      "*",
      "'",
      "%",
      "\u0000",
      "startswith(id,'",
      "id eq ",

      "createdDateTime gt 2026-01-01T00:00:00Z",
      "contains(displayName,'\u{1F600}')",
      "securityEnabled eq true",
    ),
    fc.string({ unit: "binary", maxLength: 12 }),
  ),
);
export const query = fc
  .array(option, { maxLength: 4 })
  .map((options) => options.map(([name, value]) => `${name}=${encodeSafely(value)}`).join("&"));

function encodeSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      2 ** 53,
      "",
      groupA,
      "#microsoft.graph.group",
      "none",
      [],
      {},
    ),
    fc.string({ maxLength: 5 }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        "assignments",
        "target",
        "groupId",
        "@odata.type",
        "id",
        "__proto__",
        "requests",
        "method",
        "url",
        "body",

        "dependsOn",
        "scopes",
        "rules",
        "fault",
        "kind",
        "match",
        "limits",
        "advanceMs",
        "now",
        "duplicates",
        "approve",
      ),
      tie("value"),
      { maxKeys: 4 },
    ),
  ),
})).value;
const target = fc.record(
  {
    "@odata.type": fc.constantFrom<unknown>(
      "#microsoft.graph.groupAssignmentTarget",
      "microsoft.graph.exclusionGroupAssignmentTarget",
      5,
      null,
      "#",

      "#microsoft.graph.configurationManagerCollectionAssignmentTarget",
      "#microsoft.graph.allDevicesAssignmentTarget",
    ),
    groupId: fc.oneof(fc.constantFrom<unknown>(groupA, "", null, 5, "x".repeat(1000)), value),
    collectionId: value,
    deviceAndAppManagementAssignmentFilterId: value,
  },
  { requiredKeys: [] },
);
export const body = fc.oneof(
  value.map((item) => JSON.stringify(item)),
  fc
    .array(fc.record({ target, id: value }, { requiredKeys: [] }), { maxLength: 4 })
    .map((assignments) => JSON.stringify({ assignments })),
  fc.string({ maxLength: 20 }),
  fc.constantFrom(
    "[".repeat(50_000),
    `{"a":${"[".repeat(30_000)}`,
    "x".repeat(200_000),
    "\uFEFF{}",
    '{"a":1,"a":2}',
  ),
);
