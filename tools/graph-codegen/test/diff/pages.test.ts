import { expect, test } from "vitest";
import { compareContracts } from "../../src/diff/compare.ts";
import type { Contract } from "../../src/diff/contract.ts";
import { contractFromPages } from "../../src/diff/contract-from-pages.ts";
import { createSourceText } from "../../src/model/source-text.ts";
import { createFixture, page as fixturePage, swap } from "../fixture-world.ts";
import { summarize } from "./edits.ts";

const operation = createFixture().files.get(fixturePage) ?? "";
const resource = `# scriptPolicy resource type

A script that runs on devices.

## Properties

|Property|Type|Description|
|:---|:---|:---|
|displayName|String|The name.|
|retryCount|Int32|How often it runs again.|

## Relationships

|Relationship|Type|Description|
|:---|:---|:---|
|assignments|[scriptPolicyAssignment](scripting-scriptpolicyassignment.md) collection|Who gets it.|
`;
const enumPage = `# scriptState enum type

## Members

|Member|Value|Description|
|:---|:---|:---|
|draft|0|Not sent.|
|live|1|Sent.|
`;

function read(files: Readonly<Record<string, string>>): Contract {
  const sources = Object.entries(files).map(([file, text]) => createSourceText(file, text));
  return contractFromPages("pages", sources).contract;
}

type Change = (text: string) => string;

test.each<[what: string, text: string, change: Change, want: readonly string[]]>([
  [
    "a new row",
    operation,
    swap("|assignments|", "|mode|String|How.|\n|assignments|"),
    ["major parameter-added scriptPolicies/assign.mode"],
  ],
  [
    "a new row that is optional",
    operation,
    swap("|assignments|", "|mode|String|Optional. How.|\n|assignments|"),
    ["minor parameter-added scriptPolicies/assign.mode"],
  ],
  [
    "another path",
    operation,
    swap("POST /scripting/scriptPolicies", "POST /scripting/policies"),
    ["major operation-moved scriptPolicies/assign"],
  ],
  [
    "another name in the path",
    operation,
    swap("POST /scripting/scriptPolicies/{scriptPolicyId}", "POST /scripting/scriptPolicies/{id}"),
    ["major parameter-renamed scriptPolicies/assign.scriptPolicyId"],
  ],
  [
    "a parameter in the query",
    operation,
    swap("POST /scripting/scriptPolicies/{scriptPolicyId}", "POST /scripting/scriptPolicies"),
    [
      "major operation-moved scriptPolicies/assign",
      "major parameter-removed scriptPolicies/assign.scriptPolicyId",
    ],
  ],
  [
    "another result",
    operation,
    swap(
      /\[scriptPolicyAssignment\]\(\S+\) collection in the response body/,
      "[scriptPolicy](../resources/scripting-scriptpolicy.md) in the response body",
    ),
    ["major result-type-changed scriptPolicies/assign"],
  ],
  [
    "another order",
    operation,
    swap("Scripts.ReadWrite.All, Scripts.Assign.All", "Scripts.Assign.All, Scripts.ReadWrite.All"),
    ["patch permissions-reordered scriptPolicies/assign permissions.delegated"],
  ],
  [
    "a new property",
    resource,
    swap("|retryCount|", "|runAs|String|Who.|\n|retryCount|"),
    ["minor property-added scriptPolicy.runAs"],
  ],
  [
    "a property less",
    resource,
    swap(/\|retryCount.*\n/, ""),
    ["major property-removed scriptPolicy.retryCount"],
  ],
  [
    "another type",
    resource,
    swap("|retryCount|Int32|", "|retryCount|String|"),
    ["major property-type-changed scriptPolicy.retryCount"],
  ],
  [
    "other prose",
    resource,
    swap("The name.", "Its name."),
    ["patch documentation-changed scriptPolicy.displayName"],
  ],
  [
    "another relationship",
    resource,
    swap("|assignments|", "|policyAssignments|"),
    ["major navigation-renamed scriptPolicy.assignments"],
  ],
  [
    "a new member",
    enumPage,
    swap("|live|1|Sent.|", "|live|1|Sent.|\n|gone|2|Taken back.|"),
    ["major enum-member-added scriptState.gone"],
  ],
  ["a member less", enumPage, swap("|live|1|Sent.|\n", ""), ["major enum-member-removed scriptState.live"]],
])("a page with %s is compared as what it describes", (_, text, change, want) => {
  const { changes } = compareContracts(read({ "a.md": text }), read({ "b.md": change(text) }));
  expect(changes.filter(({ message }) => !message.includes("of prose changed")).map(summarize)).toEqual(want);
});

test("in a folder of pages, an operation is found by its place when its page has another name", () => {
  const other = operation.replaceAll("/assign", "/revoke");
  const old = read({ "api/x-assign.md": operation, "api/x-revoke.md": other });
  expect(
    compareContracts(old, read({ "api/x-assign.md": operation, "api/y-revoke.md": other })).changes,
  ).toEqual([]);
  expect(compareContracts(old, read({ "api/x-assign.md": operation })).changes.map(summarize)).toEqual([
    "major operation-removed scriptPolicies/revoke",
  ]);
});

test("what the examples show is a patch, and its lines are not told again as prose", () => {
  const changed = swap(
    `"@odata.type": "microsoft.graph.scriptTarget"`,
    `"@odata.type": "microsoft.graph.teamScriptTarget",\n        "teamId": "2"`,
  )(operation);
  const { changes, verdict } = compareContracts(read({ "a.md": operation }), read({ "b.md": changed }));
  expect(changes.map(({ message }) => message)).toEqual([
    "the examples now show a `teamScriptTarget`, with teamId",
  ]);
  expect(verdict).toBe("patch");
});
