import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createGraphClient, staticToken } from "@intunectl/graph-core";
import { createEmulator } from "@intunectl/graph-emulator";
import {
  listAssignmentFilters,
  listGroupPolicyConfigurationAssignments,
  listGroupPolicyConfigurations,
  listGroups,
  operations,
} from "@intunectl/graph-intune";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
const schemas: unknown = JSON.parse(
  readFileSync(resolve(root, "libs/graph-intune/src/generated/schemas.json"), "utf8"),
);
const ajv = new Ajv2020({ validateFormats: false, strict: true });
if (typeof schemas === "object" && schemas !== null) ajv.addSchema(schemas);

function accepts(name: string, value: unknown): boolean {
  const validate = ajv.getSchema(`urn:intunectl:graph-intune:beta#/$defs/${name}`);
  if (validate === undefined) throw new Error(`there is no schema ${name}`);
  return validate(value) === true;
}

const tag = (name: string): string => `#microsoft.graph.${name}AssignmentTarget`;

test.each<[what: string, target: unknown, want: boolean]>([
  ["a group", { "@odata.type": tag("group"), groupId: "1" }, true],
  ["a group without groupId", { "@odata.type": tag("group") }, false],
  ["an exclusion", { "@odata.type": tag("exclusionGroup"), groupId: "1" }, true],
  ["an exclusion without groupId", { "@odata.type": tag("exclusionGroup") }, false],
  ["all devices", { "@odata.type": tag("allDevices") }, true],
  ["a type without #", { "@odata.type": tag("allDevices").slice(1) }, false],
  ["no type", { groupId: "1" }, false],
  ["the abstract type", { "@odata.type": tag("deviceAndAppManagement") }, false],
  [
    "a filter of an unknown mode",
    { "@odata.type": tag("allDevices"), deviceAndAppManagementAssignmentFilterType: "maybe" },
    false,
  ],
])("a target that is %s is judged as the type would", (_, target, want) => {
  expect(accepts("DeviceAndAppManagementAssignmentTarget", target)).toBe(want);
  expect(accepts("GroupPolicyConfigurationAssignmentInput", { target })).toBe(want);
});

test("the documented example fits, but for the abstract target that the page shows", () => {
  const page = readFileSync(
    resolve(root, "specs/graph/beta/api/intune-grouppolicy-grouppolicyconfiguration-assign.md"),
    "utf8",
  );
  const bodies = [...page.matchAll(/\{\s*"(?:assignments|value)": (\[[\s\S]*?\n {2}\])/g)];
  expect(bodies).toHaveLength(2);
  for (const [, text = ""] of bodies) {
    const [example]: { target: Record<string, unknown> }[] = JSON.parse(text);
    expect(accepts("GroupPolicyConfigurationAssignment", example)).toBe(false);
    const target = { ...example?.target, "@odata.type": tag("allDevices") };
    expect(accepts("GroupPolicyConfigurationAssignment", { ...example, target })).toBe(true);
  }
});

test("what the emulator answers fits the schemas", async () => {
  const emulator = await createEmulator();
  try {
    const scopes = operations.flatMap(({ permissions }) => permissions.delegated);
    const credential = staticToken(emulator.token({ scopes }));
    const graph = createGraphClient({ credential, baseUrl: emulator.url });
    const { value: groups } = await graph.send(listGroups, {});
    const { value: configurations } = await graph.send(listGroupPolicyConfigurations, {});
    const { value: filters } = await graph.send(listAssignmentFilters, {});
    // The demo tenant has a configuration whose assignments nobody may read.
    const answers = await Promise.allSettled(
      configurations.map(({ id }) =>
        graph.send(listGroupPolicyConfigurationAssignments, { groupPolicyConfigurationId: id }),
      ),
    );
    const assignments = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    const refused = [
      ...groups.filter((value) => !accepts("Group", value)),
      ...configurations.filter((value) => !accepts("GroupPolicyConfiguration", value)),
      ...filters.filter((value) => !accepts("DeviceAndAppManagementAssignmentFilter", value)),
      ...assignments
        .flatMap(({ value }) => value)
        .filter((value) => !accepts("GroupPolicyConfigurationAssignment", value)),
    ];
    expect(groups.length * configurations.length * assignments.length).toBeGreaterThan(0);
    expect(refused).toEqual([]);
  } finally {
    await emulator.close();
  }
});

const guid = "1f0c2b7e-0000-4000-8000-000000000001";
const anyTarget = fc.record(
  {
    "@odata.type": fc.constantFrom<unknown>(
      ...[
        "group",
        "exclusionGroup",
        "allDevices",
        "allLicensedUsers",
        "deviceAndAppManagement",
        "nobody",
      ].map(tag),
      tag("allDevices").slice(1),
      5,
    ),
    groupId: fc.constantFrom<unknown>(guid, null, 5),
    deviceAndAppManagementAssignmentFilterType: fc.constantFrom<unknown>("none", "include", "maybe", null),
    deviceAndAppManagementAssignmentFilterId: fc.constantFrom<unknown>(null, 5),
  },
  { requiredKeys: [] },
);

/** A schema leaves room for properties that are added later; the service refuses what a type does not have. */
function hasUnknown(target: Readonly<Record<string, unknown>> | undefined): boolean {
  const isGroup = [tag("group"), tag("exclusionGroup")].includes(String(target?.["@odata.type"]));
  return target !== undefined && "groupId" in target && !isGroup;
}

test("a strict emulator takes just the assignments that the schemas take", async () => {
  const emulator = await createEmulator({ strictTypes: true, bareTypes: "reject" });
  const token = emulator.token({ scopes: operations.flatMap(({ permissions }) => permissions.delegated) });
  const path = "/beta/deviceManagement/groupPolicyConfigurations/4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14/assign";
  try {
    await fc.assert(
      fc.asyncProperty(fc.record({ target: anyTarget }, { requiredKeys: [] }), async (assignment) => {
        const response = await fetch(emulator.url + path, {
          method: "POST",
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          body: JSON.stringify({ assignments: [assignment] }),
        });
        const text = await response.text();
        expect([response.status, text]).toEqual([
          accepts("GroupPolicyConfigurationAssignmentInput", assignment) && !hasUnknown(assignment.target)
            ? 200
            : 400,
          expect.any(String),
        ]);
      }),
      { numRuns: 300 },
    );
  } finally {
    await emulator.close();
  }
});
