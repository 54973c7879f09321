import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGraphPort, targetKey } from "@intunectl/assignments";
import { createGraphClient, staticToken } from "@intunectl/graph-core";
import { createEmulator, type Emulator } from "@intunectl/graph-emulator";
import { assignableKinds } from "@intunectl/graph-intune";
import { afterEach, beforeEach } from "vitest";
import { type Ended, type Running, startCli } from "./cli.ts";
import { type Gateway, startGateway } from "./gateway.ts";

export const [kind] = assignableKinds;
export const edge = "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14";
export const office = "91b7e004-3c6f-4d28-8a95-7b1e5f2c9d60";
export const oneDrive = "c03d55f1-6a2b-4e9c-b7d4-18f03a6c5e92";
export const scopes = [
  "DeviceManagementConfiguration.ReadWrite.All",
  "GroupMember.Read.All",
  "Group.Read.All",
];

export const desired = `tenant: contoso.onmicrosoft.com
groups:
  ring0: { name: SG-Intune-Ring0 }
  ring1: { name: SG-Intune-Ring1 }
  ring2: { name: SG-Intune-Ring2 }
  kiosk: { name: SG-Intune-Kiosk }
filters:
  corp-owned: { name: Windows corporate owned }
configurations:
  - name: "Edge: baseline"
    mode: replace
    include: [ring0, ring1, ring2]
    exclude: [kiosk]
  - name: "OneDrive: known folder move"
    include: [{ group: ring2, only: corp-owned }]
`;

export let folder: string;
export let emulator: Emulator;
export let gateway: Gateway;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "intunectl-"));
  emulator = await createEmulator();
  gateway = await startGateway(emulator.url);
  await writeFile(join(folder, "windows.yaml"), desired);
});

afterEach(async () => {
  await gateway.close();
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
});

export const path = (name: string): string => join(folder, name);

export function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Running {
  const reachable = {
    INTUNECTL_STATE: path("state"),
    INTUNECTL_GRAPH_URL: gateway.url,
    INTUNECTL_ACCESS_TOKEN: emulator.token({ scopes }),
    INTUNECTL_TENANT: "contoso.onmicrosoft.com",
  };
  return startCli(args, { ...reachable, ...environment }, folder);
}

export const intunectl = (...args: readonly string[]): Promise<Ended> => start(args).ended;

/** What the service holds, asked past the command line. */
export async function readKeys(id: string): Promise<readonly string[]> {
  if (kind === undefined) throw new Error("no assignable kind");
  const client = createGraphClient({
    credential: staticToken(emulator.token({ scopes })),
    baseUrl: emulator.url,
  });
  const set = await createGraphPort(client, kind).read(id);
  if (set.kind === "unknown") throw new Error(set.reason);
  return set.assignments.map(({ target }) => targetKey(target)).toSorted();
}

/** Somebody else's write. */
export async function meddle(id: string, groupId: string): Promise<void> {
  const response = await fetch(
    `${emulator.url}/beta/deviceManagement/groupPolicyConfigurations/${id}/assign`,
    {
      method: "POST",
      headers: { authorization: `Bearer ${emulator.token({ scopes })}`, "content-type": "application/json" },
      body: JSON.stringify({
        assignments: [{ target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId } }],
      }),
    },
  );
  if (!response.ok) throw new Error(`the write was answered with ${response.status}`);
}

export const writes = (): readonly string[] =>
  gateway.requests.filter((request) => !request.startsWith("GET"));
export const newestRun = (
  out: string,
): {
  readonly id: string;
  readonly result: string;
  readonly configurations: readonly { readonly state: string }[];
} => JSON.parse(out)[0];

/** Ids and digests differ from run to run. */
export const stable = (text: string): string =>
  text
    .replaceAll(folder, "<folder>")
    .replaceAll(/Run [0-9a-f]{4}\b/g, "Run 0c41")
    .replaceAll(/undo [0-9a-f]{4}\b/g, "undo 0c41")
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, "2026-08-22 09:17 UTC");
