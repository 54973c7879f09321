import type { GraphEvents } from "@intunectl/graph-core";
import type { Context } from "./context.ts";

/** A wait that is longer is told, in milliseconds. */
const longWaitMs = 2000;

/** What the client's events say to a person: waits that are worth it, and with `--verbose` every request. */
export function toRequestEvents({ options, note, progress, world }: Context): GraphEvents {
  return {
    onWait: ({ request, waitMs, attempt }) => {
      if (waitMs === undefined || waitMs < longWaitMs) return;
      const what = `${request.operation.name} has to wait (attempt ${attempt})`;
      if (world.err.isTerminal) progress.wait(what, waitMs);
      else note(`${what}, again in ${Math.ceil(waitMs / 1000)} s`);
    },
    onResponse: ({ request, status, durationMs, requestId, attempt }) => {
      if (!options.verbose) return;
      const words = [
        request.method,
        new URL(request.url).pathname,
        status ?? "no answer",
        `${Math.round(durationMs)} ms`,
        ...(attempt > 1 ? [`attempt ${attempt}`] : []),
        ...(requestId === undefined ? [] : [requestId]),
      ];
      world.err.write(`${words.join("  ")}\n`);
    },
  };
}
