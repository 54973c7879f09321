import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { measure } from "./measure.ts";

/** What is measured; the first is the floor that the others are quoted against. */
const root = resolve(import.meta.dirname, "../../..");
const generator = join(root, "tools/graph-codegen/src/main.ts");
const cases = [
  { name: "an empty Node start (the floor)", args: ["--eval", "0"] },
  {
    name: "graph-codegen generate --check, this repository's specs",
    args: ["--conditions=@intunectl/source", generator, "generate", "--check"],
  },
];

const results = measure(cases, root, 7);
const floor = results[0]?.cpu ?? 0;
const rows = results.map(
  ({ name, cpu, wall }) =>
    `| ${name} | ${cpu.toFixed(3)} | ${(cpu - floor).toFixed(3)} | ${(cpu / floor).toFixed(1)} | ${wall.toFixed(3)} |`,
);
const text = `# Measured

CPU seconds of the whole process (user and system), median of seven interleaved runs on Node ${process.version}, ${process.platform} ${process.arch}; wall
time is information.

| work | CPU s | over the floor | times the floor | wall s |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
writeFileSync(join(import.meta.dirname, "results.md"), text);
process.stdout.write(text);
