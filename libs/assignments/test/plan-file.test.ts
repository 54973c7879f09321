import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type AssignmentSet,
  createPlanFile,
  decodePlan,
  formatPlanFile,
  include,
  parsePlanFile,
  planConfigurations,
  type PlanFile,
} from "../src/index.ts";
import { assignments, groupIds } from "./arbitraries.ts";

const resource = "groupPolicyConfigurations";
const labels = { groups: { [groupIds[0] ?? ""]: "SG-Ring0" }, deletedGroups: [], filters: {} };

const planFile: fc.Arbitrary<PlanFile> = fc
  .array(
    fc.tuple(
      fc.uuid(),
      fc.string(),
      assignments,
      assignments,
      fc.constantFrom("replace" as const, "merge" as const),
    ),
    { maxLength: 3 },
  )
  .map((rows) => {
    const setsById = new Map<string, AssignmentSet>(
      rows.map(([id, , before]) => [id, { kind: "known", assignments: before }]),
    );
    const wanted = rows.map(([id, name, , desired, mode]) => ({
      resource,
      id,
      name,
      mode,
      desired,
      position: { file: "f.yaml", line: 1, column: 1 },
    }));
    const { configurations } = planConfigurations(wanted, setsById);
    return createPlanFile({
      tenant: "contoso.onmicrosoft.com",
      source: "f.yaml",
      configurations,
      skipped: [],
      findings: [],
      labels,
    });
  });

test("a plan is read as it was written", () => {
  fc.assert(
    fc.property(planFile, (plan) => {
      expect(parsePlanFile(formatPlanFile(plan))).toEqual({ kind: "decoded", plan });
      expect(parsePlanFile(`\uFEFF${formatPlanFile(plan).replaceAll("\n", "\r\n")}`)).toEqual({
        kind: "decoded",
        plan,
      });
    }),
  );
});

test("the digest does not depend on the order of members", () => {
  fc.assert(
    fc.property(planFile, (plan) => {
      const reversed = Object.fromEntries(Object.entries(plan).toReversed());
      expect(decodePlan(reversed)).toMatchObject({ kind: "decoded" });
    }),
  );
});

const id = "4f2c1a90-0000-4000-8000-000000000001";
const wanted = [
  {
    resource,
    id,
    name: "Edge: baseline",
    mode: "merge" as const,
    desired: [{ target: include(groupIds[1] ?? "") }],
  },
];
const before: AssignmentSet = { kind: "known", assignments: [{ target: include(groupIds[0] ?? "") }] };
const content = {
  tenant: "contoso.onmicrosoft.com",
  configurations: planConfigurations(wanted, new Map([[id, before]])).configurations,
  skipped: [],
  findings: [],
  labels,
};
const text = formatPlanFile(createPlanFile(content));

test.each<[from: string, to: string]>([
  ["contoso.onmicrosoft.com", "fabrikam.onmicrosoft.com"],
  ["Edge: baseline", "Edge: other"],
  [groupIds[1] ?? "", groupIds[2] ?? ""],
  ['"kind": "keep"', '"kind": "remove"'],
  ["SG-Ring0", "SG-Ring9"],
  ['"skipped": []', '"skipped": [], "extra": 1'],
])("an edit of %s is refused", (from, to) => {
  expect(text).toContain(from);
  expect(parsePlanFile(text.replaceAll(from, to))).toMatchObject({ kind: "invalid", code: "plan-edited" });
});

test.each<[given: string, text: string, code: string, message: string]>([
  ["not JSON", "{", "not-json", "the plan is not JSON"],
  ["a list", "[]", "not-a-plan", "the file is not a plan: it is not an object"],
  ["no version", "{}", "unknown-version", "the plan has version none; this version reads 1"],
  ["a later version", '{"version":2}', "unknown-version", "the plan has version 2; this version reads 1"],
  ["no digest", '{"version":1}', "not-a-plan", "the file is not a plan: it has no digest"],
])("%s is told", (_given, given, code, message) => {
  expect(parsePlanFile(given)).toEqual({ kind: "invalid", code, message });
});

/** Sealed again after an edit, as by someone who knows how: the parts must still fit each other. */
const reseal = (edit: (planned: object) => object): unknown => {
  const { version: _, digest: __, summary: ___, ...plan } = createPlanFile(content);
  const edited: unknown = JSON.parse(
    JSON.stringify({ ...plan, configurations: plan.configurations.map(edit) }),
  );
  return createPlanFile(edited as typeof plan);
};

test.each<[given: string, edit: (planned: object) => object, want: string]>([
  [
    "a fingerprint of another set",
    (planned) => ({ ...planned, beforeFingerprint: "sha256:0" }),
    "has a fingerprint that does not fit",
  ],
  ["another next set", (planned) => ({ ...planned, after: [] }), "has changes that do not fit its sets"],
  ["an unknown mode", (planned) => ({ ...planned, mode: "all" }), "has an unknown mode"],
  ["no id", (planned) => ({ ...planned, id: "" }), "has no resource, id or name"],
  [
    "a target without its group",
    (planned) => ({
      ...planned,
      after: [{ target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget" } }],
    }),
    "has an after set that is not understood: assignments[0].target has no groupId",
  ],
])("a sealed plan with %s is refused", (_given, edit, want) => {
  const decoded = decodePlan(reseal(edit));
  expect(decoded.kind === "invalid" && decoded.message).toBe(
    `the file is not a plan: configurations[0] ${want}`,
  );
});

test.each<[mode: "replace" | "merge", want: readonly [skipped: number, refused: number]]>([
  ["merge", [1, 0]],
  ["replace", [0, 1]],
])("an unknown set is not planned with %s", (mode, [skipped, refused]) => {
  const unknown: AssignmentSet = { kind: "unknown", code: "unreadable", reason: "Forbidden" };
  const plans = planConfigurations(
    [{ resource, id, name: "x", mode, desired: [] }],
    new Map([[id, unknown]]),
  );
  expect([plans.configurations.length, plans.skipped.length, plans.refused.length]).toEqual([
    0,
    skipped,
    refused,
  ]);
});
