import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGraphPort, targetKey } from "@intunectl/assignments";
import { createGraphClient, staticToken } from "@intunectl/graph-core";
import { createEmulator, demoGroups, type Emulator } from "@intunectl/graph-emulator";
import { assignableKinds } from "@intunectl/graph-intune";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Ended, type Running, startCli } from "./cli.ts";
import { type Gateway, startGateway } from "./gateway.ts";

const [kind] = assignableKinds;
const edge = "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14";
const office = "91b7e004-3c6f-4d28-8a95-7b1e5f2c9d60";
const oneDrive = "c03d55f1-6a2b-4e9c-b7d4-18f03a6c5e92";
const scopes = ["DeviceManagementConfiguration.ReadWrite.All", "GroupMember.Read.All", "Group.Read.All"];

const desired = `tenant: contoso.onmicrosoft.com
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

let folder: string;
let emulator: Emulator;
let gateway: Gateway;

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

const path = (name: string): string => join(folder, name);

function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Running {
  const reachable = {
    INTUNECTL_STATE: path("state"),
    INTUNECTL_GRAPH_URL: gateway.url,
    INTUNECTL_ACCESS_TOKEN: emulator.token({ scopes }),
    INTUNECTL_TENANT: "contoso.onmicrosoft.com",
  };
  return startCli(args, { ...reachable, ...environment }, folder);
}

const intunectl = (...args: readonly string[]): Promise<Ended> => start(args).ended;

/** What the service holds, asked past the command line. */
async function readKeys(id: string): Promise<readonly string[]> {
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
async function meddle(id: string, groupId: string): Promise<void> {
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

const writes = (): readonly string[] => gateway.requests.filter((request) => !request.startsWith("GET"));
const newestRun = (
  out: string,
): {
  readonly id: string;
  readonly result: string;
  readonly configurations: readonly { readonly state: string }[];
} => JSON.parse(out)[0];

/** Ids and digests differ from run to run. */
const stable = (text: string): string =>
  text
    .replaceAll(folder, "<folder>")
    .replaceAll(/Run [0-9a-f]{4}\b/g, "Run 0c41")
    .replaceAll(/undo [0-9a-f]{4}\b/g, "undo 0c41")
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, "2026-08-22 09:17 UTC");

test("plan, apply and undo, from the file to the service and back", async () => {
  const before = [await readKeys(edge), await readKeys(oneDrive)];
  const planned = await intunectl("plan", "windows.yaml", "--out", "plan.json");
  expect([planned.exitCode, planned.err]).toEqual([0, expect.stringContaining("intunectl apply")]);
  expect(writes()).toEqual([]);
  const applied = await intunectl("apply", "plan.json");
  expect(applied).toMatchObject({ exitCode: 0 });
  expect(await readKeys(edge)).toContain(`include:${demoGroups["SG-Intune-Ring2"]}`);
  const again = await intunectl("apply", "plan.json");
  expect(again).toMatchObject({ exitCode: 0, out: expect.stringContaining("Nothing was written") });
  expect(writes().length).toBe(2);
  const history = await intunectl("history", "-o", "json");
  expect(newestRun(history.out)).toMatchObject({ result: "2 of 2 applied" });
  const undone = await intunectl("undo");
  expect(undone).toMatchObject({ exitCode: 0 });
  expect([await readKeys(edge), await readKeys(oneDrive)]).toEqual(before);
  const digest = /sha256 [0-9a-f]{12}/g;
  const transcript = [planned, applied, undone].map(({ out }) =>
    stable(out).replaceAll(digest, "sha256 9c1f00000000"),
  );
  await expect(transcript.join("\n-----\n")).toMatchFileSnapshot("golden/transcript.txt");
});

test("a plan of an applied file is empty, and --exit-code tells", async () => {
  expect((await intunectl("plan", path("windows.yaml"), "--exit-code")).exitCode).toBe(2);
  expect((await intunectl("apply", path("windows.yaml"), "--yes")).exitCode).toBe(0);
  const planned = await intunectl("plan", path("windows.yaml"), "--exit-code");
  expect(planned).toMatchObject({
    exitCode: 0,
    out: expect.stringContaining("0 to add, 0 to change, 0 to remove"),
  });
});

test("a tenant that moved since the plan is refused before anything is written", async () => {
  await intunectl("plan", path("windows.yaml"), "--out", path("plan.json"));
  await meddle(oneDrive, demoGroups["SG-Intune-Pilot"]);
  const refused = await intunectl("apply", path("plan.json"));
  expect(refused.exitCode).toBe(5);
  expect(refused.err).toContain("tenant changed since this plan was made; nothing was written");
  expect(refused.err).toContain("OneDrive: known folder move   include SG-Intune-Pilot was added");
  expect(writes()).toEqual([]);
  const history = await intunectl("history", "-o", "json");
  expect(JSON.parse(history.out)).toEqual([]);
});

test("a set that moves during the run is left alone, and the rest is told", async () => {
  await intunectl("plan", path("windows.yaml"), "--out", path("plan.json"));
  gateway.onWrite = async (moment) => {
    if (moment === "after") await meddle(oneDrive, demoGroups["SG-Intune-Pilot"]);
  };
  const partly = await intunectl("apply", path("plan.json"), "--concurrency", "1");
  expect(partly).toMatchObject({ exitCode: 3, out: expect.stringContaining("Applied 1 of 2") });
  expect(await readKeys(oneDrive)).toEqual([`include:${demoGroups["SG-Intune-Pilot"]}`]);
});

test("an edited plan is refused", async () => {
  await intunectl("plan", path("windows.yaml"), "--out", path("plan.json"));
  const text = await readFile(path("plan.json"), "utf8");
  await writeFile(
    path("plan.json"),
    text.replaceAll(demoGroups["SG-Intune-Ring2"], demoGroups["SG-Intune-Pilot"]),
  );
  const refused = await intunectl("apply", path("plan.json"));
  expect(refused).toMatchObject({
    exitCode: 5,
    err: expect.stringContaining("the plan was changed after it was made"),
  });
});

test("assign keeps what was there", async () => {
  const before = await readKeys(office);
  const assigned = await intunectl(
    "assign",
    "Office*",
    "--to",
    "SG-Intune-Ring2",
    "--except",
    "SG-Intune-Kiosk",
  );
  expect(assigned.exitCode).toBe(0);
  expect(await readKeys(office)).toEqual(
    [
      ...before,
      `include:${demoGroups["SG-Intune-Ring2"]}`,
      `exclude:${demoGroups["SG-Intune-Kiosk"]}`,
    ].toSorted(),
  );
});

test("a dry run sends nothing but reads", async () => {
  const dry = await intunectl(
    "assign",
    "Edge:*",
    "--to",
    "all-devices",
    "--not",
    "Kiosk devices",
    "--dry-run",
  );
  expect(dry).toMatchObject({ exitCode: 0, out: expect.stringContaining("Nothing was sent.") });
  expect(writes()).toEqual([]);
});

test("a run that cannot be read is told, and the others are listed", async () => {
  await intunectl("assign", "Edge: baseline", "--to", "SG-Intune-Ring2");
  await writeFile(join(path("state"), "contoso.onmicrosoft.com", "runs", "beef.json"), "{");
  const history = await intunectl("history");
  expect(history).toMatchObject({ exitCode: 1, out: expect.stringContaining("1 of 1 applied") });
  expect(history.err.replaceAll(/\s+/g, " ")).toContain("beef.json: the run is not JSON");
});

test("undo is refused when somebody changed what the run left", async () => {
  await intunectl("assign", "Edge: baseline", "--to", "SG-Intune-Ring2");
  await meddle(edge, demoGroups["SG-Intune-Pilot"]);
  expect(await intunectl("undo", "--yes")).toMatchObject({
    exitCode: 5,
    err: expect.stringContaining("changed since run"),
  });
  expect(await readKeys(edge)).toEqual([`include:${demoGroups["SG-Intune-Pilot"]}`]);
});

test.each<[moment: "before" | "after"]>([["before"], ["after"]])(
  "killed %s the service did the write, nothing is lost and history tells the truth",
  async (moment) => {
    const before = await readKeys(edge);
    const running = start(["assign", "Edge: baseline", "--to", "SG-Intune-Ring2"]);
    gateway.onWrite = async (now) => {
      if (now !== moment) return;
      running.child.kill("SIGKILL");
      await running.ended;
      // A write that was not on its way yet never arrives.
      if (now === "before") throw new Error("the client is gone");
    };
    expect((await running.ended).exitCode).toBe(null);
    gateway.onWrite = () => {};
    await new Promise((resolve) => setTimeout(resolve, 50));
    const written = [...before, `include:${demoGroups["SG-Intune-Ring2"]}`].toSorted();
    expect(await readKeys(edge)).toEqual(moment === "before" ? before : written);
    const run = newestRun((await intunectl("history", "-o", "json")).out);
    expect(run).toMatchObject({
      result: "interrupted: 0 of 1 applied, 1 unknown",
      configurations: [{ state: "writing" }],
    });
    const undone = await intunectl("undo", run.id);
    expect(undone.exitCode).toBe(0);
    expect(await readKeys(edge)).toEqual(before);
  },
);

test(
  "an interrupt lets the write under way end, and records it",
  { skip: process.platform === "win32" },
  async () => {
    await intunectl("plan", path("windows.yaml"), "--out", path("plan.json"));
    const running = start(["apply", path("plan.json"), "--concurrency", "1"]);
    gateway.onWrite = async (moment) => {
      if (moment !== "before") return;
      running.child.kill("SIGINT");
      await new Promise((resolve) => setTimeout(resolve, 100));
    };
    const ended = await running.ended;
    expect(ended).toMatchObject({ exitCode: 130, out: expect.stringContaining("Applied 1 of 2") });
    expect(newestRun((await intunectl("history", "-o", "json")).out)).toMatchObject({
      result: "interrupted: 1 of 2 applied",
      configurations: [{ state: "applied" }, { state: "planned" }],
    });
  },
);

test("what cannot be read is ?, and is never planned from", async () => {
  const listed = await intunectl("configs", "list");
  expect(listed.out).toMatch(/Legacy: IE mode +e1904b2d +\? forbidden/);
  const replaced = await intunectl("assign", "Legacy*", "--to", "SG-Intune-Ring0", "--replace", "--yes");
  expect(replaced).toMatchObject({
    exitCode: 4,
    err: expect.stringContaining("cannot replace what is not known"),
  });
  const both = await intunectl("assign", "Legacy*", "Edge*", "--to", "SG-Intune-Ring2");
  expect(both).toMatchObject({ exitCode: 3, out: expect.stringContaining("Skipped: Legacy: IE mode sites") });
});

test("a group that the service no longer has is called deleted, and kept", async () => {
  const gone = "0d0d0d0d-1111-4222-8333-444455556666";
  await meddle(edge, gone);
  expect((await intunectl("configs", "list")).out).toContain("deleted group 0d0d0d0d");
  await intunectl("assign", "Edge: baseline", "--to", "SG-Intune-Ring2");
  expect(await readKeys(edge)).toContain(`include:${gone}`);
});

test("a quote in a name is a quote in a name", async () => {
  const ended = await intunectl("assign", "Edge:*", "--to", "O'Brien' or displayName ne '");
  expect(ended).toMatchObject({
    exitCode: 64,
    err: expect.stringContaining("no group is named \"O'Brien' or"),
  });
});

test.each<[args: readonly string[]]>([
  [["configs", "list"]],
  [["plan", "windows.yaml"]],
  [["apply", "windows.yaml", "--yes"]],
  [["assign", "Edge:*", "--to", "SG-Intune-Ring2"]],
  [["assign", "Edge:*", "--to", "SG-Intune-Ring2", "--dry-run"]],
  [["history"]],
  [["schema", "assignments"]],
])("%j with -o json writes one JSON value and nothing else", async (args) => {
  const ended = await intunectl(
    ...args.map((arg) => (arg === "windows.yaml" ? path(arg) : arg)),
    "-o",
    "json",
  );
  expect([ended.exitCode, ended.err]).toEqual([0, ""]);
  expect(typeof JSON.parse(ended.out)).toBe("object");
});

test("the JSON of a plan is a plan that can be applied", async () => {
  await writeFile(path("plan.json"), (await intunectl("plan", path("windows.yaml"), "-o", "json")).out);
  expect((await intunectl("apply", path("plan.json"), "-o", "json")).exitCode).toBe(0);
});

test.each<
  [
    given: string,
    args: readonly string[],
    environment: Record<string, string>,
    exitCode: number,
    code: string,
  ]
>([
  ["an unknown option", ["configs", "list", "--bogus"], {}, 64, "usage"],
  ["a missing argument", ["plan"], {}, 64, "usage"],
  ["a file that is not there", ["plan", "nowhere.yaml"], {}, 64, "unreadable-file"],
  ["a group that is not there", ["assign", "Edge:*", "--to", "SG-Intune-Kisok"], {}, 64, "unknown-group"],
  ["a group on both sides", ["assign", "Edge:*", "--to", "SG-Intune-Kiosk"], {}, 64, "include-and-exclude"],
  ["no token", ["configs", "list"], { INTUNECTL_ACCESS_TOKEN: "" }, 4, "no-token"],
  [
    "a token that is not accepted",
    ["configs", "list"],
    { INTUNECTL_ACCESS_TOKEN: "x.y.z" },
    4,
    "InvalidAuthenticationToken",
  ],
  [
    "another tenant",
    ["plan", "windows.yaml"],
    { INTUNECTL_TENANT: "fabrikam.onmicrosoft.com" },
    5,
    "wrong-tenant",
  ],
  [
    "a service that is not there",
    ["configs", "list"],
    { INTUNECTL_GRAPH_URL: "http://127.0.0.1:9" },
    1,
    "network",
  ],
  [
    "a question that must not be asked",
    ["assign", "Edge:*", "--to", "SG-Intune-Ring2", "--replace", "--no-input"],
    {},
    64,
    "needs-confirmation",
  ],
  ["an address that is none", ["configs", "list"], { INTUNECTL_GRAPH_URL: "graph" }, 64, "invalid-url"],
  ["a run that is not there", ["undo", "ffff"], {}, 64, "unknown-run"],
])(
  "%s is one JSON error with its code, and writes nothing",
  async (_given, args, environment, exitCode, code) => {
    const named = args.map((arg) => (arg === "windows.yaml" ? path(arg) : arg));
    const ended = await start([...named, "-o", "json"], environment).ended;
    expect([ended.exitCode, ended.out]).toEqual([exitCode, ""]);
    expect(JSON.parse(ended.err)).toMatchObject({
      code,
      message: expect.stringMatching(/^[^A-Z].*[^.]$|^[A-Z]/s),
    });
    expect(writes()).toEqual([]);
  },
);

test("a token without the permission to write leaves the tenant as it was", async () => {
  const token = emulator.token({
    scopes: ["DeviceManagementConfiguration.Read.All", "GroupMember.Read.All"],
  });
  const before = await readKeys(edge);
  const ended = await start(["assign", "Edge:*", "--to", "SG-Intune-Ring2"], {
    INTUNECTL_ACCESS_TOKEN: token,
  }).ended;
  expect(ended).toMatchObject({ exitCode: 4, out: expect.stringContaining("not written") });
  expect(await readKeys(edge)).toEqual(before);
});

test("the token is in no file and in no output", async () => {
  const token = emulator.token({ scopes });
  const ended = await start(["assign", "Edge:*", "--to", "SG-Intune-Ring2"], {
    INTUNECTL_ACCESS_TOKEN: token,
  }).ended;
  const runs = join(path("state"), "contoso.onmicrosoft.com", "runs");
  const [name = ""] = await readdir(runs);
  const text = await readFile(join(runs, name), "utf8");
  expect(`${ended.out}${ended.err}${text}`).not.toContain(token.slice(0, 20));
  if (process.platform === "win32") return;
  expect([(await stat(runs)).mode & 0o777, (await stat(join(runs, name))).mode & 0o777]).toEqual([
    0o700, 0o600,
  ]);
});

test("the demo lives from one command to the next, and can be reset", async () => {
  const environment = { INTUNECTL_ACCESS_TOKEN: "", INTUNECTL_TENANT: "" };
  const assigned = await start(["--demo", "assign", "Edge:*", "--to", "SG-Intune-Ring2"], environment).ended;
  expect(assigned).toMatchObject({ exitCode: 0 });
  expect(assigned.err).toContain("demo tenant contoso.onmicrosoft.com, on this machine; nothing leaves it");
  const undone = await start(["undo", "--demo"], environment).ended;
  expect(undone).toMatchObject({ exitCode: 0, out: expect.stringContaining("Applied 1 of 1") });
  await start(["demo", "reset"], environment).ended;
  expect((await start(["--demo", "history"], environment).ended).out).toBe("No runs yet.\n");
  expect(gateway.requests).toEqual([]);
});

test(
  "the emulator says where it listens, and ends cleanly",
  { skip: process.platform === "win32" },
  async () => {
    const running = start(["emulator", "start", "--port", "0", "--strict-types", "--data", path("data")]);
    const url = await new Promise<string>((resolve) => {
      running.child.stdout?.on("data", (text: string) =>
        resolve(/^listening on (\S+)\n/.exec(text)?.[1] ?? ""),
      );
    });
    const minted = await fetch(`${url}/_emulator/tokens`, {
      method: "POST",
      body: JSON.stringify({ scopes }),
    });
    expect(await minted.json()).toMatchObject({ access_token: expect.any(String) });
    running.child.kill("SIGTERM");
    expect((await running.ended).exitCode).toBe(0);
  },
);

test.each<[args: readonly string[], want: string]>([
  [["help", "exit-codes"], "64  the command line or a file is not valid"],
  [["help", "environment"], "INTUNECTL_ACCESS_TOKEN"],
  [["help", "assign"], kind?.assign.permissions.delegated[0] ?? "no permission"],
  [["--help"], "intunectl --demo configs list"],
  [["--version"], "."],
])("%j works signed out", async (args, want) => {
  const ended = await start(args, { INTUNECTL_ACCESS_TOKEN: "" }).ended;
  expect(ended).toMatchObject({ exitCode: 0, err: "", out: expect.stringContaining(want) });
  expect(Math.max(...ended.out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});
