import { applyJob, type JobOutcome, type JobPorts } from "./apply-job.ts";
import type { JobResult, JobSource, ReceivedJob, ResultSink } from "./job.ts";
import { runKeyed } from "./run-keyed.ts";

/** What a run needs. */
export interface RunOptions extends JobPorts {
  readonly source: JobSource;
  readonly sink: ResultSink;
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/** How many jobs ended how. */
export interface Tally {
  readonly applied: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly failed: number;
  /** Read, but not started before the stop. */
  readonly notStarted: number;
}

/** How many jobs are held in memory, running or waiting. */
const maxHeld = 256;

/** Applies every job of a source: several at once, but one at a time and in order for each configuration. */
export async function runJobs(options: RunOptions): Promise<Tally> {
  const counts = { applied: 0, unchanged: 0, refused: 0, failed: 0 };
  const notStarted = await runKeyed({
    items: options.source,
    keyOf: toKey,
    work: async (received) => {
      const result = toResult(received, await toOutcome(received, options));
      counts[result.status] += 1;
      await options.sink.write(result);
    },
    concurrency: options.concurrency,
    maxHeld: Math.max(maxHeld, options.concurrency),
    signal: options.signal,
  });
  return { ...counts, notStarted };
}

/** Ids are the same whatever their letters' case, so two spellings must not run side by side. */
function toKey(received: ReceivedJob): string | undefined {
  if (received.kind === "problem") return undefined;
  return `${received.job.resource}/${received.job.configuration.toLowerCase()}`;
}

async function toOutcome(received: ReceivedJob, ports: JobPorts): Promise<JobOutcome> {
  if (received.kind === "problem") {
    return { status: "failed", code: "invalid-job", message: `line ${received.line} ${received.problem}` };
  }
  try {
    return await applyJob(received.job, ports);
  } catch (error) {
    // One job's surprise must not take the others with it.
    const message = error instanceof Error ? error.message : String(error);
    return { status: "failed", code: "unexpected", message };
  }
}

function toResult(received: ReceivedJob, outcome: JobOutcome): JobResult {
  const { line } = received;
  const id = received.kind === "job" ? received.job.id : received.id;
  const configuration = received.kind === "job" ? { configuration: received.job.configuration } : {};
  return { ...(id === undefined ? {} : { id }), line, ...configuration, ...outcome };
}
