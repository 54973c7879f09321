import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { folderOf, targets } from "./targets.ts";

// `pnpm mutate graph-core`, or one file of it: `pnpm mutate graph-core governor`. Not a part of `npm test`: minutes.
const root = resolve(import.meta.dirname, "../../..");
const folder = join(root, "tools/mutate/stryker");
const [name = "", ...wanted] = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const files = wanted.length === 0 ? (Object.hasOwn(targets, name) ? targets[name] : undefined) : wanted;
if (files === undefined) {
  process.stderr.write(`which package? one of ${Object.keys(targets).join(", ")}\n`);
  process.exit(64);
}
const isWindows = process.platform === "win32";
spawnSync("pnpm", ["install", "--ignore-workspace", "--frozen-lockfile", "--silent"], {
  cwd: folder,
  stdio: "inherit",
  shell: isWindows,
});
const config = join(folder, "stryker.json");
writeFileSync(
  config,
  JSON.stringify({
    testRunner: "vitest",
    plugins: [join(folder, "node_modules/@stryker-mutator/vitest-runner/dist/src/index.js")],
    vitest: { configFile: "tools/mutate/vitest.config.ts", related: true },
    mutate: files.map((file) => `${folderOf(name)}/src/${file}.ts`),
    // A copy of the whole repository would be copied again and again.
    ignorePatterns: [
      "apps",
      "docs",
      "examples",
      ".nx",
      "tools/{bench,demo,openapi-client,release,verify}",
      "tools/mutate/stryker",
      "libs/*/{dist,bench,reports}",
    ],
    // TypeScript 7 has no compiler API, and nothing of it is needed: vitest takes the types off.
    tsconfigFile: "none.json",
    disableTypeChecks: false,
    reporters: ["clear-text", "progress-append-only"],
    clearTextReporter: { reportTests: false, logTests: false, allowColor: false },
    // What runs once, when a file is loaded, would cost all tests for each mutant.
    ignoreStatic: true,
    timeoutMS: 4000,
    concurrency: 2,
  }),
);
const { status } = spawnSync(
  process.execPath,
  [join(folder, "node_modules/@stryker-mutator/core/bin/stryker.js"), "run", config],
  { cwd: root, stdio: "inherit", env: { ...process.env, MUTATE: folderOf(name) } },
);
process.exitCode = status ?? 1;
