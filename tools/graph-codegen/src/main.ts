#!/usr/bin/env node
import { run } from "./run.ts";
import { createWorld } from "./world.ts";

const world = createWorld(
  process.cwd(),
  (text) => process.stdout.write(`${text}\n`),
  (text) => process.stderr.write(`${text}\n`),
);
process.exitCode = run(process.argv.slice(2), world);
