import { spawnSync } from "node:child_process";

/** One way to spend time. */
export interface Work {
  readonly name: string;
  readonly args: readonly string[];
}

/** What one process took. */
export interface Spent {
  /** Seconds of user and system. */
  readonly cpu: number;
  readonly wall: number;
  /** The most memory that it held, in MB. */
  readonly memory: number;
}

// The child tells it itself as it ends: a parent sees the sum of all children only.
const teller = `data:text/javascript,process.on("exit",()=>{const u=process.resourceUsage();process.stderr.write("\\nspent "+(u.userCPUTime+u.systemCPUTime)/1e6+" "+u.maxRSS/1024+"\\n")})`;

/** Runs all works in turn, so that a slow moment of the machine meets every one, and gives the median of each. */
export function runAll(
  works: readonly Work[],
  rounds: number,
  environment: Readonly<Record<string, string>>,
): readonly Spent[] {
  const spent = works.map((): Spent[] => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [index, work] of works.entries()) {
      const one = runOne(work, environment);
      // The first round warms the disk.
      if (round > 0) spent[index]?.push(one);
    }
  return spent.map((all) => ({
    cpu: toMedian(all.map(({ cpu }) => cpu)),
    wall: toMedian(all.map(({ wall }) => wall)),
    memory: toMedian(all.map(({ memory }) => memory)),
  }));
}

function runOne({ name, args }: Work, environment: Readonly<Record<string, string>>): Spent {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--import", teller, ...args], {
    env: { PATH: process.env["PATH"] ?? "", ...environment },
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 1e8,
  });
  const wall = (performance.now() - start) / 1000;
  const [, cpu, memory] = /^spent ([\d.]+) ([\d.]+)$/m.exec(stderr) ?? [];
  if (status !== 0 || cpu === undefined || memory === undefined)
    throw new Error(`${name} failed:\n${stderr}`);
  return { cpu: Number(cpu), wall, memory: Number(memory) };
}

function toMedian(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
