import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { measureCalls } from "./calls.ts";
import { measureImports } from "./imports.ts";
import { measureSizes } from "./sizes.ts";
import { measureTypes } from "./types.ts";
import { measureWindow } from "./window.ts";

const root = resolve(import.meta.dirname, "../../..");
// What is published is measured, where it is not the source.
const { status } = spawnSync("pnpm", ["exec", "nx", "run", "graph-intune:build"], {
  cwd: root,
  stdio: ["ignore", "ignore", "inherit"],
  shell: process.platform === "win32",
});
if (status !== 0) throw new Error("the packages could not be built");

const text = `# Measured

Node ${process.version}, ${process.platform} ${process.arch}. CPU is that of the whole process, the server is another one; each figure is the median of
interleaved runs, and only ratios mean something on another machine. Names of the goals: C1 to C9.

${await measureCalls(3)}
${await measureWindow()}
${await measureSizes()}
${measureImports(9)}
${measureTypes(3)}
## C9: types

All nine cases of the comparison are compiled by \`tsc -b\`: \`libs/graph-intune/test/types.test-d.ts\`.
`;
writeFileSync(join(import.meta.dirname, "results.md"), text);
process.stdout.write(text);
