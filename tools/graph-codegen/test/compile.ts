import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "./workspace.ts";

/** Compiles what was generated, with the strictest flags and the published types of graph-core. */
export function compile(files: Iterable<readonly [string, string]>): string {
  const folder = mkdtempSync(join(tmpdir(), "graph-codegen-"));
  try {
    for (const [name, text] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    writeContracts(join(folder, "node_modules/@intunectl/graph-core"));
    const compilerOptions = {
      noEmit: true,
      composite: false,
      skipLibCheck: false,
      rewriteRelativeImportExtensions: false,
      allowImportingTsExtensions: true,
      lib: ["es2024", "dom"],
    };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: join(root, "tsconfig.base.json"), compilerOptions, include: ["**/*.ts"] }),
    );
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], {
      encoding: "utf8",
    });
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The types of graph-core that generated files import, and nothing else of it. */
export function writeContracts(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ["operation.ts", "model.ts"])
    copyFileSync(join(root, "libs/graph-core/src", name), join(folder, name));
  writeFileSync(
    join(folder, "index.ts"),
    `export type * from "./operation.ts";\nexport type * from "./model.ts";\n`,
  );
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "@intunectl/graph-core", type: "module", exports: "./index.ts" }),
  );
}
