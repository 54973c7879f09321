import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { writeContracts } from "../compile.ts";
import { root } from "../workspace.ts";

/** A library and a program that uses it; each stands in a folder of its own. */
export interface Project {
  readonly name: string;
  readonly library: Iterable<readonly [string, string]>;
  readonly consumer: string;
}

/**
 * Compiles consumers against the libraries beside them, all in one run of the pinned compiler; answers the complaints of
 * each project by its name.
 */
export function compileConsumers(projects: readonly Project[]): ReadonlyMap<string, readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "graph-proof-"));
  try {
    for (const { name, library, consumer } of projects) {
      write(join(folder, name, "consumer.ts"), consumer);
      for (const [file, text] of library) write(join(folder, name, "lib", file), text);
    }
    writeContracts(join(folder, "node_modules/@intunectl/graph-core"));
    const compilerOptions = {
      noEmit: true,
      composite: false,
      skipLibCheck: false,
      rewriteRelativeImportExtensions: false,
      allowImportingTsExtensions: true,
      isolatedDeclarations: false,
    };
    write(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: join(root, "tsconfig.base.json"), compilerOptions, include: ["*/**/*.ts"] }),
    );
    write(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    const complaints = new Map(projects.map(({ name }) => [name, new Array<string>()]));
    for (const line of stdout.split(/\r?\n/)) {
      const at = /(?:^|\/)([^/(]+)\/(?:lib\/)?[\w.-]+\.ts\(\d+,\d+\): error /.exec(
        line.replaceAll("\\", "/"),
      );
      complaints.get(at?.[1] ?? "")?.push(line);
      if (at === null && line.includes("error TS")) throw new Error(line);
    }
    return complaints;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a program against an answer of the service and the library; answers what it threw, or undefined. */
export function runConsumer(
  library: Iterable<readonly [string, string]>,
  body: string,
  answer: unknown,
): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "graph-proof-"));
  try {
    for (const [file, text] of library) write(join(folder, "lib", file), text);
    write(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    const lines = [
      `import * as lib from "./lib/index.ts";`,
      `const answer = ${JSON.stringify(answer ?? null)};`,
      `void lib; void answer;`,
      body,
    ];
    write(join(folder, "main.ts"), lines.join("\n"));
    const { status, stderr } = spawnSync(process.execPath, [join(folder, "main.ts")], { encoding: "utf8" });
    return status === 0 ? undefined : stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The text of a file beside the tests. */
export function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, "fixture", name), "utf8").replaceAll("\r\n", "\n");
}
