import { PassThrough, Readable } from "node:stream";
import { expect, test } from "vitest";
import { demoGroups } from "@intunectl/graph-emulator";
import {
  edge,
  environment,
  group,
  legacy,
  office,
  run,
  runWorld,
  startEmulator,
  targetsOf,
} from "./harness.ts";

const { "SG-Intune-Ring0": ring0, "SG-Intune-Ring1": ring1, "SG-Intune-Kiosk": kiosk } = demoGroups;
const seeded = [`exclusionGroup:${kiosk}`, `group:${ring0}`, `group:${ring1}`];

test("merge adds and keeps", async () => {
  const emulator = await startEmulator();
  const job = { id: "j1", configuration: edge, mode: "merge", include: [group(1), "all-devices"] };
  const { code, results, stderr } = await run(emulator, [job]);
  expect(results).toEqual([
    { id: "j1", line: 1, configuration: edge, status: "applied", before: 3, after: 5 },
  ]);
  expect(await targetsOf(emulator, edge)).toEqual(["allDevices:", ...seeded, `group:${group(1)}`].toSorted());
  expect([code, stderr]).toEqual([0, "1 applied, 0 unchanged, 0 refused, 0 failed\n"]);
});

test("replace leaves exactly what it says, also nothing", async () => {
  const emulator = await startEmulator();
  await run(emulator, [
    { configuration: edge, mode: "replace", include: ["all-users"], exclude: [group(2)] },
  ]);
  expect(await targetsOf(emulator, edge)).toEqual(["allLicensedUsers:", `exclusionGroup:${group(2)}`]);
  const { results } = await run(emulator, [{ configuration: edge, mode: "replace", include: [] }]);
  expect(results).toEqual([{ line: 1, configuration: edge, status: "applied", before: 2, after: 0 }]);
  expect(await targetsOf(emulator, edge)).toEqual([]);
});

test("remove takes out exactly what it names: an include is not an exclude, all users are not all devices", async () => {
  const emulator = await startEmulator();
  const both = { configuration: edge, mode: "merge", include: ["all-users", "all-devices"] };
  const { results } = await run(emulator, [
    both,
    { configuration: edge, mode: "remove", include: ["all-users", ring0, kiosk] },
  ]);
  expect(results.map(({ before, after }) => [before, after])).toEqual([
    [3, 5],
    [5, 3],
  ]);
  expect(await targetsOf(emulator, edge)).toEqual([
    "allDevices:",
    `exclusionGroup:${kiosk}`,
    `group:${ring1}`,
  ]);
});

test("what is so already is unchanged and not written", async () => {
  const lines: string[] = [];
  const emulator = await startEmulator({ log: (line) => lines.push(line) });
  const { code, results } = await run(emulator, [
    { configuration: edge, mode: "merge", include: [ring0.toUpperCase()] },
  ]);
  expect(results).toEqual([{ line: 1, configuration: edge, status: "unchanged", before: 3, after: 3 }]);
  expect(code).toBe(0);
  expect(lines.filter((line) => line.startsWith("POST"))).toEqual([]);
});

test("a set that cannot be read is refused, never taken for empty", async () => {
  const emulator = await startEmulator();
  const before = await targetsOf(emulator, legacy);
  const { code, results } = await run(emulator, [
    { configuration: legacy, mode: "replace", include: [group(1)] },
  ]);
  expect(results).toEqual([
    {
      line: 1,
      configuration: legacy,
      status: "refused",
      code: "unreadable",
      message: expect.stringContaining("not authorized"),
      requestId: expect.any(String),
    },
  ]);
  expect(code).toBe(1);
  expect(await targetsOf(emulator, legacy)).toEqual(before);
});

test("a refusal of the service is failed with its code, sentence and request", async () => {
  const emulator = await startEmulator();
  const { code, results } = await run(emulator, [
    { configuration: "nobody", mode: "merge", include: [group(1)] },
    { configuration: edge, mode: "merge", include: [group(1)], exclude: [group(1)] },
    { configuration: office, mode: "merge", include: [group(1)] },
  ]);
  expect(results.toSorted((left, right) => Number(left["line"]) - Number(right["line"]))).toEqual([
    expect.objectContaining({
      status: "refused",
      code: "unreadable",
      message: expect.stringContaining("nobody"),
    }),
    expect.objectContaining({
      status: "failed",
      code: "BadRequest",
      before: 3,
      message: expect.stringContaining("same group"),
      requestId: expect.any(String),
    }),
    expect.objectContaining({ status: "applied" }),
  ]);
  expect(code).toBe(3);
});

