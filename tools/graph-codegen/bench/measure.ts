import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** One program to measure. `{out}` in an argument is a folder of its own for each run. */
export interface Case {
  readonly name: string;
  readonly args: readonly string[];
  /** A program other than Node; it is measured by GNU time. */
  readonly program?: string;
  /** A peer that takes a minute is run once. */
  readonly runs?: number;
  readonly cwd?: string;
  /** What is done before each run and not measured. */
  readonly prepare?: () => void;
}

export interface Measured {
  readonly name: string;
  /** Seconds of user and system. */
  readonly cpu: number;
  readonly wall: number;
  /** Megabytes at the most. */
  readonly memory: number;
  /** Where the last run wrote. */
  readonly out: string;
}

/** Told by the child itself as it ends: a parent sees no times of one child. */
const report = `data:text/javascript,process.on("exit",()=>{const{user,system}=process.cpuUsage();process.stderr.write("\\ncpu "+(user+system)/1e6+" rss "+process.resourceUsage().maxRSS/1024+"\\n")})`;

/** Runs each case in turn, once to warm up and then `runs` times; the median of each stands. */
export function measure(
  cases: readonly Case[],
  cwd: string,
  outputs: string,
  runs: number,
): readonly Measured[] {
  const samples = cases.map(() => new Array<Omit<Measured, "name">>());
  for (let round = 0; round <= runs; round += 1) {
    for (const [index, each] of cases.entries()) {
      if (round > (each.runs ?? runs)) continue;
      const sample = runOnce(each, cwd, join(outputs, `${index}-${round}`));
      // A case that is run once has no warm-up.
      if (round > 0 || each.runs === 0) samples[index]?.push(sample);
    }
  }
  return cases.map(({ name }, index) => {
    const own = samples[index] ?? [];
    const of = (key: "cpu" | "wall" | "memory"): number => median(own.map((sample) => sample[key]));
    return {
      name,
      cpu: of("cpu"),
      wall: of("wall"),
      memory: of("memory"),
      out: own.at(-1)?.out ?? "",
    };
  });
}

function runOnce(
  { name, args, program, prepare, ...own }: Case,
  cwd: string,
  out: string,
): Omit<Measured, "name"> {
  prepare?.();
  const filled = args.map((argument) => argument.replaceAll("{out}", out));
  const [command, full] =
    program === undefined
      ? [process.execPath, ["--import", report, ...filled]]
      : ["/usr/bin/time", ["-f", "\ncpu %U %S rss %M", program, ...filled]];
  const start = performance.now();
  const { status, stderr } = spawnSync(command, full, {
    cwd: own.cwd ?? cwd,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 1 << 28,
  });
  const wall = (performance.now() - start) / 1000;
  const [, user, system, memory] = /^cpu ([\d.]+)(?: ([\d.]+))? rss ([\d.]+)$/m.exec(stderr) ?? [];
  if (status !== 0 || user === undefined) throw new Error(`${name} failed:\n${stderr.slice(-2000)}`);
  return {
    cpu: Number(user) + Number(system ?? 0),
    wall,
    memory: program === undefined ? Number(memory) : Number(memory) / 1024,
    out,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
