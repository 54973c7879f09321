import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRepository } from "../git-repository.ts";
import type { Repository } from "../git-repository.ts";
import type { Answer } from "../run-in-folder.ts";
import { runIn } from "../run-in-folder.ts";

const surface = "specs/surface.yaml";
const manifest = "libs/graph-intune/package.json";
let folder: string;
let repository: Repository;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "graph-check-"));
  cpSync(resolve(import.meta.dirname, "../fixture"), join(folder, "specs"), { recursive: true });
  repository = createRepository(folder);
  repository.write(manifest, `{\n  "name": "@intunectl/graph-intune",\n  "version": "0.1.0"\n}\n`);
  repository.write(".changeset/README.md", "# not a changeset\n");
  repository.commit("release");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function diff(...args: readonly string[]): Answer {
  return runIn(folder, ["diff", ...args]);
}

const changeset = (bump: string): string => `---\n"@intunectl/graph-intune": ${bump}\n---\n\nWords.\n`;
const removeOperation = (): void => repository.edit(surface, "  - openapi: getScriptPolicy\n", "");

test("specs that did not change ask for nothing", () => {
  expect(diff("--check")).toMatchObject({
    status: 0,
    out: expect.stringContaining(
      "since the last release (@intunectl/graph-intune@0.1.0): specs/ changed as none",
    ),
  });
});

test.each<[what: string, bump: string | undefined, status: number]>([
  ["none", undefined, 1],
  ["a patch", "patch", 1],
  ["a minor", "minor", 1],
  ["a major", "major", 0],
])("a change that breaks consumers with %s changeset exits accordingly", (_, bump, status) => {
  removeOperation();
  if (bump !== undefined) repository.write(".changeset/words.md", changeset(bump));
  const answer = diff("--check");
  expect(answer.status).toBe(status);
  if (status === 0) return;
  expect(answer.err).toContain(
    bump === undefined ? "no changeset names @intunectl/graph-intune" : `.changeset/words.md says ${bump}`,
  );
  expect(answer.err).toContain("major operation-removed  `getScriptPolicy`");
});

test("a changeset may say more than the verdict", () => {
  repository.edit("specs/graph/beta/overlays/scripting.yaml", "Replace every", "Replace each");
  repository.write(".changeset/words.md", changeset("major"));
  expect(diff("--check").status).toBe(0);
});

test("a changeset of another package, and one with other line ends, are told apart", () => {
  removeOperation();
  repository.write(".changeset/other.md", changeset("major").replace("graph-intune", "graph-core"));
  expect(diff("--check").status).toBe(1);
  repository.write(".changeset/words.md", changeset("major").replaceAll("\n", "\r\n").replaceAll(`"`, "'"));
  expect(diff("--check").status).toBe(0);
});

test("what --changeset writes is what --check wants, and a person may edit its words", () => {
  removeOperation();
  expect(diff("HEAD", "--changeset")).toMatchObject({
    status: 0,
    err: expect.stringMatching(/^wrote \.changeset\/graph-\w{8}\.md/),
  });
  expect(diff("HEAD", "--changeset").status).toBe(0);
  const files = readdirSync(join(folder, ".changeset")).filter((name) => name !== "README.md");
  expect(files).toHaveLength(1);
  const [file = ""] = files;
  expect(repository.read(`.changeset/${file}`)).toMatch(/^---\n"@intunectl\/graph-intune": major\n---\n\n/);
  expect(diff("--check").status).toBe(0);
  repository.edit(`.changeset/${file}`, /\n\n[^]*/, "\n\nWe removed it, ask for it.\n");
  expect(diff("--check").status).toBe(0);
  repository.edit(`.changeset/${file}`, ": major", ": minor");
  expect(diff("--check").status).toBe(1);
});

test("a branch has to say what it changes, also where main already waits with as big a step", () => {
  removeOperation();
  repository.write(".changeset/first.md", changeset("major"));
  repository.commit("on main");
  repository.git("checkout", "--quiet", "-b", "topic");
  repository.edit(surface, "  - openapi: listScriptPolicies\n", "");
  const answer = diff("--check");
  expect(answer.status).toBe(1);
  expect(answer.err).toContain("since the branch left main");
  repository.write(".changeset/second.md", changeset("major"));
  expect(diff("--check").status).toBe(0);
});

test("after a release nothing is asked for again", () => {
  removeOperation();
  repository.edit(manifest, "0.1.0", "1.0.0");
  repository.commit("release 1.0.0");
  expect(diff("--check")).toMatchObject({
    status: 0,
    out: expect.stringContaining("@intunectl/graph-intune@1.0.0"),
  });
});

test("a tag of the release is believed before the manifest", () => {
  removeOperation();
  repository.commit("removed");
  repository.git("tag", "@intunectl/graph-intune@1.0.0");
  expect(diff("--check")).toMatchObject({
    status: 0,
    out: expect.stringContaining("(@intunectl/graph-intune@1.0.0)"),
  });
});

test("between the version and its tag the version counts: its changesets are used up", () => {
  repository.git("tag", "@intunectl/graph-intune@0.1.0");
  removeOperation();
  repository.edit(manifest, "0.1.0", "1.0.0");
  repository.commit("version 1.0.0");
  expect(diff("--check")).toMatchObject({
    status: 0,
    out: expect.stringContaining("(@intunectl/graph-intune@1.0.0)"),
  });
});

test("specs that were in disorder at the base are not compared with", () => {
  repository.edit(surface, "scriptpolicy-assign.md", "none.md");
  repository.commit("disorder");
  repository.git("tag", "@intunectl/graph-intune@0.2.0");
  repository.edit(surface, "none.md", "scriptpolicy-assign.md");
  expect(diff("--check")).toMatchObject({
    status: 0,
    out: expect.stringContaining("not checked since the last release (@intunectl/graph-intune@0.2.0)"),
  });
});

test("a named base is compared with, when git knows it", () => {
  removeOperation();
  expect(diff("--check", "HEAD").status).toBe(1);
  expect(diff("--check", "v9")).toEqual({
    status: 0,
    out: `not checked: git knows no revision "v9" here`,
    err: "",
  });
});

test("a shallow clone says that it cannot know, and does not fail", () => {
  repository.write("README.md", "more\n");
  repository.commit("more");
  const clone = mkdtempSync(join(tmpdir(), "graph-shallow-"));
  try {
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${folder.replaceAll("\\", "/")}`, clone]);
    execFileSync("git", ["checkout", "--quiet", "--detach"], { cwd: clone });
    execFileSync("git", ["branch", "--quiet", "--delete", "--force", "main"], { cwd: clone });
    execFileSync("git", ["remote", "remove", "origin"], { cwd: clone });
    expect(runIn(clone, ["diff", "--check"])).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^not checked: this is a shallow clone/),
    });
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
});

test("an unpacked archive says that it cannot know, and does not fail", () => {
  rmSync(join(folder, ".git"), { recursive: true });
  expect(diff("--check")).toMatchObject({
    status: 0,
    out: expect.stringContaining("not checked: this is no git checkout"),
  });
});