const cases: readonly (readonly [given: string, want: string])[] = [
  ["nonsense", "line 2 is not JSON"],
  ["[]", "line 2 is not a JSON object"],
  ['{"mode":"merge","include":["all-users"]}', "line 2 configuration must be the id of a configuration"],
  [
    `{"configuration":"${edge}","include":["all-users"]}`,
    'line 2 mode must be "merge", "replace" or "remove"',
  ],
  [
    `{"configuration":"${edge}","mode":"merge"}`,
    "line 2 include and exclude are both empty: there is nothing to do",
  ],
  [`{"configuration":"${edge}","mode":"replace"}`, "line 2 include is missing; to replace by nothing say []"],
  [
    `{"configuration":"${edge}","mode":"merge","include":["all-users","Ring 2"]}`,
    'line 2 include[1] must be the id of a group or "all-devices" or "all-users"',
  ],
  [
    `{"configuration":"${edge}","mode":"merge","exclude":["all-users"]}`,
    "line 2 exclude[0] must be the id of a group",
  ],
  [`{"configuration":"${edge}","mode":"merge","include":"all-users"}`, "line 2 include must be a list"],
  [`{"configuration":"${edge}","mode":"merge","includes":[]}`, 'line 2 has the unknown member "includes"'],
  [`{"configuration":"${edge}","mode":"merge","__proto__":{}}`, 'line 2 has the unknown member "__proto__"'],
  [
    `{"configuration":"${edge}","mode":"merge","include":["all-users"],"resource":"apps"}`,
    'line 2 resource "apps" is not known; known are groupPolicyConfigurations',
  ],
  [`{"id":7,"configuration":"${edge}","mode":"merge","include":["all-users"]}`, "line 2 id must be a string"],
  [`"${"x".repeat(300_000)}"`, "line 2 is not UTF-8 text of at most 262144 bytes"],
];

test.each(cases.map(([given, want]) => ({ given, want })))(
  "a bad line ($want) is failed with its number, and the rest goes on",
  async ({ given, want }) => {
    const emulator = await startEmulator();
    const good = { configuration: edge, mode: "merge", include: ["all-users"] };
    const { code, results } = await run(emulator, ["", given, good]);
    const ordered = results.toSorted((left, right) => Number(left["line"]) - Number(right["line"]));
    expect(ordered).toEqual([
      { line: 2, status: "failed", code: "invalid-job", message: expect.stringContaining(want) },
      expect.objectContaining({ line: 3, status: "applied" }),
    ]);
    expect(code).toBe(3);
  },
);

test("a bad job keeps its own id", async () => {
  const emulator = await startEmulator();
  expect((await run(emulator, [{ id: "j9", mode: "merge" }])).results).toMatchObject([
    { id: "j9", status: "failed" },
  ]);
});

test("reads CRLF, a byte order mark, U+2028 inside a string and a last line without its end", async () => {
  const emulator = await startEmulator();
  const text = `\uFEFF{"id":"a\u2028b","configuration":"${edge}","mode":"merge","include":["all-users"]}\r\n\r\n{"id":"é","configuration":"${office}","mode":"merge","include":["all-devices"]}`;
  const bytes = Buffer.from(text);
  // One byte at a time: no line and no letter may depend on where a chunk ends.
  const stdin = Readable.from(Array.from(bytes, (byte) => Buffer.from([byte])));
  const { results } = await runWorld({ env: environment(emulator), stdin });
  expect(
    results
      .map(({ id, line, status }) => [id, line, status])
      .toSorted(([left], [right]) => (String(left) < String(right) ? -1 : 1)),
  ).toEqual([
    ["a\u2028b", 1, "applied"],
    ["é", 3, "applied"],
  ]);
});

