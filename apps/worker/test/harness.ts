import { PassThrough, Readable } from "node:stream";
import { createEmulator, type Emulator, type EmulatorOptions } from "@intunectl/graph-emulator";
import { onTestFinished } from "vitest";
import { runProgram } from "../src/program.ts";
import type { World } from "../src/world.ts";
import { scopes } from "./tenant.ts";

export { configurationOf, group, scopes, seedOf } from "./tenant.ts";

export const edge = "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14";
export const office = "91b7e004-3c6f-4d28-8a95-7b1e5f2c9d60";
export const oneDrive = "c03d55f1-6a2b-4e9c-b7d4-18f03a6c5e92";
export const lockScreen = "77aa0c3e-5b1d-4f86-a2c9-90d4e7b36f18";
export const legacy = "e1904b2d-7f3a-4c65-9e08-d5b2a1c4f673";

export interface Ended {
  readonly code: number;
  readonly results: readonly Readonly<Record<string, unknown>>[];
  readonly stdout: string;
  readonly stderr: string;
}

export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await createEmulator(options);
  onTestFinished(() => emulator.close());
  return emulator;
}

export function environment(emulator: Emulator): Readonly<Record<string, string>> {
  return { INTUNECTL_GRAPH_URL: emulator.url, INTUNECTL_ACCESS_TOKEN: emulator.token({ scopes }) };
}

/** Runs the program on lines; an object becomes its JSON. */
export async function run(
  emulator: Emulator,
  lines: readonly unknown[],
  world: Partial<World> = {},
): Promise<Ended> {
  const text = lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");
  return runWorld({ env: environment(emulator), stdin: Readable.from([Buffer.from(text)]), ...world });
}

export async function runWorld(world: Partial<World>): Promise<Ended> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const texts = Promise.all([readAll(stdout), readAll(stderr)]);
  const code = await runProgram({
    argv: ["run"],
    env: {},
    stdin: Readable.from([]),
    stdout,
    stderr,
    openFile: () => Promise.reject(new Error("no such file")),
    readText: () => Promise.reject(new Error("no such file")),
    processId: 1,
    sleep: () => Promise.resolve(),
    clock: { sleep: () => Promise.resolve(), now: () => 0, monotonic: () => 0, random: () => 0.5 },
    interrupt: new AbortController().signal,
    ...world,
  });
  stdout.end();
  stderr.end();
  const [out, err] = await texts;
  const results = out
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  return { code, results, stdout: out, stderr: err };
}

async function readAll(stream: PassThrough): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** The targets of a configuration, as the service has them: `group:<id>`, in order. */
export async function targetsOf(emulator: Emulator, configuration: string): Promise<readonly string[]> {
  const response = await fetch(`${emulator.url}/_emulator/state`);
  const state: unknown = await response.json();
  const { collections }: { collections: Record<string, { target: Record<string, string> }[]> } =
    Object(state);
  const items = collections[`deviceManagement/groupPolicyConfigurations/${configuration}/assignments`] ?? [];
  return items
    .map(
      ({ target }) =>
        `${(target["@odata.type"] ?? "").replace(/^#microsoft\.graph\.|AssignmentTarget$/g, "")}:${target["groupId"] ?? ""}`,
    )
    .toSorted();
}
