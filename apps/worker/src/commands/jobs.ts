import { WorkerError } from "../intake/client.ts";
import type { Job } from "../intake/jobs.ts";
import type { World } from "../world.ts";
import type { WorkerOptions } from "./options.ts";
import { reachWorker } from "./reach-worker.ts";

const verbs = ["list", "show", "retry", "cancel", "redrive"];

/** `jobs list|show|retry|cancel|redrive`, through a running worker. */
export async function jobs(world: World, options: WorkerOptions, words: readonly string[]): Promise<number> {
  const [verb = "list", id = ""] = words;
  const fail = (code: number, message: string, hint: string): number => {
    world.stderr.write(`error  ${message}\nhint   ${hint}\n`);
    return code;
  };
  if (!verbs.includes(verb)) return fail(64, `jobs ${verb} is not a command`, `say ${verbs.join(", ")}`);
  if (verb !== "list" && id === "")
    return fail(64, `jobs ${verb} needs the id of a wish`, "intune-worker jobs list");
  const client = reachWorker(world, options);
  try {
    if (verb === "list") {
      const found = await client.list({ limit: 100, ...(id === "" ? {} : { state: id }) });
      world.stdout.write(found.length === 0 ? "no wishes\n" : found.map(formatLine).join(""));
    } else if (verb === "show") world.stdout.write(formatJob(await client.read(id)));
    else if (verb === "retry" || verb === "cancel" || verb === "redrive")
      world.stdout.write(formatLine(await client.order(id, verb)));
    return 0;
  } catch (error) {
    if (!(error instanceof WorkerError)) throw error;
    const hint =
      error.code === "unreachable"
        ? "start it, or say where it listens: --listen"
        : "intune-worker jobs list";
    return fail(1, error.message, hint);
  }
}

function formatLine(job: Job): string {
  const why =
    job.message ?? job.lastError ?? (job.supersededBy === null ? "" : `by generation ${job.supersededBy}`);
  return `${job.id}  ${job.state.padEnd(10)}  ${job.mode.padEnd(7)}  ${job.configuration} #${job.generation}${why === "" ? "" : `\n    ${why}`}\n`;
}

function formatJob(job: Job): string {
  return Object.entries(job)
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) =>
        `${name.padEnd(14)}${typeof value === "object" ? JSON.stringify(value) : String(value)}\n`,
    )
    .join("");
}