test("a line that is not UTF-8 is failed, and the rest goes on", async () => {
  const emulator = await startEmulator();
  const good = `{"configuration":"${edge}","mode":"merge","include":["all-users"]}\n`;
  const bad = Buffer.from(good.replace("{", '{"id":"?",'));
  bad[bad.indexOf("?")] = 0xff;
  const stdin = Readable.from([bad, Buffer.from(good)]);
  const { results } = await runWorld({ env: environment(emulator), stdin });
  expect(results).toMatchObject([
    { line: 1, code: "invalid-job" },
    { line: 2, status: "applied" },
  ]);
});

test("an answer without a body is no failure: the set is read back", async () => {
  const emulator = await startEmulator({ assignAnswer: "empty" });
  const { code } = await run(emulator, [{ configuration: edge, mode: "merge", include: ["all-users"] }]);
  expect(code).toBe(0);
});

test("nothing to do is 0", async () => {
  const emulator = await startEmulator();
  expect(await run(emulator, [])).toEqual({
    code: 0,
    results: [],
    stdout: "",
    stderr: "0 applied, 0 unchanged, 0 refused, 0 failed\n",
  });
});

test("reads a file", async () => {
  const emulator = await startEmulator();
  const job = JSON.stringify({ configuration: edge, mode: "merge", include: ["all-users"] });
  const openFile = (path: string): Promise<Readable> =>
    Promise.resolve(Readable.from([Buffer.from(path === "jobs.jsonl" ? job : "")]));
  expect((await run(emulator, [], { argv: ["run", "jobs.jsonl"], openFile })).results).toMatchObject([
    { status: "applied" },
  ]);
});

test.each<[argv: readonly string[], message: string]>([
  [[], "the command is missing"],
  [["serve"], '"serve" is not a command'],
  [["run", "a", "b"], '"b" is too much'],
  [["run", "--concurrency", "0"], '--concurrency "0" must be a whole number from 1 to 64'],
  [["run", "--concurrency", "65"], "must be a whole number"],
  [["run", "--fast"], "--fast"],
  [["run", "missing.jsonl"], "missing.jsonl cannot be read: no such file"],
])("%j is wrong usage", async (argv, message) => {
  const { code, stdout, stderr } = await runWorld({ argv, env: { INTUNECTL_ACCESS_TOKEN: "t" } });
  expect([code, stdout]).toEqual([64, ""]);
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/^error {2}[^\n]+\nhint {3}[^\n]+\n$/);
});

test("help needs nothing", async () => {
  const { code, stderr } = await runWorld({ argv: ["--help"] });
  expect([code, stderr]).toEqual([0, ""]);
});

test.each([{}, { INTUNECTL_ACCESS_TOKEN: " " }])("without a token nothing is read: %j", async (env) => {
  const { code, stderr } = await runWorld({ env });
  expect(code).toBe(4);
  expect(stderr).toContain("INTUNECTL_ACCESS_TOKEN");
});

test("a Graph address that could leak the token is wrong usage", async () => {
  const { code, stderr } = await runWorld({
    env: { INTUNECTL_ACCESS_TOKEN: "t", INTUNECTL_GRAPH_URL: "http://graph.contoso.com" },
  });
  expect(code).toBe(64);
  expect(stderr).toContain("INTUNECTL_GRAPH_URL");
});

test("the token is in no output, also when it is refused", async () => {
  const emulator = await startEmulator();
  const token = emulator.token({ scopes: ["User.Read"] });
  const { code, results, stdout, stderr } = await run(
    emulator,
    [{ configuration: edge, mode: "merge", include: ["all-users"] }],
    {
      env: { ...environment(emulator), INTUNECTL_ACCESS_TOKEN: token },
    },
  );
  expect(code).toBe(1);
  expect(results).toMatchObject([{ status: "refused", code: "unreadable" }]);
  expect(stdout + stderr).not.toContain(token);
});

test("results that nobody can read stop the run", async () => {
  const emulator = await startEmulator();
  const stdout = new PassThrough();
  stdout.on("error", () => {});
  stdout.destroy();
  const jobs = Array.from({ length: 50 }, (_, index) => ({
    configuration: edge,
    mode: "merge",
    include: [group(index)],
  }));
  const { code, stderr } = await run(emulator, jobs, { stdout });
  expect(code).toBe(1);
  expect(stderr).toContain("stopped:");
  expect((await targetsOf(emulator, edge)).length).toBeLessThan(10);
});
