// Adds an operation to the surface of a copy of this repository's specs, and generates the library from it.
//
//   node regenerate.ts <new folder>
//
// In a checkout of your own you would do the same in place: add the path and the line, type `pnpm generate`, and commit
// what changed together with the changeset that `pnpm graph-codegen diff main --changeset` writes.
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const [, , folder = ""] = process.argv;
if (folder === "") throw new Error("say which folder: node regenerate.ts <new folder>");

cpSync(join(root, "specs"), join(folder, "specs"), { recursive: true });
const fragment = join(folder, "specs/graph/beta/openapi/assignment-filters.yaml");
const path = readFileSync(join(import.meta.dirname, "path.yaml"), "utf8").replaceAll(/^(?=.)/gm, "  ");
writeFileSync(fragment, readFileSync(fragment, "utf8").replace("components:\n", `${path}components:\n`));
appendFileSync(join(folder, "specs/surface.yaml"), "  - openapi: getAssignmentFilter\n");

const codegen = join(root, "tools/graph-codegen/src/main.ts");
for (const command of [["generate"], ["diff", join(root, "specs"), "specs"]]) {
  const { status } = spawnSync(process.execPath, ["--conditions=@intunectl/source", codegen, ...command], {
    cwd: folder,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
