import { createCaller } from "./caller.ts";

/** One client under load, in a process of its own: `load.ts <client> <url> <in flight> <calls>`; prints what a call costs. */
const [, , name = "", url = "", inFlight = "1", calls = "1000"] = process.argv;
const call = await createCaller(name, url);
await run(Math.min(2000, Number(calls) / 2));
const before = process.cpuUsage();
await run(Number(calls));
const { user, system } = process.cpuUsage(before);
// Without a collection in between (the young generation is large enough) what is used more was allocated.
globalThis.gc?.();
const used = process.memoryUsage().heapUsed;
await run(500);
const heap = (process.memoryUsage().heapUsed - used) / 500;
process.stdout.write(JSON.stringify({ cpuUs: (user + system) / Number(calls), heap }));
process.exit();

async function run(count: number): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: Number(inFlight) }, worker));
}
