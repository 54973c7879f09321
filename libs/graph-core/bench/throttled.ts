import { createCaller } from "./caller.ts";

/** 300 calls, 50 in flight, against a window: `throttled.ts <client> <url>`; prints how many succeeded and how long it took. */
const [, , name = "", url = ""] = process.argv;
const call = await createCaller(name, url);
const start = performance.now();
let left = 300;
let succeeded = 0;
const worker = async (): Promise<void> => {
  while (left > 0) {
    left -= 1;
    await call().then(
      () => (succeeded += 1),
      () => {},
    );
  }
};
await Promise.all(Array.from({ length: 50 }, worker));
process.stdout.write(JSON.stringify({ succeeded, seconds: (performance.now() - start) / 1000 }));
process.exit();
