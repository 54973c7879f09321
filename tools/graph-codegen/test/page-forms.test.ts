import { expect, test } from "vitest";
import { createSourceText } from "../src/model/source-text.ts";
import { readAnyPage } from "../src/read/any-page.ts";

const operation = `# Start a brew

Starts it.

## Permissions
| Permission type | Permissions (from least to most privileged) |
|:---|:---|
| Delegated (work or school account) | Brew.Start.All |
| Application | Not supported. |

## HTTP request
\`\`\`http
POST /kitchen/brews/{brew-id}/start
\`\`\`

## Request body
| Parameter | Type | Description |
|:---|:---|:---|
| minutes | Int32 | How long. |

## Response
If successful, this action returns a \`204 No Content\` response code.

## Examples
### Request
# [HTTP](#tab/http)
<!-- { "blockType": "request", "name": "start_brew" } -->
\`\`\`msgraph-interactive
POST https://graph.microsoft.com/v1.0/kitchen/brews/1/start

{ "minutes": 3 }
\`\`\`
# [C#](#tab/csharp)
[!INCLUDE [sample-code](../includes/start-csharp.md)]
---
### Response
<!-- { "blockType": "response" } -->
\`\`\`http
HTTP/1.1 204 No Content
\`\`\`
`;

type Change = (text: string) => string;
const secondTable = `
### Permissions acting on other users
| Permission type | Permissions |
|:---|:---|
| Application | Brew.All |
`;

test.each<[what: string, change: Change, codes: readonly string[]]>([
  ["the general form of Graph", (text) => text, []],
  ["CRLF and a byte order mark", (text) => `\uFEFF${text.replaceAll("\n", "\r\n")}`, []],
  ["no outer pipes at the end", (text) => text.replaceAll(/ \|$/gm, ""), []],
  ["non-breaking spaces in cells", (text) => text.replace("| minutes |", "|\u00A0minutes\u00A0|"), []],
  [
    "a quoted front matter of several lines",
    (text) => `---\ntitle: "Start\n  a brew"\ndoc_type: apiPageType_\n---\n\n${text}`,
    [],
  ],
  [
    "three columns of permissions",
    (text) =>
      text
        .replace(
          "| Permission type | Permissions (from least to most privileged) |\n|:---|:---|",
          "| Permission type | Least privileged permissions | Higher privileged permissions |\n|:---|:---|:---|",
        )
        .replace("| Brew.Start.All |", "| Brew.Start.All | Brew.All |")
        .replace("| Application | Not supported. |", "| Application | Not supported. | Not supported. |"),
    [],
  ],
  [
    "a second permission table",
    (text) => text.replace("\n## HTTP request", `${secondTable}\n## HTTP request`),
    ["page-permission-tables"],
  ],
  [
    "a permission table without its heading",
    (text) => text.replace("## Permissions\n", ""),
    ["page-unreadable"],
  ],
  [
    "a permission table that is an include",
    (text) =>
      text.replace(
        /\| Permission type[\s\S]*?\n\n/,
        "[!INCLUDE [permissions-table](../includes/permissions/start.md)]\n\n",
      ),
    ["page-include"],
  ],
  [
    "a garbled URL beside a good one",
    (text) => text.replace("POST /kitchen", "** Entity URI for brew not found\nPOST /kitchen"),
    ["page-unreadable"],
  ],
  [
    "an example with extra data",
    (text) => text.replace(`{ "minutes": 3 }`, `{ "minutes": 3 } }`),
    ["example-malformed"],
  ],
  ["a code block that never ends", (text) => text.trimEnd().slice(0, -3), ["page-unreadable"]],
])("an operation's page with %s is read, and what is odd is told", (_, change, codes) => {
  const { page, diagnostics } = readAnyPage(createSourceText("brew-start.md", change(operation)));
  expect(diagnostics.map(({ code }) => code)).toEqual(codes);
  if (page?.kind !== "operation") throw new Error("not read");
  expect(page.requests.map(({ value }) => value.path)).toEqual(["/kitchen/brews/{brew-id}/start"]);
  expect(page.parameters.map(({ name, type }) => [name.value, type.value.name])).toEqual([
    ["minutes", "Int32"],
  ]);
  expect(page.examples.map(({ isResponse }) => isResponse)).toEqual([false, true]);
  expect(page.permissions.rows.length).toBe(codes.includes("page-include") ? 0 : 2);
  for (const { origins } of diagnostics) expect(origins.length).toBeGreaterThan(0);
});

