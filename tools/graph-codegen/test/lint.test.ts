import { expect, test } from "vitest";
import { run } from "../src/run.ts";
import { createMemoryWorld } from "./memory-world.ts";
import type { MemoryWorld } from "./memory-world.ts";
import { createFixture, csdl, page, swap } from "./fixture-world.ts";

const resource = `# scriptPolicy resource type

A script that can be assigned.

Inherits from [entity](../resources/entity.md)

## Properties
|Property|Type|Description|
|:---|:---|:---|
|id|String|Key. Inherited from [entity](../resources/entity.md)|
|createdDateTime|DateTimeOffset|When.|
|displayName|String|Name.|
|state|[scriptState](../resources/scriptstate.md)|State. Possible values are: \`draft\`, \`live\`.|

## Relationships
|Relationship|Type|Description|
|:---|:---|:---|
|assignments|[scriptPolicyAssignment](../resources/a.md) collection|Who gets it.|
`;

const enumeration = `# scriptState enum type

## Members
|Member|Value|Description|
|:---|:---|:---|
|draft|0|Not yet.|
|live|1|Now.|
`;

/** Pages and metadata that agree, with one change. */
function createCorpus(
  change: { readonly file?: string; readonly with?: (text: string) => string } = {},
): MemoryWorld {
  const fixture = createFixture();
  const files = new Map([
    ["docs/api/assign.md", fixture.files.get(page) ?? ""],
    ["docs/resources/scriptpolicy.md", resource],
    ["docs/resources/scriptstate.md", enumeration],
    ["metadata.xml", fixture.files.get(csdl) ?? ""],
  ]);
  if (change.file !== undefined && change.with !== undefined)
    files.set(change.file, change.with(files.get(change.file) ?? ""));
  return createMemoryWorld(files);
}

const args = ["lint", "--docs", "docs", "--csdl", "metadata.xml"];

test("pages and metadata that agree are clean", () => {
  const world = createCorpus();
  expect(run(args, world), world.printed.join("\n")).toBe(0);
});

test.each<[what: string, file: string, change: (text: string) => string, code: string, place: string]>([
  [
    "a property that is gone",
    "docs/resources/scriptpolicy.md",
    swap("|displayName|", "|displayNames|"),
    "docs-member-unknown",
    "docs/resources/scriptpolicy.md:12:2",
  ],
  [
    "another type",
    "docs/resources/scriptpolicy.md",
    swap("|displayName|String", "|displayName|Int32"),
    "docs-type-differs",
    "docs/resources/scriptpolicy.md:12:14",
  ],
  [
    "a property without documentation",
    "docs/resources/scriptpolicy.md",
    swap("|displayName|String|Name.|\n", ""),
    "docs-member-missing",
    "docs/resources/scriptpolicy.md:1:3",
  ],
  [
    "an enum member that is gone",
    "metadata.xml",
    swap(`Name="live"`, `Name="alive"`),
    "docs-member-unknown",
    "docs/resources/scriptstate.md:7:2",
  ],
  [
    "a type that is gone",
    "metadata.xml",
    swap(/scriptState/g, "scriptMood"),
    "docs-type-unknown",
    "docs/resources/scriptstate.md:1:3",
  ],
  [
    "another parameter name",
    "docs/api/assign.md",
    swap("|assignments|", "|targets|"),
    "docs-parameters-differ",
    "docs/api/assign.md:39:2",
  ],
  [
    "an action that is gone",
    "metadata.xml",
    swap(`<Action Name="assign"`, `<Action Name="assignAll"`),
    "docs-operation-unknown",
    "docs/api/assign.md:26:1",
  ],
  [
    "an action without documentation",
    "metadata.xml",
    swap(
      `<Action Name="assign"`,
      `<Action Name="run" IsBound="true"><Parameter Name="b" Type="graph.scriptPolicy" /></Action><Action Name="assign"`,
    ),
    "docs-operation-missing",
    "metadata.xml:33:21",
  ],
  [
    "another result",
    "docs/api/assign.md",
    swap("`200 OK`", "`204 No Content`"),
    "docs-returns-differ",
    "docs/api/assign.md:43:38",
  ],
  [
    "a machine translation",
    "docs/api/assign.md",
    swap("title:", "ms.openlocfilehash: abc\ntitle:"),
    "page-translated",
    "docs/api/assign.md:2:1",
  ],
])("%s is found, with exit code 1", (_, file, change, code, place) => {
  const world = createCorpus({ file, with: change });
  expect(run(args, world)).toBe(1);
  expect(world.printed.join("\n")).toContain(`${code}  ${place}`);
});

test("what cannot be read is 2, not clean", () => {
  expect(run(["lint", "--docs", "nowhere"], createCorpus())).toBe(2);
  expect(run(["lint", "--csdl", "nowhere.xml"], createCorpus())).toBe(2);
});

test("findings as JSON are one object with a summary", () => {
  const world = createCorpus({
    file: "docs/resources/scriptpolicy.md",
    with: swap("|displayName|", "|displayNames|"),
  });
  expect(run([...args, "--output", "json"], world)).toBe(1);
  const report: unknown = JSON.parse(world.printed.join("\n"));
  expect(report).toMatchObject({
    summary: {
      files: 4,
      error: 0,
      warning: 2,
      codes: { "docs-member-missing": 1, "docs-member-unknown": 1 },
    },
    diagnostics: [{ code: "docs-member-unknown" }, { code: "docs-member-missing" }],
  });
});

test("findings as SARIF name rule, file and region", () => {
  const world = createCorpus({
    file: "docs/resources/scriptpolicy.md",
    with: swap("|displayName|", "|displayNames|"),
  });
  run([...args, "--output", "sarif"], world);
  expect(JSON.parse(world.printed.join("\n"))).toMatchObject({
    version: "2.1.0",
    runs: [
      {
        results: [
          {
            ruleId: "docs-member-unknown",
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: "docs/resources/scriptpolicy.md" },
                  region: { startLine: 12, startColumn: 2 },
                },
              },
            ],
          },
          {},
        ],
      },
    ],
  });
});

test("explain names every place that has a say, and the overlay that decided", () => {
  const world = createFixture();
  expect(run(["explain", "assignScriptPolicy"], world)).toBe(0);
  const said = world.printed.join("\n");
  expect(said).toMatch(
    /permissions\.delegated: Scripts\.Assign\.All\n {2}decided by specs\/graph\/beta\/overlays\/scripting\.yaml:\d+:\d+\n[^]*?said by specs\/graph\/beta\/api\/scriptpolicy-assign\.md:14:37/,
  );
  expect(run(["explain", "assignScriptPolici"], world)).toBe(1);
  expect(world.complaints.join("\n")).toContain(`did you mean "assignScriptPolicy"`);
});
