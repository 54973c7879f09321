import { once } from "node:events";
import { createServer } from "node:http";
import { demoSeed, type Seed, type SeedEntity } from "@intunectl/graph-emulator";

/** What the parent asks for. */
export interface ChildRequest {
  readonly kind: "emulator" | "floor";
  /** Configurations with 20 assignments each; the demo tenant without. */
  readonly configurations?: number;
  readonly dataFolder?: string;
  /** What the floor answers to everything. */
  readonly answer?: string;
}

// A service in a process of its own, so that its CPU time is its own. It tells it whenever it is asked.
const [, , json = "{}"] = process.argv;
const request: ChildRequest = JSON.parse(json);
const started = performance.now();
const { url, token } = request.kind === "floor" ? await startFloor() : await startEmulator();
process.send?.({ url, token, startMs: performance.now() - started });
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: (user + system) / 1e6, rss: process.memoryUsage.rss() / 2 ** 20 });
});

async function startEmulator(): Promise<{ readonly url: string; readonly token: string }> {
  const { createEmulator } = await import("@intunectl/graph-emulator");
  const { configurations, dataFolder } = request;
  const emulator = await createEmulator({
    ...(configurations === undefined ? {} : { seed: toSeed(configurations) }),
    ...(dataFolder === undefined ? {} : { dataFolder }),
  });
  const scopes = ["DeviceManagementConfiguration.ReadWrite.All", "Group.Read.All"];
  return { url: emulator.url, token: emulator.token({ scopes }) };
}

/** What node:http and JSON cost by themselves: the body is parsed, and an answer of the same size is sent. */
async function startFloor(): Promise<{ readonly url: string; readonly token: string }> {
  const { answer = "{}" } = request;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      JSON.parse(Buffer.concat(chunks).toString());
      outgoing.writeHead(200, { "content-type": "application/json", "content-length": answer.length });
      outgoing.end(answer);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`, token: "x" };
}

function toSeed(count: number): Seed {
  const configurations: Iterable<SeedEntity> = {
    *[Symbol.iterator]() {
      for (let index = 0; index < count; index += 1) yield toConfiguration(index);
    },
  };
  return {
    ...demoSeed,
    collections: { "deviceManagement/groupPolicyConfigurations": configurations },
  };
}

function toConfiguration(index: number): SeedEntity {
  const number = String(index).padStart(12, "0");
  return {
    properties: {
      createdDateTime: "2026-02-03T08:00:00.0000000Z",
      displayName: `Configuration ${number}`,
      description: `Ring ${index % 7}`,
      roleScopeTagIds: ["0"],
      policyConfigurationIngestionType: "builtIn",
      id: `4f2c1a90-0000-4000-8000-${number}`,
      lastModifiedDateTime: "2026-08-19T09:05:00.0000000Z",
    },
    assignments: Array.from({ length: 20 }, (_, group) => ({
      target: {
        "@odata.type": "#microsoft.graph.groupAssignmentTarget",
        groupId: `aaaaaaaa-0000-4000-8000-${String(group).padStart(12, "0")}`,
      },
    })),
  };
}
