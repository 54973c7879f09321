import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGraphPort, targetKey } from "@intunectl/assignments";
import { createGraphClient, staticToken } from "@intunectl/graph-core";
import { createEmulator, demoSeed, type Emulator, type Seed } from "@intunectl/graph-emulator";
import { assignableKinds } from "@intunectl/graph-intune";
import { type Ended, type Running, startCli } from "./cli.ts";
import { type Gateway, startGateway } from "./gateway.ts";

const scopes = ["DeviceManagementConfiguration.ReadWrite.All", "GroupMember.Read.All", "Group.Read.All"];

/** A service with a gateway before it and a folder of its own, and the command line beside it. */
export interface TestTenant {
  readonly gateway: Gateway;
  path(name: string): string;
  /** What the command line needs to reach it. */
  environment(): Readonly<Record<string, string>>;
  write(name: string, text: string): Promise<void>;
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): Running;
  run(...args: readonly string[]): Promise<Ended>;
  /** What the service holds, asked past the command line; identities only. */
  readKeys(id: string): Promise<readonly string[]>;
  /** Somebody else's write: the whole set becomes this group. */
  meddle(id: string, groupId: string): Promise<void>;
  writes(): readonly string[];
  /** What goes wrong from now on; the same for the same seed. */
  setFaults: Emulator["setFaults"];
  close(): Promise<void>;
}

/** Starts one; everything stops with `close`. */
export async function createTestTenant(seed: Seed = demoSeed): Promise<TestTenant> {
  const folder = await mkdtemp(join(tmpdir(), "intunectl-"));
  const emulator = await createEmulator({ seed });
  const gateway = await startGateway(emulator.url);
  const token = emulator.token({ scopes });
  const client = createGraphClient({
    credential: staticToken(token),
    baseUrl: emulator.url,
    governor: false,
  });
  const [kind] = assignableKinds;
  if (kind === undefined) throw new Error("no assignable kind");
  const port = createGraphPort(client, kind);
  const path = (name: string): string => join(folder, name);
  const environment = (): Readonly<Record<string, string>> => ({
    INTUNECTL_STATE: path("state"),
    INTUNECTL_GRAPH_URL: gateway.url,
    INTUNECTL_ACCESS_TOKEN: token,
    INTUNECTL_TENANT: "contoso.onmicrosoft.com",
  });
  const start = (args: readonly string[], more: Readonly<Record<string, string>> = {}): Running =>
    startCli(args, { ...environment(), ...more });
  return {
    gateway,
    path,
    environment,
    write: (name, text) => writeFile(path(name), text),
    start,
    run: (...args) => start(args).ended,
    async readKeys(id) {
      const set = await port.read(id);
      if (set.kind === "unknown") throw new Error(set.reason);
      return set.assignments.map(({ target }) => targetKey(target)).toSorted();
    },
    async meddle(id, groupId) {
      const target = { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId } as const;
      await port.write(id, [{ target }]);
    },
    setFaults: (rules, faultSeed) => emulator.setFaults(rules, faultSeed),
    writes: () => gateway.requests.filter((request) => !request.startsWith("GET")),
    async close() {
      await gateway.close();
      await emulator.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A tenant with many configurations, named `Policy 0001` and so on, all assigned to the same two groups. */
export function createSeed(count: number, assignmentsEach = 2): Seed {
  const toId = (index: number, kind: string): string =>
    `${index.toString(16).padStart(8, "0")}-${kind}-4000-8000-000000000000`;
  const groups = Array.from({ length: Math.max(4, assignmentsEach) }, (_, index) => ({
    properties: { id: toId(index, "0000"), displayName: `SG-${String(index).padStart(4, "0")}` },
  }));
  return {
    ...demoSeed,
    collections: {
      ...demoSeed.collections,
      groups,
      "deviceManagement/groupPolicyConfigurations": Array.from({ length: count }, (_, index) => ({
        properties: {
          id: toId(index, "00a0"),
          displayName: `Policy ${String(index).padStart(4, "0")}`,
          description: null,
          createdDateTime: "2026-02-03T08:00:00.0000000Z",
          lastModifiedDateTime: "2026-02-03T08:00:00.0000000Z",
          roleScopeTagIds: ["0"],
          policyConfigurationIngestionType: "builtIn",
        },
        assignments: groups.slice(0, assignmentsEach).map(({ properties }) => ({
          target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: properties.id },
        })),
      })),
    },
  };
}

/** The id of a configuration of `createSeed`. */
export function toSeedId(index: number): string {
  return `${index.toString(16).padStart(8, "0")}-00a0-4000-8000-000000000000`;
}

/** A tenant of `createSeed` before and after `SG-0003` was assigned everywhere, as identities. */
export function toExpectedSets(count: number): {
  readonly ids: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
} {
  const toKey = (index: number): string => `include:0000000${index}-0000-4000-8000-000000000000`;
  const before = [toKey(0), toKey(1)];
  const ids = Array.from({ length: count }, (_, index) => toSeedId(index));
  return { ids, before, after: [...before, toKey(3)] };
}
