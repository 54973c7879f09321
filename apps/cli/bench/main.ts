import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createEmulator } from "@intunectl/graph-emulator";
import { createSeed } from "../test/test-tenant.ts";
import { runAll, type Work } from "./runs.ts";

// The built program, as it is published; `pnpm build` first.
const main = resolve(import.meta.dirname, "../dist/main.js");
const folder = mkdtempSync(join(tmpdir(), "intunectl-bench-"));

/** A demo tenant of its own size, and a file that wants one more group everywhere. */
async function prepare(name: string, configurations: number, assignmentsEach: number): Promise<Work> {
  const state = join(folder, name);
  const seed = createSeed(configurations, assignmentsEach);
  const emulator = await createEmulator({ seed, dataFolder: join(state, "demo/emulator") });
  await emulator.close();
  const file = join(folder, `${name}.yaml`);
  writeFileSync(
    file,
    `tenant: contoso.onmicrosoft.com\ngroups: { more: { name: SG-0000 } }\nconfigurations: [{ name: "Policy *", include: [more] }]\n`,
  );
  return { name, args: [main, "--demo", "plan", file, "-o", "none"] };
}

try {
  const start = runAll(
    [
      { name: "an empty Node start", args: ["--eval", "0"] },
      { name: "intunectl --version", args: [main, "--version"] },
      { name: "intunectl --help", args: [main, "--help"] },
      { name: "intunectl help assign", args: [main, "help", "assign"] },
      { name: "one Tab", args: [main, "__complete", "bash", "intunectl una"] },
    ],
    9,
    {},
  );
  const names = [
    "an empty Node start",
    "`intunectl --version`",
    "`intunectl --help`",
    "`intunectl help assign`",
    "one Tab",
  ];
  const plans = [
    { words: "plan, 5 configurations, 10 assignments", work: await prepare("small", 5, 2) },
    { words: "plan, 1,000 configurations, 2,000 assignments", work: await prepare("thousand", 1000, 2) },
    { words: "plan, 1,000 configurations, 50,000 assignments", work: await prepare("many", 1000, 50) },
    { words: "plan, 5,000 configurations, 10,000 assignments", work: await prepare("wide", 5000, 2) },
  ];
  const planned = plans.map(({ work }) => runAll([work], 3, { INTUNECTL_STATE: join(folder, work.name) })[0]);
  const floor = start[0];
  const toRow = (name: string, spent: (typeof planned)[number]): string =>
    spent === undefined || floor === undefined
      ? ""
      : `| ${name} | ${spent.cpu.toFixed(3)} | ${(spent.cpu - floor.cpu).toFixed(3)} | ${spent.wall.toFixed(3)} | ${((spent.wall - floor.wall) * 1000).toFixed(0)} | ${spent.memory.toFixed(0)} |`;
  const rows = [
    ...start.map((spent, index) => toRow(names[index] ?? "", spent)),
    ...plans.map(({ words }, index) => toRow(words, planned[index])),
  ];
  const text = `# Measured

CPU seconds of the whole process (user and system) and its most memory; medians of nine rounds (starts) and three (plans) on
Node ${process.version}, ${process.platform} ${process.arch}. The plans run in the demo tenant, so the service is in the same process and in the figures.
Wall time is information.

| work | CPU s | over an empty start | wall s | ms over an empty start | most MB |
| --- | --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
  writeFileSync(join(import.meta.dirname, "results.md"), text);
  process.stdout.write(text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
