import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../src/run.ts";
import { createWorld } from "../src/world.ts";
import { compile } from "./compile.ts";
import { createMemoryWorld } from "./memory-world.ts";
import type { MemoryWorld } from "./memory-world.ts";
import { corpus, hasCorpus } from "./workspace.ts";

const metadata = `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="microsoft.graph" Alias="graph">
  <EnumType Name="roast"><Member Name="light" Value="0" /><Member Name="dark" Value="1" /></EnumType>
  <EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id" /></Key><Property Name="id" Type="Edm.String" Nullable="false" /></EntityType>
  <EntityType Name="kitchen" BaseType="graph.entity"><NavigationProperty Name="brews" Type="Collection(graph.brew)" ContainsTarget="true" /></EntityType>
  <EntityType Name="brew" BaseType="graph.entity"><Property Name="roast" Type="graph.roast" /><Property Name="madeAt" Type="Edm.DateTimeOffset" Nullable="false" /></EntityType>
  <EntityType Name="coldBrew" BaseType="graph.brew"><Property Name="hours" Type="Edm.Int32" Nullable="false" /></EntityType>
  <Action Name="pour" IsBound="true"><Parameter Name="bindingParameter" Type="graph.brew" /><Parameter Name="cups" Type="Edm.Int32" Nullable="false" /></Action>
  <EntityContainer Name="service"><Singleton Name="kitchen" Type="microsoft.graph.kitchen" /></EntityContainer>
</Schema>
<Schema Namespace="microsoft.graph.legal"><EntityType Name="brew" BaseType="microsoft.graph.entity"><Property Name="roast" Type="Edm.String" /></EntityType></Schema>
</edmx:DataServices></edmx:Edmx>`;

interface PageParts {
  readonly title: string;
  readonly request: string;
  readonly response: string;
  readonly body?: string;
  readonly permission?: string;
}

function page({
  title,
  request,
  response,
  body = "Do not supply a request body.",
  permission,
}: PageParts): string {
  return `# ${title}
${title}, says the [page](x.md).
## Prerequisites
|Permission type|Permissions (from least to most privileged)|
|:---|:---|
|Delegated (work or school account)|${permission ?? "Brews.Read.All"}|
|Application|Not supported.|
## HTTP Request
\`\`\` http
${request}
\`\`\`
## Request body
${body}
## Response
If successful, this method returns a ${response}.
`;
}

const brew = "[brew](../resources/brew.md)";
const pages: readonly (readonly [name: string, text: string])[] = [
  [
    "api/brew-list.md",
    page({
      title: "List brews",
      request: "GET /kitchen/brews",
      response: `\`200 OK\` response code and a collection of ${brew} objects in the response body`,
    }),
  ],
  [
    "api/coldbrew-get.md",
    page({
      title: "Get coldBrew",
      request: "GET /kitchen/brews/{brewId}",
      response: "`200 OK` response code and [coldBrew](../resources/coldbrew.md) object in the response body",
    }),
  ],
  [
    "api/brew-get.md",
    page({
      title: "Get brew",
      request: "GET /kitchen/brews/{id}",
      response: `\`200 OK\` response code and ${brew} object in the response body`,
      permission: "Brews.Drink.All",
    }),
  ],
  [
    "api/coldbrew-create.md",
    page({
      title: "Create coldBrew",
      request: "POST /kitchen/brews",
      body: "A JSON representation of the brew.",
      response:
        "`201 Created` response code and a [coldBrew](../resources/coldbrew.md) object in the response body",
    }),
  ],
  [
    "api/brew-pour.md",
    page({
      title: "pour action",
      request: "POST /kitchen/brews/{brewId}/pour",
      body: "|Property|Type|Description|\n|:---|:---|:---|\n|cups|Int32|How many cups|",
      response: "`204 No Content` response code",
      permission: "Brews.Pour.All",
    }),
  ],
  [
    "api/brew-burn.md",
    page({
      title: "burn action",
      request: "POST /kitchen/brews/{brewId}/burn",
      response: "`204 No Content` response code",
    }),
  ],
  [
    "resources/brew.md",
    `# brew resource type
A warm drink.
## Properties
|Property|Type|Description|
|:---|:---|:---|
|id|String|Its key|
|roast|[roast](roast.md)|How dark. Possible values are: \`light\`, \`dark\`.|
|madeAt|DateTimeOffset|When. This property is read-only.|
`,
  ],
  [
    "resources/roast.md",
    "# roast enum type\nHow dark.\n## Members\n|Member|Value|Description|\n|:---|:---|:---|\n|light|0|Golden|\n|dark|1|Black|\n",
  ],
];

