// Asks a worker to give a configuration to a group, and waits until it is so.
//
//   node submit.ts 4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14 d4c87e35-1f60-4b92-a3d8-7e5a9b06c2f1 change-17
//
// The last word names the change: submitted again, it is the same change, not a second one. WORKER_URL is one of the
// workers; any of them may carry it out. WORKER_TOKEN is the submitter's, and stands for a name in the audit.
import { setTimeout as sleep } from "node:timers/promises";
import { createWorkerClient } from "@intunectl/worker/client";

const [, , configuration = "", group = "", change = ""] = process.argv;
const { WORKER_URL = "http://127.0.0.1:7717", WORKER_TOKEN = "" } = process.env;
const worker = createWorkerClient(WORKER_URL, WORKER_TOKEN);

// Resolves when it is stored: from here on it happens, or its submitter can read why not.
const [accepted] = await worker.submit(
  { configuration, mode: "merge", include: [group], note: change },
  change,
);
if (accepted === undefined) throw new Error("the worker took nothing");
console.log(`stored as generation ${accepted.generation}`);

let job = await worker.read(accepted.id);
while (job.state === "waiting" || job.state === "applying") {
  await sleep(250);
  job = await worker.read(accepted.id);
}
console.log(job.message === null ? job.state : `${job.state}: ${job.message}`);
process.exitCode = job.state === "applied" || job.state === "unchanged" ? 0 : 1;
