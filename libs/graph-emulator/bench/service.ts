import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { join } from "node:path";
import type { ChildRequest } from "./child.ts";

/** A service that runs in a process of its own. */
export interface MeasuredService {
  readonly url: string;
  readonly startMs: number;
  /** Sends a request; answers the body. */
  send(method: string, path: string, body?: string): Promise<string>;
  /** CPU seconds of its process so far, all threads; resident memory in MiB. */
  usage(): Promise<{ readonly cpu: number; readonly rss: number }>;
  close(): void;
}

const connections = 16;

/** Starts a service. */
export async function startService(what: ChildRequest): Promise<MeasuredService> {
  const child = fork(join(import.meta.dirname, "child.ts"), [JSON.stringify(what)], {
    execArgv: ["--conditions=@intunectl/source"],
  });
  const [{ url, token, startMs }] = await once(child, "message");
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    url,
    startMs,
    send: (method, path, body) =>
      new Promise((resolve, reject) => {
        const headers = {
          authorization: `Bearer ${token}`,
          ...(body === undefined
            ? {}
            : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
        };
        const outgoing = request(url + path, { method, agent, headers }, (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.on("end", () => {
            const text = Buffer.concat(chunks).toString();
            if (incoming.statusCode === 200) resolve(text);
            else reject(new Error(`${method} ${path}: ${incoming.statusCode} ${text.slice(0, 300)}`));
          });
        });
        outgoing.on("error", reject);
        outgoing.end(body);
      }),
    async usage() {
      const answer = once(child, "message");
      child.send("usage");
      const [usage] = await answer;
      return usage;
    },
    close: () => {
      agent.destroy();
      child.kill("SIGKILL");
    },
  };
}

/** Runs work many times over all connections; CPU microseconds of the service for each. */
export async function measureEach(
  service: MeasuredService,
  count: number,
  work: (index: number) => Promise<unknown>,
): Promise<{ readonly cpuUs: number; readonly wallUs: number }> {
  for (let index = 0; index < Math.min(count, 200); index += 1) await work(index);
  const before = await service.usage();
  const start = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await work(next);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const wall = performance.now() - start;
  const after = await service.usage();
  return { cpuUs: ((after.cpu - before.cpu) * 1e6) / count, wallUs: (wall * 1000) / count };
}
