import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createWorkerClient, type WorkerClient } from "../intake/client.ts";
import type { World } from "../world.ts";
import type { WorkerOptions } from "./options.ts";

/** A client for the worker that the options mean. */
export function reachWorker(world: World, options: WorkerOptions): WorkerClient {
  const { listen } = options;
  const address = listen.kind === "socket" ? `unix:${listen.path}` : `http://${listen.host}:${listen.port}`;
  return createWorkerClient(address, readToken(world, options));
}

function readToken({ env }: World, { data }: WorkerOptions): string {
  const [first = ""] = (env["INTUNE_WORKER_TOKENS"] ?? "").trim().split(/[\s,]+/);
  if (first !== "") return first.slice(first.indexOf("=") + 1);
  try {
    return readFileSync(join(data, "token"), "utf8").trim();
  } catch {
    return "";
  }
}
