import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";

/** The repository. */
export const root: string = resolve(import.meta.dirname, "../../..");

/** What the pinned compiler says of some files in a folder of their own, where the two libraries are installed. */
export function compile(files: Readonly<Record<string, string>>, options: object): string {
  const folder = mkdtempSync(join(tmpdir(), "graph-core-types-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const install = (name: string, from: string): void => {
    mkdirSync(join(folder, "node_modules", name, ".."), { recursive: true });
    symlinkSync(join(root, from), join(folder, "node_modules", name), "junction");
  };
  install("@intunectl/graph-core", "libs/graph-core");
  install("@intunectl/graph-intune", "libs/graph-intune");
  for (const name of ["@azure/identity", "undici"]) install(name, `libs/graph-core/node_modules/${name}`);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const compilerOptions = {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    module: "nodenext",
    target: "es2024",
    lib: ["es2024", "dom", "dom.iterable"],
    types: [],
    typeRoots: [join(root, "node_modules/@types")],
    customConditions: ["@intunectl/source"],
    ...options,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  return spawnSync(process.execPath, [compiler, "-p", "."], { cwd: folder, encoding: "utf8" }).stdout;
}
