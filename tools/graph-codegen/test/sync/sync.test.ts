import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRepository } from "../git-repository.ts";
import type { Repository } from "../git-repository.ts";
import { createWorld } from "../../src/world.ts";
import type { Answer } from "../run-in-folder.ts";
import { runIn } from "../run-in-folder.ts";

const fixture = resolve(import.meta.dirname, "../fixture");
const page = "graph/beta/api/scriptpolicy-assign.md";
const fragment = "graph/beta/csdl/scripting.xml";
const upstreamPage = "api-reference/beta/api/scriptpolicy-assign.md";
const schema = "schemas/beta-Prod.csdl";

let folder: string;
let docs: Repository;
let metadata: Repository;

/** Our specs beside two made checkouts of upstream: of the same pages, and of metadata with more than we publish. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "graph-sync-"));
  cpSync(fixture, join(folder, "specs"), { recursive: true });
  for (const name of ["docs", "metadata"]) mkdirSync(join(folder, name));
  docs = createRepository(join(folder, "docs"));
  docs.git("remote", "add", "origin", "git@github.com:contoso/graph-docs.git");
  docs.write(upstreamPage, readFileSync(join(fixture, page), "utf8"));
  docs.write("api-reference/beta/api/other-get.md", "# Get other\n");
  docs.commit("pages");
  metadata = createRepository(join(folder, "metadata"));
  metadata.git("remote", "add", "origin", "https://github.com/contoso/graph-metadata");
  metadata.write(
    schema,
    readFileSync(join(fixture, fragment), "utf8")
      .replace(
        `        <NavigationProperty Name="scriptPolicies"`,
        `        <NavigationProperty Name="settings" Type="Collection(graph.setting)" ContainsTarget="true" />\n        <NavigationProperty Name="scriptPolicies"`,
      )
      .replace(
        `      <EntityType Name="scriptPolicy" `,
        `      <EntityType Name="setting" BaseType="graph.entity" />\n      <EntityType Name="scriptPolicy" `,
      )
      .replace(
        `      <Action Name="assign" IsBound="true">`,
        `      <Action Name="archive" IsBound="true">\n        <Parameter Name="bindingParameter" Type="graph.scriptPolicy" />\n      </Action>\n      <Action Name="assign" IsBound="true">`,
      ),
  );
  metadata.commit("metadata");
  // The lock of the fixture, as `generate` writes it.
  if (codegen("generate").status !== 0) throw new Error("the fixture is not in order");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function codegen(...args: readonly string[]): Answer {
  return runIn(folder, args);
}

function read(path: string): string {
  return readFileSync(join(folder, path), "utf8");
}

function changesets(): readonly string[] {
  return existsSync(join(folder, ".changeset"))
    ? readdirSync(join(folder, ".changeset")).map((name) => read(`.changeset/${name}`))
    : [];
}

function lockOf(name: string): Readonly<Record<string, string>> {
  const { files }: { files: Record<string, Record<string, string>> } = JSON.parse(
    read("specs/sources.lock.json"),
  );
  return files[name] ?? {};
}

test("where upstream has what we have, nothing is written", () => {
  const before = [read(`specs/${page}`), read(`specs/${fragment}`), read("specs/sources.lock.json")];
  expect(codegen("sync", "docs", "metadata")).toEqual({
    status: 0,
    out: "",
    err: "specs/ has what upstream has",
  });
  expect([read(`specs/${page}`), read(`specs/${fragment}`), read("specs/sources.lock.json")]).toEqual(before);
  expect(changesets()).toEqual([]);
});

test("a changed page is taken byte for byte, with its revision, its lock entry and its changeset", () => {
  docs.edit(upstreamPage, "|Application|Not supported.|", "|Application|Scripts.Assign.All|");
  docs.write(upstreamPage, docs.read(upstreamPage).replaceAll("\n", "\r\n"));
  docs.commit("applications");
  const answer = codegen("sync", "docs");
  expect(answer.status).toBe(0);
  expect(answer.out).toContain("minor permissions-widened");
  expect(read(`specs/${page}`)).toBe(docs.read(upstreamPage));
  const revision = docs.git("rev-parse", "--short=10", "HEAD").trim();
  expect(lockOf(page)).toMatchObject({
    origin: `https://github.com/contoso/graph-docs/blob/${revision}/${upstreamPage}`,
    revision: `${revision} (2026-10-01)`,
  });
  expect(changesets()).toEqual([
    expect.stringMatching(
      /^---\n"@intunectl\/graph-intune": minor\n---\n\n[^]*supported now, with Scripts\.Assign\.All/,
    ),
  ]);
  // The lock is what the check wants, and the library can be made.
  expect(codegen("generate").status).toBe(0);
  expect(codegen("generate", "--check").status).toBe(0);
});

test("a fragment gets what its declarations are now, the types that come along, and nothing else", () => {
  metadata.edit(
    schema,
    `<Property Name="state" Type="graph.scriptState" Nullable="false" />`,
    `<Property Name="state" Type="graph.scriptState" Nullable="false" />\n        <Property Name="schedule" Type="graph.scriptSchedule" />`,
  );
  metadata.edit(
    schema,
    `      <ComplexType Name="scriptTarget" Abstract="true" />`,
    `      <ComplexType Name="dailySchedule" BaseType="graph.scriptSchedule">\n        <Property Name="hour" Type="Edm.Int32" Nullable="false" />\n      </ComplexType>\n      <ComplexType Name="scriptSchedule" Abstract="true" />\n      <ComplexType Name="scriptTarget" Abstract="true" />`,
  );
  metadata.commit("schedules");
  const answer = codegen("sync", "metadata", "docs");
  expect(answer.err).toContain("ComplexType microsoft.graph.scriptSchedule came along");
  expect(answer.err).toContain("ComplexType microsoft.graph.dailySchedule came along");
  expect(answer.status).toBe(0);
  expect(answer.out).toContain("scriptPolicy has a new property schedule");
  const text = read(`specs/${fragment}`);
  expect(text).toContain(`<Property Name="schedule" Type="graph.scriptSchedule" />`);
  expect(text).toContain(`<ComplexType Name="dailySchedule" BaseType="graph.scriptSchedule">`);
  expect(text).not.toContain("setting");
  expect(text).not.toContain("archive");
  expect(lockOf(fragment)["origin"]).toMatch(
    /^excerpt of https:\/\/github\.com\/contoso\/graph-metadata\/blob\/\w{10}\/schemas\/beta-Prod\.csdl$/,
  );
  expect(codegen("generate").status).toBe(0);
});

test("a page that is new in the surface comes with its declarations, by its path", () => {
  docs.write(
    "api-reference/beta/api/scripting-setting-archive.md",
    docs
      .read(upstreamPage)
      .replace("# assign action", "# archive action")
      .replace(
        "POST /scripting/scriptPolicies/{scriptPolicyId}/assign",
        "POST /scripting/settings/{settingId}/archive",
      )
      .replace(/\|Property\|Type[^]*?\n\n/, "Do not supply a request body for this method.\n\n")
      .replace(
        /## Response\n[^]*?## Example[^]*/,
        "## Response\n\nIf successful, this action returns a `204 No Content` response code.\n",
      ),
  );
  docs.commit("archive");
  metadata.edit(
    schema,
    `<EntityType Name="setting" BaseType="graph.entity" />`,
    `<EntityType Name="setting" BaseType="graph.entity">\n        <Property Name="mode" Type="graph.settingMode" />\n      </EntityType>`,
  );
  metadata.edit(
    schema,
    `      <EnumType Name="scriptState">`,
    `      <EnumType Name="settingMode">\n        <Member Name="on" Value="0" />\n      </EnumType>\n      <EnumType Name="scriptState">`,
  );
  metadata.edit(
    schema,
    `<Action Name="archive" IsBound="true">\n        <Parameter Name="bindingParameter" Type="graph.scriptPolicy" />`,
    `<Action Name="archive" IsBound="true">\n        <Parameter Name="bindingParameter" Type="graph.setting" />`,
  );
  metadata.commit("modes");
  createRepositoryFile(
    "specs/surface.yaml",
    `${read("specs/surface.yaml")}  - page: api/scripting-setting-archive.md\n`,
  );
  // Before, the surface names a page that is not there: there is nothing to compare with, and that is told.
  const answer = codegen("sync", "metadata", "docs");
  expect(answer.err).toContain("Action microsoft.graph.archive(graph.setting) came along");
  expect(answer.err).toContain("NavigationProperty settings of EntityType microsoft.graph.scripting");
  expect(answer.err).toContain("had errors before");
  const added = read("specs/graph/beta/csdl/scripting-setting.xml");
  expect(added).toContain(`<EntityType Name="setting" BaseType="graph.entity">`);
  expect(added).toContain(`<EnumType Name="settingMode">`);
  expect(read(`specs/${fragment}`)).toContain(`<NavigationProperty Name="settings"`);
  expect(codegen("generate").err).toBe("");
  expect(read("libs/graph-intune/src/generated/archive-setting.ts")).toContain(
    `path: "/scripting/settings/{settingId}/archive"`,
  );
});

