import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../src/run.ts";
import { readCsdl } from "../src/read/csdl.ts";
import { createSourceText } from "../src/model/source-text.ts";
import { readOperationPage } from "../src/read/page.ts";
import { createFixture } from "./fixture-world.ts";
import { corpus, hasCorpus } from "./workspace.ts";

const pages = hasCorpus
  ? ["beta", "v1.0"].flatMap((version) =>
      readdirSync(join(corpus, "docs", version, "api")).map((name) =>
        join(corpus, "docs", version, "api", name),
      ),
    )
  : [];

test.skipIf(!hasCorpus)("every assign page of the corpus of pages is read", () => {
  const assign = pages.filter((path) => path.endsWith("-assign.md"));
  expect(assign.length).toBeGreaterThanOrEqual(11);
  for (const path of assign) {
    const { page, diagnostics } = readOperationPage(createSourceText(path, readFileSync(path, "utf8")));
    expect(diagnostics, path).toEqual([]);
    expect(page?.parameters.length, path).toBeGreaterThan(0);
  }
});

test.skipIf(!hasCorpus)("no page of the corpus of pages makes the reader fail", () => {
  for (const path of pages)
    expect(() => readOperationPage(createSourceText(path, readFileSync(path, "utf8")))).not.toThrow();
});

/** The CSDL of one action and its types, cut out of the corpus of metadata. */
function cut(csdl: string, types: readonly string[], boundType: string): string {
  const elements = types.map(
    (name) =>
      new RegExp(` {6}<(\\w+Type) Name="${name}"[^>]*?(?:/>|>[\\s\\S]*?</\\1>)`).exec(csdl)?.[0] ?? "",
  );
  const action =
    new RegExp(
      ` {6}<Action Name="assign" IsBound="true">\\s*<Parameter Name="bindingParameter" Type="graph.${boundType}" />[\\s\\S]*?</Action>`,
    ).exec(csdl)?.[0] ?? "";
  return `<edmx:Edmx Version="4.0" xmlns:edmx="x"><edmx:DataServices><Schema Namespace="microsoft.graph" Alias="graph">\n${elements.join("\n")}\n${action}\n</Schema></edmx:DataServices></edmx:Edmx>`;
}

const targets = [
  "entity",
  "deviceAndAppManagementAssignmentTarget",
  "groupAssignmentTarget",
  "allLicensedUsersAssignmentTarget",
  "exclusionGroupAssignmentTarget",
];

test.skipIf(!hasCorpus).each<[boundType: string, page: string, element: string, parameter: string]>([
  [
    "deviceCompliancePolicy",
    "intune-deviceconfig-devicecompliancepolicy-assign.md",
    "deviceCompliancePolicyAssignment",
    "assignments",
  ],
  [
    "deviceConfiguration",
    "intune-deviceconfig-deviceconfiguration-assign.md",
    "deviceConfigurationAssignment",
    "assignments",
  ],
  [
    "managedEBook",
    "intune-books-managedebook-assign.md",
    "managedEBookAssignment",
    "managedEBookAssignments",
  ],
  [
    "deviceEnrollmentConfiguration",
    "intune-onboarding-deviceenrollmentconfiguration-assign.md",
    "enrollmentConfigurationAssignment",
    "enrollmentConfigurationAssignments",
  ],
  [
    "managedDeviceMobileAppConfiguration",
    "intune-apps-manageddevicemobileappconfiguration-assign.md",
    "managedDeviceMobileAppConfigurationAssignment",
    "assignments",
  ],
])(
  "assign of %s (from the corpus of pages) becomes an operation with a line in the surface",
  (boundType, name, element, parameter) => {
    const metadata = readFileSync(join(corpus, "csdl/v1.0-Prod.csdl"), "utf8");
    const world = createFixture();
    world.files.set(
      `specs/graph/beta/api/${name}`,
      readFileSync(join(corpus, "docs/v1.0/api", name), "utf8"),
    );
    world.files.set(
      "specs/graph/beta/csdl/added.xml",
      cut(metadata, [...targets, boundType, element, "installIntent"], boundType).replace(
        /<EntityType Name="entity"[\s\S]*?<\/EntityType>/,
        "",
      ),
    );
    world.files.set(
      "specs/surface.yaml",
      `${world.files.get("specs/surface.yaml") ?? ""}  - page: api/${name}\n`,
    );
    expect(run(["generate"], world), world.complaints.join("\n")).toBe(0);
    const operation = `assign${boundType.slice(0, 1).toUpperCase()}${boundType.slice(1)}`;
    const file = [...world.files].find(([, text]) => text.includes(`export const ${operation}:`))?.[1];
    expect(file).toContain(`readonly ${parameter}: readonly `);
    expect(file).toContain(`method: "POST"`);
  },
);

test.skipIf(!hasCorpus)("the whole metadata of the corpus is read without a diagnostic", () => {
  const { facts, diagnostics } = readCsdl(
    createSourceText("v1.0-Prod.csdl", readFileSync(join(corpus, "csdl/v1.0-Prod.csdl"), "utf8")),
  );
  expect(diagnostics).toEqual([]);
  expect(facts.types.length).toBe(3822);
  expect(facts.actions.length).toBe(857);
});
