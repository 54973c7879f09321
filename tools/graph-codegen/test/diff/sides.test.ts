import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fixture } from "./proof.ts";
import type { Answer } from "../run-in-folder.ts";
import { runIn } from "../run-in-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "graph-diff-"));
const specs = resolve(import.meta.dirname, "../fixture");
const base = fixture("base.csdl");

beforeAll(() => {
  cpSync(specs, join(folder, "specs"), { recursive: true });
  write("metadata/v1.csdl", base);
  write("metadata/v2.csdl", base.replace(`<Property Name="comment" Type="Edm.String" />`, ""));
  write("pages/api/a.md", "# no page\n");
  git("init", "--quiet", "--initial-branch=main");
  commit("first");
  git("tag", "v1");
  const surface = join(folder, "specs/surface.yaml");
  writeFileSync(surface, readFileSync(surface, "utf8").replace("  - openapi: listScriptPolicies\n", ""));
  // An accent in a name, as pages have them, and a name that looks like an option.
  write("specs/graph/beta/resources/café.md", "# nothing\n");
  commit("second");
  writeFileSync(surface, readFileSync(surface, "utf8").replace("  - openapi: getScriptPolicy\n", ""));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function git(...args: readonly string[]): void {
  execFileSync(
    "git",
    ["-c", "user.name=Contoso", "-c", "user.email=dev@contoso.com", "-c", "commit.gpgsign=false", ...args],
    { cwd: folder, stdio: "ignore" },
  );
}

function commit(message: string): void {
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
}

function diff(...args: readonly string[]): Answer {
  return runIn(folder, ["diff", ...args]);
}

function subjects({ out }: Answer): readonly unknown[] {
  const { changes }: { changes: readonly { code: string; subject: string }[] } = JSON.parse(out);
  return changes.map(({ code, subject }) => `${code} ${subject}`);
}

const removed = (name: string): string => `operation-removed ${name}`;

test.each<[what: string, args: readonly string[], want: readonly string[]]>([
  ["two revisions", ["v1", "HEAD"], [removed("listScriptPolicies")]],
  ["a revision and the working folder", ["HEAD"], [removed("getScriptPolicy")]],
  [
    "a revision with a folder",
    ["v1:specs", "specs"],
    [removed("getScriptPolicy"), removed("listScriptPolicies")],
  ],
  ["a relative revision", ["HEAD~1", "HEAD"], [removed("listScriptPolicies")]],
  ["the same twice", ["v1", "v1"], []],
  ["two files", ["metadata/v1.csdl", "metadata/v2.csdl"], ["property-removed stamp.comment"]],
  [
    "two files with other separators",
    [String.raw`metadata\v1.csdl`, "./metadata/v2.csdl"],
    ["property-removed stamp.comment"],
  ],
  ["a file of a revision", ["v1:metadata/v1.csdl", "metadata/v2.csdl"], ["property-removed stamp.comment"]],
])("%s are compared", (_, args, want) => {
  const answer = diff(...args, "--output", "json");
  expect(answer).toMatchObject({ status: 0, err: "" });
  // The example and the schema of what is gone leave with it.
  expect(subjects(answer).filter((each) => /^(operation|property)-/.test(String(each)))).toEqual(want);
});

test.each<[what: string, args: readonly string[], status: number, want: RegExp]>([
  ["nothing to compare", [], 64, /diff needs to know what to compare with/],
  [
    "an unknown format",
    ["v1", "--output", "xml"],
    64,
    /--output is text, markdown, json or sarif, not "xml"/,
  ],
  ["an unknown verdict", ["v1", "--fail-on", "big"], 64, /--fail-on is major, minor or patch, not "big"/],
  ["something that is not there", ["v9", "HEAD"], 2, /"v9" is neither a file, nor a folder, nor a revision/],
  ["a revision that looks like an option", ["--", "--all"], 2, /"--all" is neither/],
  [
    "a path that a revision does not have",
    ["v1:docs", "specs"],
    2,
    /revision "v1" has no pages, metadata or surface.yaml at docs/,
  ],
  ["two of different kinds", ["specs", "metadata/v1.csdl"], 2, /compare two of a kind/],
  ["a file that is neither", ["specs/surface.yaml", "specs"], 2, /neither a page \(.md\) nor metadata/],
])("%s is refused with a reason", (_, args, status, want) => {
  const answer = diff(...args);
  expect(answer.status).toBe(status);
  expect(answer.err).toMatch(want);
});

test("specs with errors are not compared: what they seem to say could not be believed", () => {
  write("broken/surface.yaml", "version: beta\noperations:\n  - page: api/none.md\n");
  const answer = diff("specs", "broken");
  expect(answer.status).toBe(2);
  expect(answer.err).toMatch(/there is no file broken\/graph\/beta\/api\/none\.md[^]*broken has errors/);
});

test("metadata that is no XML is refused with its place", () => {
  write("metadata/bad.csdl", "<edmx:Edmx><Schema>");
  expect(diff("metadata/v1.csdl", "metadata/bad.csdl")).toMatchObject({
    status: 2,
    err: expect.stringContaining("xml-malformed  metadata/bad.csdl:1:19"),
  });
});

test("line ends and a byte order mark are no change", () => {
  write("metadata/crlf.csdl", `\uFEFF${base.replaceAll("\n", "\r\n")}`);
  expect(diff("metadata/v1.csdl", "metadata/crlf.csdl", "--output", "json")).toMatchObject({
    status: 0,
    out: expect.stringContaining(`"verdict": "none"`),
  });
});

test("a revision's places are written as git writes them", () => {
  expect(diff("v1", "HEAD").out).toContain("- v1:specs/graph/beta/openapi/scripting.yaml:4:3");
});

test.each<[failOn: string, status: number]>([
  ["major", 1],
  ["minor", 1],
  ["patch", 1],
])("--fail-on %s fails a major verdict", (failOn, status) => {
  expect(diff("v1", "HEAD", "--fail-on", failOn).status).toBe(status);
});

test("--fail-on lets pass what is less", () => {
  write("metadata/v3.csdl", base.replace("What it is called.", "Its name."));
  expect(diff("metadata/v1.csdl", "metadata/v3.csdl", "--fail-on", "minor").status).toBe(0);
  expect(diff("metadata/v1.csdl", "metadata/v3.csdl", "--fail-on", "patch").status).toBe(1);
});