test("what breaks consumers is told as such", () => {
  metadata.edit(schema, /        <Property Name="note" Type="Edm.String" \/>\n/, "");
  metadata.commit("no notes");
  const answer = codegen("sync", "metadata");
  expect(answer.status).toBe(0);
  expect(answer.out).toContain("verdict: major");
  expect(changesets()[0]).toContain(`"@intunectl/graph-intune": major`);
  expect(changesets()[0]).toContain("`TeamScriptTarget` has no property `note` any more");
});

test("sources that now disagree are taken, told, and left to a person", () => {
  docs.edit(upstreamPage, "|assignments|", "|policies|");
  docs.commit("renamed");
  const answer = codegen("sync", "docs");
  expect(answer.status).toBe(1);
  expect(answer.err).toContain("error facts-disagree");
  expect(answer.err).toMatch(/to be settled; then `pnpm generate`/);
  expect(read(`specs/${page}`)).toContain("|policies|");
  expect(changesets()).toEqual([]);
});

test("what upstream does not have any more is told, and a page stays", () => {
  docs.git("rm", "--quiet", upstreamPage);
  docs.commit("gone");
  metadata.edit(schema, /      <ComplexType Name="everybodyScriptTarget"[^>]*>\n/, "");
  metadata.commit("gone");
  const answer = codegen("sync", "docs", "metadata");
  expect(answer.status).toBe(1);
  expect(answer.err).toContain(`has no ${upstreamPage} any more`);
  expect(answer.err).toContain("has no ComplexType microsoft.graph.everybodyScriptTarget any more");
  expect(existsSync(join(folder, "specs", page))).toBe(true);
  expect(read(`specs/${fragment}`)).not.toContain("everybodyScriptTarget");
});

