#!/usr/bin/env node
import process from "node:process";
import { isatty } from "node:tty";
import { run } from "./program.ts";
import { createWorld, type Terminal } from "./world.ts";

const interruption = new AbortController();
// The first signal asks; the second one ends the process, as it would without us.
process.once("SIGINT", () => interruption.abort());
process.once("SIGTERM", () => interruption.abort());

const world = createWorld({
  environment: process.env,
  platform: process.platform,
  nodeVersion: process.versions.node,
  out: toTerminal(process.stdout, 1),
  err: toTerminal(process.stderr, 2),
  input: process.stdin,
  questions: process.stderr,
  isInputTerminal: isatty(0),
  interrupted: interruption.signal,
});

process.exitCode = await run(process.argv.slice(2), world);

function toTerminal(stream: NodeJS.WriteStream, fd: number): Terminal {
  // A reader that has seen enough (`| head`) is no error.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    write: (text) => {
      stream.write(text);
    },
    isTerminal: isatty(fd),
    // Some terminals say 0 for "not known".
    columns: isatty(fd) && stream.columns > 0 ? stream.columns : undefined,
  };
}
