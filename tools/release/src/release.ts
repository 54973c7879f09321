import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { readTarball } from "./check/read-tarball.ts";
import { runCheck } from "./check/run-check.ts";
import { checkTarball } from "./check/tarball-rules.ts";
import type { PublishedPackage } from "./packages.ts";
import { findPackages } from "./packages.ts";
import { readOutput, runStep } from "./run.ts";

/** Where a release leaves what it publishes and the bills of materials; ignored by git. */
export const releaseFolder = ".release";

/**
 * Builds, checks, versions and publishes; answers the exit code. What is published is what was checked: the packages are
 * packed once, the archives are looked at, and the archives are sent.
 */
export async function release(root: string, { isDryRun }: { readonly isDryRun: boolean }): Promise<number> {
  const options = { cwd: root };
  if (readOutput(["git", "status", "--porcelain"], options).trim() !== "")
    throw new Error("the working folder has changes: a release is made of what is committed");
  // What an earlier build left behind would be packed, too.
  for (const { folder } of findPackages(root)) rmSync(join(folder, "dist"), { recursive: true, force: true });
  runStep("build", ["pnpm", "run", "build"], options);
  runStep("generated files are what specs/ makes", ["pnpm", "run", "generate", "--check"], options);
  runStep(
    "changesets say as much as specs/ changed",
    ["pnpm", "run", "graph-codegen", "diff", "--check"],
    options,
  );
  const problems = await runCheck(root);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  if (pendingChangesets(root).length > 0) {
    runStep("versions and changelogs", ["changeset", "version"], options);
    runStep("layout of what that wrote", ["oxfmt", ".changeset", "libs", "apps"], options);
    runStep("commit", ["git", "commit", "--quiet", "--all", "--message", "Version the packages"], options);
  }
  const packs = join(root, releaseFolder, "packs");
  rmSync(join(root, releaseFolder), { recursive: true, force: true });
  mkdirSync(packs, { recursive: true });
  const restore = stateRepository(root);
  try {
    runStep("pack", ["changeset", "pack", "--out-dir", packs], options);
  } finally {
    restore();
  }
  const archives = readdirSync(join(packs, "packages")).filter((name) => name.endsWith(".tgz"));
  if (archives.length === 0) {
    process.stdout.write("every version is published already\n");
    return 0;
  }
  for (const name of archives) await checkArchive(root, join(packs, "packages", name));
  writeBills(root, findPackages(root));
  if (isDryRun)
    process.stdout.write(
      `\n${archives.length} packages are ready in ${releaseFolder}/; nothing was published\n`,
    );
  else runStep("publish", ["changeset", "publish", "--from-pack-dir", packs], options);
  return 0;
}

async function checkArchive(root: string, path: string): Promise<void> {
  const archive = await readTarball(path);
  const problems = checkTarball(archive);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const name = relative(root, path);
  runStep(`publint ${archive.file}`, ["publint", "--strict", name], { cwd: root });
  if ((archive.files.get("package.json") ?? "").includes(`"exports"`))
    runStep(
      `are the types wrong ${archive.file}`,
      ["attw", name, "--profile", "esm-only", ...exclusions(archive.files)],
      { cwd: root },
    );
}

/** Entries that are no modules: attw does not know YAML. */
function exclusions(files: ReadonlyMap<string, string>): readonly string[] {
  const entries = [...(files.get("package.json") ?? "").matchAll(/"(\.\/[^"]+\.ya?ml)":/g)].map(
    ([, entry = ""]) => entry,
  );
  return entries.length === 0 ? [] : ["--exclude-entrypoints", ...entries];
}

function pendingChangesets(root: string): readonly string[] {
  return readdirSync(join(root, ".changeset")).filter((name) => name.endsWith(".md") && name !== "README.md");
}

/**
 * Provenance is refused for a package that does not name the repository it was built from; where a code host builds it,
 * the host says which that is. The manifests are put back: the repository's address is the host's to know.
 */
function stateRepository(root: string): () => void {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  if (server === undefined || repository === undefined) return () => {};
  const before = findPackages(root).map(({ folder }) => {
    const path = join(folder, "package.json");
    const text = readFileSync(path, "utf8");
    const manifest: Record<string, unknown> = JSON.parse(text);
    const directory = relative(root, folder).replaceAll("\\", "/");
    manifest["repository"] = { type: "git", url: `git+${server}/${repository}.git`, directory };
    writeFileSync(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
    return { path, text };
  });
  return () => {
    for (const { path, text } of before) writeFileSync(path, text);
  };
}

/** A bill of materials for each package, in CycloneDX. */
function writeBills(root: string, packages: readonly PublishedPackage[]): void {
  const folder = join(root, releaseFolder, "sbom");
  mkdirSync(folder, { recursive: true });
  for (const { name, version } of packages) {
    const text = readOutput(
      [
        "pnpm",
        "sbom",
        "--filter",
        name,
        "--prod",
        "--sbom-format",
        "cyclonedx",
        "--sbom-spec-version",
        "1.6",
      ],
      { cwd: root },
    );
    writeFileSync(join(folder, `${name.slice(name.indexOf("/") + 1)}-${version}.cdx.json`), text);
  }
}
