import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  edge,
  kind,
  scopes,
  emulator,
  gateway,
  path,
  start,
  intunectl,
  readKeys,
  meddle,
  writes,
} from "./end-to-end-harness.ts";

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
  [["--demo", "whoami"], "the demo tenant needs no sign-in"],
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