function generate(): MemoryWorld {
  const world = createMemoryWorld([
    ["metadata.xml", metadata],
    ...pages.map(([name, text]) => [`docs/${name}`, text] as const),
  ]);
  const args = ["generate", "--all", "--csdl", "metadata.xml", "--docs", "docs", "--out", "out"];
  expect(run([...args, "--output", "json"], world), world.complaints.join("\n")).toBe(0);
  return world;
}

test.each<[what: string, file: string, want: string]>([
  ["a type's prose", "brew.ts", " * A warm drink."],
  ["a property's prose", "brew.ts", "/** How dark. */"],
  ["a member's prose", "brew.ts", " * - `light`: Golden"],
  [
    "what a caller sets, without what the page calls read-only",
    "brew.ts",
    `export interface ColdBrewBody {
  readonly "@odata.type": "#microsoft.graph.coldBrew";
  readonly hours?: ColdBrew["hours"];
  readonly roast?: ColdBrew["roast"];
}`,
  ],
  [
    "a request that no root has",
    "brew-operations.ts",
    "export const listBrews: Operation<ListBrewsInput, ListBrewsResult> = {",
  ],
  [
    "a request that several pages have, once, from the page of its type",
    "brew-operations.ts",
    `delegated: ["Brews.Drink.All"]`,
  ],
  [
    "a creation",
    "brew-operations.ts",
    "export const createColdBrew: Operation<CreateColdBrewInput, ColdBrew> = {",
  ],
  ["the permissions of an action", "brew-operations.ts", `delegated: ["Brews.Pour.All"]`],
  ["the prose of an action's parameter", "brew-operations.ts", "  /** How many cups */"],
  ["prose without its links", "brew-operations.ts", " * List brews, says the page."],
  [
    "where the page is",
    "brew-operations.ts",
    " * @see https://learn.microsoft.com/graph/api/brew-pour?view=graph-rest-1.0",
  ],
])("pages add %s", (_, file, want) => {
  expect(generate().files.get(`out/${file}`)).toContain(want);
});

test("a type of another namespace with the same name is not described by the page", () => {
  expect(generate().files.get("out/legal-brew.ts")).not.toContain("dark");
});

test("the summary says how much the pages say, and which of them the metadata does not know", () => {
  const summary: unknown = JSON.parse(generate().printed.join("\n"));
  expect(summary).toMatchObject({
    operations: { emitted: 5, withPermissions: 4 },
    docs: {
      read: {
        operationPages: 6,
        resourcePages: 1,
        enumPages: 1,
        permissionRows: 12,
        properties: 3,
        enumMembers: 2,
      },
      operations: { documentedBound: 1, documentedRequests: 4, pagesUnknownToMetadata: 1 },
    },
  });
});

test("what pages and metadata make together compiles", () => {
  const files = [...generate().files].filter(([path]) => path.endsWith(".ts") && path.startsWith("out/"));
  expect(compile(files.map(([path, text]) => [path.replace("out/", ""), text] as const))).toBe("");
});

test("a folder without pages is said, and nothing is written", () => {
  const world = createMemoryWorld([["metadata.xml", metadata]]);
  expect(run(["generate", "--all", "--csdl", "metadata.xml", "--docs", "none", "--out", "out"], world)).toBe(
    1,
  );
  expect(world.complaints.join()).toContain("there are no pages (*.md) in none");
  expect(world.files.size).toBe(1);
});

test.skipIf(!hasCorpus)(
  "the pages and the metadata of Graph v1.0 (from the corpora of both) make one library that compiles",
  () => {
    const disk = createWorld(
      corpus,
      () => {},
      () => {},
    );
    const memory = createMemoryWorld([]);
    const world = { ...memory, readFile: disk.readFile, listFiles: disk.listFiles };
    const args = ["--csdl", "csdl/v1.0-Prod.csdl", "--docs", "docs/v1.0", "--out", join("out")];
    expect(run(["generate", "--all", ...args, "--output", "json"], world)).toBe(0);
    const { operations }: { operations: { emitted: number; withPermissions: number } } = JSON.parse(
      memory.printed.join("\n"),
    );
    expect(operations.emitted).toBeGreaterThan(1_183 + 600);
    expect(operations.withPermissions).toBeGreaterThan(600);
    const files = [...memory.files].filter(([path]) => path.endsWith(".ts"));
    expect(compile(files.map(([path, text]) => [path.replace("out/", ""), text] as const))).toBe("");
  },
  120_000,
);
