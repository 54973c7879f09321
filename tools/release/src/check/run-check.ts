import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { runApi } from "../api/run-api.ts";
import { findPackages } from "../packages.ts";
import { readOutput, runStep } from "../run.ts";
import { formatLicenseList } from "./license-list.ts";
import { findForbiddenLicenses } from "./licenses.ts";
import { readTarball } from "./read-tarball.ts";
import { checkTarball } from "./tarball-rules.ts";

/**
 * Packs what would be published and holds it against the rules, the surfaces against `api.txt`, the sizes against their
 * limits and the dependencies' licenses against the list; answers what is wrong. The packages must be built.
 */
export async function runCheck(root: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "intunectl-pack-"));
  try {
    const problems: string[] = [];
    for (const path of packAll(root, folder)) problems.push(...checkTarball(await readTarball(path)));
    problems.push(
      ...runApi(root, true).map(
        (file) =>
          `${relative(root, file)} is not what the package exports: \`pnpm run api\` writes it, and its difference is for review`,
      ),
    );
    for (const [purpose, args] of [
      ["published", ["--prod"]],
      ["used", []],
    ] as const) {
      problems.push(...findForbiddenLicenses(readLicenses(root, args), purpose));
    }
    if (readFileSync(join(root, licenseFile), "utf8").replaceAll("\r\n", "\n") !== formatLicenses(root))
      problems.push(`${licenseFile} is not what is installed: \`pnpm run licenses\` writes it`);
    runStep("sizes", ["size-limit"], { cwd: root });
    return problems;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const licenseFile = "LICENSES.md";

/** Writes the list of the dependencies' licenses. */
export function writeLicenses(root: string): void {
  writeFileSync(join(root, licenseFile), formatLicenses(root));
}

function formatLicenses(root: string): string {
  return formatLicenseList(readLicenses(root, ["--prod"]));
}

function readLicenses(root: string, args: readonly string[]): unknown {
  return JSON.parse(
    readOutput(["pnpm", "licenses", "list", "--recursive", "--json", ...args], { cwd: root }),
  );
}

/** Packs every published package as a release does; answers the archives. */
export function packAll(root: string, folder: string): readonly string[] {
  for (const { folder: cwd } of findPackages(root))
    readOutput(["pnpm", "pack", "--pack-destination", folder], { cwd });
  return readdirSync(folder)
    .filter((name) => name.endsWith(".tgz"))
    .toSorted()
    .map((name) => join(folder, name));
}
