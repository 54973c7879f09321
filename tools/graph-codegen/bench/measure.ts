import { spawnSync } from "node:child_process";

export interface Case {
  readonly name: string;
  readonly args: readonly string[];
}

export interface Measured {
  readonly name: string;
  /** Seconds. */
  readonly cpu: number;
  readonly wall: number;
}

/** Told by the child itself as it ends: a parent sees no times of one child. */
const report = `data:text/javascript,process.on("exit",()=>{const{user,system}=process.cpuUsage();process.stderr.write("\\ncpu "+(user+system)/1e6+"\\n")})`;

/** Runs each case in turn, once to warm up and then `runs` times; the median of each stands. */
export function measure(cases: readonly Case[], cwd: string, runs: number): readonly Measured[] {
  const samples = cases.map(() => ({ cpu: new Array<number>(), wall: new Array<number>() }));
  for (let round = 0; round <= runs; round += 1) {
    for (const [index, { name, args }] of cases.entries()) {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, ["--import", report, ...args], {
        cwd,
        encoding: "utf8",
        stdio: ["ignore", "ignore", "pipe"],
      });
      const wall = (performance.now() - start) / 1000;
      const cpu = /^cpu ([\d.]+)$/m.exec(stderr)?.[1];
      if (status !== 0 || cpu === undefined) throw new Error(`${name} failed:\n${stderr}`);
      if (round === 0) continue;
      samples[index]?.cpu.push(Number(cpu));
      samples[index]?.wall.push(wall);
    }
  }
  return cases.map(({ name }, index) => ({
    name,
    cpu: median(samples[index]?.cpu ?? []),
    wall: median(samples[index]?.wall ?? []),
  }));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
