import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, type Emulator, type EmulatorOptions } from "@intunectl/graph-emulator";
import { type Ended, type Running, startCli } from "./cli.ts";

/** A service with an identity platform over TLS, a folder of its own, and a command line that signs in there. */
export interface IdentityTenant {
  readonly folder: string;
  readonly emulator: Emulator;
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): Running;
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Reads the code that a `login` shows, and approves it. */
  approveDevice(running: Running): Promise<void>;
  close(): Promise<void>;
}

/** Starts one; everything stops with `close`. */
export async function createIdentityTenant(
  apps: NonNullable<EmulatorOptions["apps"]> = [],
): Promise<IdentityTenant> {
  const folder = await mkdtemp(join(tmpdir(), "intunectl-"));
  const emulator = await createEmulator({ https: true, apps });
  await writeFile(join(folder, "ca.pem"), emulator.certificate ?? "");
  const start: IdentityTenant["start"] = (args, environment = {}) =>
    startCli(args, {
      INTUNECTL_STATE: join(folder, "state"),
      INTUNECTL_CONFIG: join(folder, "config"),
      INTUNECTL_GRAPH_URL: emulator.url,
      AZURE_AUTHORITY_HOST: emulator.url,
      NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
      ...environment,
    });
  return {
    folder,
    emulator,
    start,
    run: (args, environment) => start(args, environment).ended,
    async approveDevice(running) {
      const code = await readCode(running);
      await new Promise<void>((resolve, reject) => {
        const asked = request(
          `${emulator.url}/_emulator/device-codes/${code}`,
          { method: "POST", ca: emulator.certificate, headers: { "content-type": "application/json" } },
          (response) => response.resume().once("end", resolve),
        );
        asked.once("error", reject).end(JSON.stringify({ approve: true }));
      });
    },
    async close() {
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function readCode(running: Running): Promise<string> {
  return await new Promise<string>((resolve) => {
    let text = "";
    running.child.stderr?.on("data", (part: string) => {
      text += part;
      const found = /code ([A-Z0-9-]{6,})/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    void running.ended.then(() => resolve(""));
  });
}
