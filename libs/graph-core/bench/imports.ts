import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median, toTable } from "./measure.ts";

const dist = (name: string): string => pathToFileURL(join(import.meta.dirname, "../../", name)).href;
const modules: readonly (readonly [name: string, specifier: string])[] = [
  ["nothing", "data:text/javascript,export const x = 1"],
  ["@intunectl/graph-core", dist("graph-core/dist/node.js")],
  ["@intunectl/graph-intune", dist("graph-intune/dist/generated/index.js")],
  ["@microsoft/microsoft-graph-client", "@microsoft/microsoft-graph-client"],
  ["@azure/core-rest-pipeline", "@azure/core-rest-pipeline"],
  ["@microsoft/msgraph-beta-sdk", "@microsoft/msgraph-beta-sdk"],
  ["undici", "undici"],
  ["ky", "ky"],
  ["openapi-fetch", "openapi-fetch"],
];

/** C7: what it costs to load a module, over loading an empty one. */
export function measureImports(rounds: number): string {
  const samples = modules.map(() => ({ cpu: new Array<number>(), heap: new Array<number>() }));
  for (let round = 0; round < rounds; round += 1)
    for (const [index, [, specifier]] of modules.entries()) {
      const program = `
        globalThis.gc(); const heap = process.memoryUsage().heapUsed; const start = process.cpuUsage();
        await import(${JSON.stringify(specifier)});
        const { user, system } = process.cpuUsage(start); globalThis.gc();
        process.stdout.write((user + system) / 1000 + " " + (process.memoryUsage().heapUsed - heap) / 1e6);`;
      const { stdout, stderr } = spawnSync(
        process.execPath,
        ["--expose-gc", "--input-type=module", "--eval", program],
        { cwd: import.meta.dirname, encoding: "utf8" },
      );
      const [cpu, heap] = stdout.split(" ").map(Number);
      if (cpu === undefined || heap === undefined) throw new Error(stderr);
      samples[index]?.cpu.push(cpu);
      samples[index]?.heap.push(heap);
    }
  const [base] = samples;
  const rows = modules.slice(1).map(([name], index) => {
    const sample = samples[index + 1];
    const over = (kind: "cpu" | "heap"): number => median(sample?.[kind] ?? []) - median(base?.[kind] ?? []);
    return [name, over("cpu").toFixed(1), over("heap").toFixed(2)];
  });
  return `## C7: loading

Milliseconds of CPU and MB of heap over loading an empty module (wanted: at most 2 ms and 0.5 MB; for the whole of
graph-intune 12 ms). Nothing of \`fetch\`, \`node:https\` or a credential is loaded before the first call.

${toTable(["module", "ms", "MB"], rows)}
`;
}