test("a copy that was edited here is not overwritten, unless somebody forces it", () => {
  docs.edit(upstreamPage, "# assign action", "# assign  action");
  docs.commit("first");
  expect(codegen("sync", "docs").status).toBe(0);
  const own = read(`specs/${page}`).replace("Not yet documented", "Our words");
  createRepositoryFile(`specs/${page}`, own);
  expect(codegen("generate").status).toBe(0);
  expect(codegen("sync", "docs").err).toBe("specs/ has what upstream has");
  docs.edit(upstreamPage, "# assign  action", "# Assign action");
  docs.commit("second");
  const refused = codegen("sync", "docs");
  expect(refused).toMatchObject({
    status: 1,
    err: expect.stringContaining("was edited here and changed upstream"),
  });
  expect(read(`specs/${page}`)).toBe(own);
  expect(codegen("sync", "docs", "--force").err).toContain(`took specs/${page}`);
  expect(read(`specs/${page}`)).toBe(docs.read(upstreamPage));
});

test("--dry-run tells and writes nothing", () => {
  docs.edit(upstreamPage, "|Application|Not supported.|", "|Application|Scripts.Assign.All|");
  const before = read(`specs/${page}`);
  const answer = codegen("sync", "docs", "--dry-run");
  expect(answer).toMatchObject({
    status: 0,
    out: expect.stringContaining("verdict: minor"),
    err: expect.stringContaining("would take"),
  });
  expect(read(`specs/${page}`)).toBe(before);
  expect(changesets()).toEqual([]);
});

test.each<[what: string, args: readonly string[], status: number, want: RegExp]>([
  ["no checkout", [], 64, /sync needs a checkout/],
  [
    "a folder that is none",
    ["specs"],
    2,
    /specs has neither pages \(api-reference\/beta\/api\) nor metadata \(schemas\/beta-Prod\.csdl\)/,
  ],
  ["a folder that is not there", ["nowhere"], 2, /nowhere has neither/],
])("%s is refused with a reason", (_, args, status, want) => {
  const answer = codegen("sync", ...args);
  expect(answer.status).toBe(status);
  expect(answer.err).toMatch(want);
});

test("metadata that breaks off is not taken in parts", () => {
  metadata.write(schema, metadata.read(schema).slice(0, 900));
  const before = read(`specs/${fragment}`);
  expect(codegen("sync", "metadata")).toMatchObject({
    status: 2,
    err: expect.stringContaining("cannot be read"),
  });
  expect(read(`specs/${fragment}`)).toBe(before);
});

function createRepositoryFile(path: string, text: string): void {
  createWorld(
    folder,
    () => {},
    () => {},
  ).writeFile(path, text);
}