test("a table of parameters without types is told, row by row", () => {
  const page = operation.replace(
    "| Parameter | Type | Description |\n|:---|:---|:---|\n| minutes | Int32 | How long. |",
    "|Name|Description|\n|:---|:---|\n|minutes|How long.|",
  );
  const { diagnostics } = readAnyPage(createSourceText("brew-start.md", page));
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ["page-type-missing", `the table has no column for the type of "minutes"`],
  ]);
});

test("the arguments of a function are read from their own section, and further tables of a section, too", () => {
  const arguments_ = `## Function parameters
| Parameter | Type | Description |
|:---|:---|:---|
| cups | Int32 | How many. |

### Values of cups

| Value | Description |
|:---|:---|
| 1 | One. |

`;
  const page = operation
    .replace("POST /kitchen", "GET /kitchen")
    .replace("## Request body", `${arguments_}## Request body`)
    .replace(
      "## Response",
      "For iced brews:\n\n| Parameter | Type | Description |\n|:---|:---|:---|\n| ice | Boolean | With it. |\n\n## Response",
    );
  const read = readAnyPage(createSourceText("brew-start.md", page));
  expect(read.diagnostics).toEqual([]);
  if (read.page?.kind !== "operation") throw new Error("not read");
  expect(read.page.parameters.map(({ name }) => name.value)).toEqual(["cups", "minutes", "ice"]);
});

test.each<[what: string, said: string, codes: readonly string[]]>([
  ["says that there are none", "None.", []],
  ["holds something else", "See the list below.", ["page-section-missing"]],
])("a section of properties that %s", (_, said, codes) => {
  const { diagnostics } = readAnyPage(
    createSourceText("brew.md", `# brew resource type\n\n## Properties\n${said}\n`),
  );
  expect(diagnostics.map(({ code }) => code)).toEqual(codes);
});

const table = "## Properties\n|Property|Type|Description|\n|:---|:---|:---|\n|size|Int32|How much.|\n";

test.each<[what: string, text: string, type: string]>([
  ["a title", `# brew resource type\n${table}`, "brew"],
  ["a title with the namespace", `# microsoft.graph.brew complex type\n${table}`, "brew"],
  [
    "an annotation",
    `# Brew\n${table}\n<!-- {\n  "blockType": "resource",\n  "@odata.type": "microsoft.graph.brew"\n}-->\n`,
    "brew",
  ],
  [
    "an annotation, without a title",
    `${table}\n<!-- { "blockType": "resource", "@odata.type": "#microsoft.graph.brew" } -->\n`,
    "brew",
  ],
  ["front matter with a slip", `---\ndoc_type: resourcePageType_\n---\n# brew\n${table}`, "brew"],
])("a resource is known by %s", (_, text, type) => {
  const { page, diagnostics } = readAnyPage(createSourceText("brew.md", text));
  expect(diagnostics).toEqual([]);
  if (page?.kind !== "resource") throw new Error("not read");
  expect([page.type.value, page.properties.map(({ name }) => name.value)]).toEqual([type, ["size"]]);
});

test.each<[what: string, header: string, row: string]>([
  ["numbers", "|Member|Value|Description|\n|:---|:---|:---|", "|hot|0|Too hot.|"],
  ["no numbers", "| Member | Description |\n|:---|:---", "| hot | Too hot. |"],
])("an enumeration with %s is read", (_, header, row) => {
  const { page } = readAnyPage(
    createSourceText("heat.md", `# heat enum type\n\n## Members\n${header}\n${row}\n`),
  );
  if (page?.kind !== "enum") throw new Error("not read");
  expect(page.members.map(({ name, description }) => [name.value, description.value])).toEqual([
    ["hot", "Too hot."],
  ]);
});
