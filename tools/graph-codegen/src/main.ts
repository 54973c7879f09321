#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Half of a short run is loading code: Node keeps it compiled, in the system's temporary folder, between runs.
enableCompileCache();
const { run } = await import("./run.ts");
const { createWorld } = await import("./world.ts");

const world = createWorld(
  process.cwd(),
  (text) => process.stdout.write(`${text}\n`),
  (text) => process.stderr.write(`${text}\n`),
);
process.exitCode = run(process.argv.slice(2), world);
