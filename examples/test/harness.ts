import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, type Emulator } from "@intunectl/graph-emulator";
import { onTestFinished } from "vitest";

export const examples: string = join(import.meta.dirname, "..");
export const root: string = join(examples, "..");

/** How a program of this workspace is started from its sources. */
export const node: readonly [string, string] = [process.execPath, "--conditions=@intunectl/source"];

/** What a program printed, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program to its end. */
export async function run(
  [program, ...args]: readonly [string, ...string[]],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const child = spawn(program, args, { ...options, env: { ...process.env, ...options.env } });
  let output = "";
  const keep = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** An Intune with the demo tenant, for one test. */
export async function startEmulator(): Promise<Emulator> {
  const emulator = await createEmulator();
  onTestFinished(() => emulator.close());
  return emulator;
}

/** A folder for one test; inside this package where what is put there imports the libraries. */
export function makeFolder(parent: string = tmpdir()): string {
  const folder = mkdtempSync(join(parent, "intunectl-example-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Ids of the groups that have, or are kept from, a configuration. */
export async function groupsOf(emulator: Emulator, configuration: string): Promise<readonly string[]> {
  const token = emulator.token({ scopes: ["DeviceManagementConfiguration.Read.All"] });
  const path = `/beta/deviceManagement/groupPolicyConfigurations/${configuration}/assignments`;
  const response = await fetch(emulator.url + path, { headers: { authorization: `Bearer ${token}` } });
  return [...(await response.text()).matchAll(/"groupId":"([^"]+)"/g)].map(([, id = ""]) => id);
}

export const edge = "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14";
export const writeScopes: readonly string[] = [
  "DeviceManagementConfiguration.ReadWrite.All",
  "GroupMember.Read.All",
];
