import { expect, test } from "vitest";
import { run } from "../src/run.ts";
import {
  at,
  atLine,
  createFixture,
  csdl,
  openapi,
  out,
  overlay,
  page,
  put,
  surface,
  swap,
} from "./fixture-world.ts";
import type { Place } from "./fixture-world.ts";

type Change = Readonly<Record<string, (text: string) => string>>;

test.each<[what: string, change: Change, code: string, place: Place]>([
  [
    "a page that is not there",
    { [surface]: swap("api/scriptpolicy-assign.md", "api/gone.md") },
    "file-missing",
    at(surface, "api/gone.md"),
  ],
  [
    "a page outside the specs",
    { [surface]: swap("api/scriptpolicy-assign.md", "../../../../secrets.md") },
    "path-escapes",
    at(surface, "../../../../secrets.md"),
  ],
  ["no surface", { [surface]: put("") }, "yaml-shape", atLine(surface, "")],
  ["an unknown key", { [surface]: swap("  - page:", "  - pages:") }, "yaml-shape", at(surface, "pages:")],
  [
    "an unknown operationId",
    { [surface]: swap("getScriptPolicy", "getScriptPolicies") },
    "operation-unknown",
    at(surface, "getScriptPolicies"),
  ],
  [
    "an operation twice",
    { [surface]: (text) => `${text}  - openapi: getScriptPolicy\n` },
    "name-collision",
    at(openapi, "/scripting/scriptPolicies/{scriptPolicy-id}:"),
  ],
  [
    "a missing permission table",
    { [page]: swap(/\|Permission type[\s\S]*?\n\n/, "\n") },
    "page-section-missing",
    at(page, "Prerequisites"),
  ],
  [
    "a missing table of parameters",
    { [page]: swap(/\|Property\|Type[\s\S]*?\n\n/, "\n") },
    "page-section-missing",
    at(page, "Request body"),
  ],
  [
    "a request line that is none",
    { [page]: swap("POST /scripting/", "** not found ** /scripting/") },
    "page-unreadable",
    at(page, "** not found **"),
  ],
  [
    "an example that is not JSON",
    { [page]: swap(`"assignments": [`, `"assignments": [[`) },
    "example-malformed",
    () => `${page}:`,
  ],
  [
    "a code block without an end",
    { [page]: (text) => text.trimEnd().replace(/```$/, "") },
    "page-unreadable",
    atLine(page, "HTTP/1.1 200"),
  ],
  [
    "an unknown type",
    { [csdl]: swap(`Type="graph.scriptState"`, `Type="graph.scriptMood"`) },
    "type-unknown",
    at(csdl, "graph.scriptMood"),
  ],
  [
    "an action that is not declared",
    { [csdl]: swap(`<Action Name="assign"`, `<Action Name="assignAll"`) },
    "action-unknown",
    at(page, "POST /scripting"),
  ],
  [
    "malformed XML",
    { [csdl]: swap(`Name="note" Type`, `Name="note Type`) },
    "xml-malformed",
    () => `${csdl}:`,
  ],
  [
    "XML that ends early",
    { [csdl]: swap("</edmx:Edmx>", "") },
    "xml-malformed",
    atLine(csdl, "</edmx:DataServices>"),
  ],
  [
    "an XML document type",
    { [csdl]: swap("?>\n", `?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n`) },
    "xml-doctype",
    atLine(csdl, "<!DOCTYPE"),
  ],
  [
    "malformed YAML",
    { [openapi]: swap("operationId: listScriptPolicies", "operationId: [listScriptPolicies") },
    "yaml-malformed",
    () => `${openapi}:`,
  ],
  [
    "a YAML alias",
    { [overlay]: swap("because: The wider permission is not needed.", "because: &b text\n    rule2: *b") },
    "yaml-shape",
    atLine(overlay, "rule2: *b"),
  ],
  [
    "a reference to nowhere",
    {
      [openapi]: swap(
        "      summary: Get one script policy.",
        "      parameters: [{ $ref: '#/components/parameters/gone' }]",
      ),
    },
    "openapi-unsupported",
    atLine(openapi, "parameters/gone"),
  ],
  [
    "sources that disagree about a type",
    {
      [openapi]: swap(
        "displayName: { type: string, nullable: true }",
        "displayName: { type: boolean, nullable: true }",
      ),
    },
    "facts-disagree",
    atLine(csdl, `Name="displayName"`),
  ],
  [
    "sources that disagree about null",
    { [openapi]: swap(", nullable: true }", " }") },
    "facts-disagree",
    atLine(csdl, `Name="displayName"`),
  ],
  [
    "a property that one source has alone",
    { [openapi]: swap("displayName: {", "nickName: {") },
    "facts-disagree",
    at(openapi, "nickName"),
  ],
  [
    "two fragments that disagree",
    {
      [csdl.replace("scripting", "more")]: put(
        `<edmx:Edmx xmlns:edmx="x"><Schema Namespace="microsoft.graph"><EntityType Name="scriptPolicy" BaseType="microsoft.graph.entity"><Property Name="displayName" Type="Edm.Int32" /></EntityType></Schema></edmx:Edmx>`,
      ),
    },
    "facts-disagree",
    () => `${csdl.replace("scripting", "more")}:1:`,
  ],
  [
    "a type and an operation with one name",
    {
      [surface]: swap(
        "- page: api/scriptpolicy-assign.md",
        "- page: api/scriptpolicy-assign.md\n    name: scriptPolicy",
      ),
    },
    "name-collision",
    at(page, "POST /scripting"),
  ],
  [
    "an overlay without evidence",
    { [overlay]: swap(/ {4}evidence:\n.*\n/, "") },
    "yaml-shape",
    at(overlay, "id: delegated-permission"),
  ],
  [
    "an overlay that corrects nothing",
    { [overlay]: swap("operations.assignScriptPolicy.summary", "operations.assignScriptPolicy.sumary") },
    "overlay-unused",
    at(overlay, "operations.assignScriptPolicy.sumary"),
  ],
  [
    "an overlay that the sources left behind",
    { [page]: swap("Scripts.ReadWrite.All, ", "") },
    "overlay-stale",
    at(overlay, "[Scripts.Assign.All, Scripts.ReadWrite.All]"),
  ],
])("%s is an error with a place, and nothing is written", (_, change, code, place) => {
  const world = createFixture(change);
  const before = new Map(world.files);
  expect(run(["generate"], world)).toBe(1);
  expect(world.files).toEqual(before);
  const said = world.complaints.join("\n");
  expect(said).toContain(`error ${code}  ${place(world)}`);
  expect(said).toMatch(/hint: /);
  expect(
    [...world.files.keys()].filter((path) => !path.startsWith(out) && !path.startsWith("specs")),
  ).toEqual([]);
});

test("every problem is told in one run", () => {
  const world = createFixture({
    [page]: swap("|assignments|", "|other|"),
    [openapi]: swap(", nullable: true }", " }"),
  });
  expect(run(["lint"], world)).toBe(1);
  expect(world.printed.join("\n").match(/error facts-disagree/g)).toHaveLength(2);
});

test("a warning is an error with --strict", () => {
  const world = createFixture({
    [csdl]: swap(`<Singleton Name="scripting"`, `<Singleton Name="scriptingOld"`),
  });
  expect(run(["generate", "--strict"], world)).toBe(1);
  expect(world.complaints.join("\n")).toContain("warning path-not-in-metadata");
  expect(run(["generate"], world)).toBe(0);
});

test("a disagreement that an overlay settles is no error", () => {
  const settle = `  - id: settle\n    rule: R001\n    fact: operations.assignScriptPolicy.returns\n    is: nothing\n    because: The service answers 204.\n    evidence: [{ source: contoso, says: seen }]\n`;
  const world = createFixture({
    [page]: swap("`200 OK`", "`204 No Content`"),
    [overlay]: (text) => text + settle,
  });
  expect(run(["generate"], world)).toBe(0);
  expect(world.files.get(`${out}/assign-script-policy.ts`)).toContain(
    "Operation<AssignScriptPolicyInput, void>",
  );
});
