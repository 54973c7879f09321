#!/usr/bin/env node
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { runProgram } from "./program.ts";

const interrupt = new AbortController();
// Once: a second Ctrl-C ends the process at once, as people expect.
process.once("SIGINT", () => interrupt.abort());
process.once("SIGTERM", () => interrupt.abort());
// The write's own callback tells; without a listener a closed pipe would be an uncaught error.
process.stdout.on("error", () => {});

process.exitCode = await runProgram({
  argv: process.argv.slice(2),
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  openFile: async (path) => {
    const file = createReadStream(path);
    await once(file, "open");
    return file;
  },
  readText: (path) => readFile(path, "utf8"),
  processId: process.pid,
  sleep: (milliseconds) => sleep(milliseconds),
  clock: {
    sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
    now: () => Date.now(),
    monotonic: () => performance.now(),
    random: Math.random,
  },
  interrupt: interrupt.signal,
});
