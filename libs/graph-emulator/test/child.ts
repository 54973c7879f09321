import { createEmulator } from "../src/index.ts";

// A process of its own, so that a test can kill it: prints its address, serves until it dies.
const [, , dataFolder = ""] = process.argv;
const emulator = await createEmulator({ dataFolder });
process.stdout.write(`${emulator.url}\n`);
