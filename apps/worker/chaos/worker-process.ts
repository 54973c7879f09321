import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** A worker in its own process, which can be killed. */
export interface WorkerProcess {
  readonly child: ChildProcess;
  /** `undefined` until it is ready. */
  readonly address: () => string | undefined;
  readonly errors: () => string;
}

const program = join(import.meta.dirname, "../src/main.ts");

/** Starts a worker; `skewMs` sets its clock off. */
export function startWorker(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  skewMs: number,
): WorkerProcess {
  const skew = `data:text/javascript,const now=Date.now;Date.now=()=>now()+(${skewMs})`;
  const child = spawn(
    process.execPath,
    ["--conditions=@intunectl/source", "--import", skew, program, "start", ...args],
    {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let [out, errors] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    errors = `${errors}${chunk.toString()}`.slice(-4000);
  });
  return { child, address: () => /ready at (\S+)/.exec(out)?.[1], errors: () => errors };
}
