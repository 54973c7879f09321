import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../src/generate.ts";
import { createFixture } from "./fixture-world.ts";
import { root } from "./workspace.ts";

/** Compiles what was generated, with the strictest flags and the published types of graph-core. */
function compile(files: Iterable<readonly [string, string]>): string {
  const folder = mkdtempSync(join(tmpdir(), "graph-codegen-"));
  try {
    for (const [name, text] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    mkdirSync(join(folder, "node_modules/@intunectl"), { recursive: true });
    symlinkSync(
      join(root, "libs/graph-core"),
      join(folder, "node_modules/@intunectl/graph-core"),
      "junction",
    );
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
      JSON.stringify({ extends: join(root, "tsconfig.base.json"), compilerOptions, include: ["*.ts"] }),
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

const consumer = (body: string): readonly [string, string] => [
  "consumer.ts",
  `import type { AssignScriptPolicyInput } from "./index.ts";\nexport const input: AssignScriptPolicyInput = ${body};\n`,
];
const generated = [...generate(createFixture(), "specs").files]
  .filter(([name]) => name.endsWith(".ts"))
  .map(([name, { text }]) => [name, text] as const);

test.each<[what: string, body: string, error: string]>([
  [
    "a documented input",
    `{ scriptPolicyId: "1", assignments: [{ target: { "@odata.type": "#microsoft.graph.teamScriptTarget", teamId: "2" } }] }`,
    "",
  ],
  [
    "a discriminator without #",
    `{ scriptPolicyId: "1", assignments: [{ target: { "@odata.type": "microsoft.graph.everybodyScriptTarget" } }] }`,
    "TS2820",
  ],
  [
    "a target without what its type needs",
    `{ scriptPolicyId: "1", assignments: [{ target: { "@odata.type": "#microsoft.graph.teamScriptTarget" } }] }`,
    "TS2322",
  ],
  ["no assignments", `{ scriptPolicyId: "1" }`, "TS2741"],
])("the generated library compiles; %s is judged as it should be", (_, body, error) => {
  const said = compile([...generated, consumer(body)]);
  if (error === "") expect(said).toBe("");
  else expect(said).toContain(error);
});
