import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** So many wishes into a service that fails, while workers are killed: what `pnpm chaos` says of it. */
export function measureStorm(workers: number, wishes: number, databaseUrl: string | undefined): string {
  const script = join(import.meta.dirname, "../chaos/main.ts");
  const where =
    databaseUrl === undefined ? [] : ["--database-url", databaseUrl, "--workers", String(workers)];
  const args = [
    "--seed",
    "1",
    "--wishes",
    String(wishes),
    "--faults",
    "0.2",
    "--configurations",
    "500",
    ...where,
  ];
  const start = performance.now();
  const { stdout } = spawnSync(process.execPath, ["--conditions=@intunectl/source", script, ...args], {
    encoding: "utf8",
  });
  const seconds = Math.round((performance.now() - start) / 1000);
  const [, counts = "it did not end", ...rest] = stdout.trim().split("\n");
  return `| ${databaseUrl === undefined ? "PGlite" : "PostgreSQL"} | ${workers} | ${counts} | ${rest.at(-1)?.trim() ?? ""} | ${seconds} s |`;
}
