import { readFile } from "node:fs/promises";
import { demoGroups } from "@intunectl/graph-emulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestTenant, type TestTenant } from "./test-tenant.ts";

const edge = "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14";
const office = "91b7e004-3c6f-4d28-8a95-7b1e5f2c9d60";
const gone = "deadbeef-0000-4000-8000-000000000000";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await createTestTenant();
});
afterEach(async () => {
  await tenant.close();
});

test.each(["yaml", "csv", "json"])("what is exported as %s wants exactly what is there", async (format) => {
  const file = tenant.path(`all.${format}`);
  const exported = await tenant.run("export", "--out", file);
  expect(exported).toMatchObject({ exitCode: 0, err: expect.stringContaining("Saved") });
  const replaced =
    format === "csv"
      ? ["import", file, "--replace", "--dry-run", "-o", "json"]
      : ["plan", file, "-o", "json"];
  // The set that was not read has no rows that could be wanted; in a CSV its row says so, and must be taken out.
  if (format === "csv") {
    const refused = await tenant.run(...replaced);
    expect(refused).toMatchObject({
      exitCode: 64,
      err: expect.stringContaining("was not read when the file was written"),
    });
    const rows = (await readFile(file, "utf8")).split("\n").filter((line) => !line.startsWith("Legacy"));
    await tenant.write("all.csv", rows.join("\r\n"));
  }
  const planned = await tenant.run(...replaced);
  expect(planned.exitCode).toBe(0);
  const { summary, configurations } = JSON.parse(planned.out);
  expect(summary).toMatchObject({ add: 0, change: 0, remove: 0, unchanged: 12 });
  expect(configurations).toHaveLength(4);
});

test("an export in YAML reads like a file that a person wrote", async () => {
  const { out } = await tenant.run("export");
  await expect(out.replace(/exported .*/, "exported 2026-08-22T09:17:00.000Z")).toMatchFileSnapshot(
    "golden/export.yaml",
  );
});

test("what YAML cannot say stands in a comment, and applying the file takes nothing away", async () => {
  await tenant.meddle(edge, gone);
  const { out } = await tenant.run("export", "Edge:*");
  expect(out).toContain(`# left out: deleted group ${gone}`);
  expect(out).toContain("mode: merge");
  await tenant.write("edge.yaml", out.replace(/include: \[\s*\]/, "include: [all-devices]"));
  await tenant.run("apply", tenant.path("edge.yaml"), "--yes");
  expect(await tenant.readKeys(edge)).toEqual(["all-devices", `include:${gone}`]);
});

test("import merges, with comma or semicolon; --replace makes it exactly that", async () => {
  const before = await tenant.readKeys(edge);
  const csv = [
    "\uFEFFConfiguration;mode;target;groupName;filterName;filterMode",
    "Edge: baseline;include;group;SG-Intune-Ring2;Windows 11;only",
    "Edge: baseline;exclude;;SG-BreakGlass;;",
  ].join("\r\n");
  await tenant.write("edge.csv", csv);
  const dry = await tenant.run("import", tenant.path("edge.csv"), "--dry-run");
  expect(dry).toMatchObject({
    exitCode: 0,
    out: expect.stringContaining("2 to add, 0 to change, 0 to remove"),
  });
  expect((await tenant.run("import", tenant.path("edge.csv"))).exitCode).toBe(0);
  const wanted = [`exclude:${demoGroups["SG-BreakGlass"]}`, `include:${demoGroups["SG-Intune-Ring2"]}`];
  expect(await tenant.readKeys(edge)).toEqual([...before, ...wanted].toSorted());
  expect((await tenant.run("import", tenant.path("edge.csv"), "--replace")).exitCode).toBe(0);
  expect(await tenant.readKeys(edge)).toEqual(wanted);
  expect((await tenant.run("undo", "--yes")).exitCode).toBe(0);
});

test("all that is wrong with a CSV is told at once, with its lines", async () => {
  const csv = [
    "configuration,mode,target,groupName,groupId,filterName,filterMode",
    ",include,group,SG-Intune-Ring2,,,",
    "Edge: baseline,maybe,group,SG-Intune-Ring2,,,",
    "Edge: baseline,include,group,,,,",
    "Edge: baseline,include,group,,nonsense,,",
    "Edge: baseline,include,planet,x,,,",
    "Edge: baseline,include,group,SG-Intune-Ring2,,Windows 11,",
    "Edge: baseline,include,group,SG-Intune-Ring2,,,only",
    "Edge: baseline,exclude,all-users,,,,",
    "Edge: baseline,include,group,SG-Intune-Ring2,,,",
    "Edge: baseline,include,group,SG-Intune-Ring2,,,",
  ].join("\n");
  await tenant.write("bad.csv", csv);
  const ended = await tenant.run("import", tenant.path("bad.csv"), "-o", "json");
  expect([ended.exitCode, ended.out]).toEqual([64, ""]);
  const { details } = JSON.parse(ended.err);
  expect(
    details.map(({ position }: { readonly position: { readonly line: number } }) => position.line),
  ).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 11]);
  expect(tenant.gateway.requests).toEqual([]);
});

test.each<[what: string, text: string, want: string]>([
  ["unknown columns", "configuration,mode,grup\n", 'there is no column "grup"'],
  ["no mode", "configuration,groupName\n", "there is no column mode"],
  ["an open quote", 'configuration,mode\n"Edge,include\n', "the file is not CSV"],
  ["nothing", "", "the file is empty"],
  ["only a header", "configuration,mode,groupName\n", "has no assignments"],
])("a CSV with %s is refused", async (_what, text, want) => {
  await tenant.write("bad.csv", text);
  const ended = await tenant.run("import", tenant.path("bad.csv"));
  expect([ended.exitCode, ended.err.replaceAll(/\s+/g, " ")]).toEqual([64, expect.stringContaining(want)]);
});

test("drift is exit 2 with what it would take, and none is exit 0", async () => {
  await tenant.run("export", "Edge:*", "Office*", "--out", tenant.path("wanted.yaml"));
  const still = await tenant.run("drift", tenant.path("wanted.yaml"));
  expect(still).toMatchObject({ exitCode: 0, out: expect.stringContaining("no drift; 2 configurations") });
  await tenant.meddle(edge, demoGroups["SG-Intune-Pilot"]);
  const drifted = await tenant.run("drift", tenant.path("wanted.yaml"), "--no-input", "-o", "json");
  expect(drifted.exitCode).toBe(2);
  expect(JSON.parse(drifted.out).summary).toEqual({
    add: 3,
    change: 0,
    remove: 1,
    unchanged: 3,
    unreadable: 0,
  });
  const text = await tenant.run("drift", tenant.path("wanted.yaml"));
  expect(text.out).toContain("To bring it back: 3 to add, 0 to change, 1 to remove, 3 unchanged.");
  expect(tenant.writes()).toHaveLength(0);
});

test("without a file drift compares with the newest snapshot, and what cannot be read is told", async () => {
  expect((await tenant.run("drift")).exitCode).toBe(64);
  await tenant.run("snapshot");
  const still = await tenant.run("drift");
  expect([still.exitCode, still.out]).toEqual([0, expect.stringContaining("no drift in what could be read")]);
  expect((await tenant.run("drift", "--strict")).exitCode).toBe(5);
  await tenant.meddle(office, demoGroups["SG-Intune-Pilot"]);
  expect((await tenant.run("drift")).exitCode).toBe(2);
});

test("diff tells what changed between two snapshots, and since one", async () => {
  await tenant.run("snapshot", "--out", tenant.path("before.json"));
  await tenant.run("assign", "Edge:*", "--to", "SG-Intune-Ring2", "--only", "Windows 11");
  await tenant.run("snapshot", "--out", tenant.path("after.json"));
  const requests = tenant.gateway.requests.length;
  const diffed = await tenant.run("diff", tenant.path("before.json"), tenant.path("after.json"));
  expect(tenant.gateway.requests.length).toBe(requests);
  expect(diffed.exitCode).toBe(2);
  await expect(
    diffed.out.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, "2026-08-22 09:17 UTC"),
  ).toMatchFileSnapshot("golden/diff.txt");
  const since = await tenant.run("diff", tenant.path("before.json"), "-o", "json", "-q", "summary");
  expect(JSON.parse(since.out)).toEqual({ changed: 1, added: 0, removed: 0, renamed: 0, unknown: 1 });
  const same = await tenant.run("diff", tenant.path("after.json"));
  expect(same.exitCode).toBe(0);
  expect((await tenant.run("diff", tenant.path("after.json"), "--strict")).exitCode).toBe(5);
});

test("explain a group: what reaches it, what keeps it out, what cannot be said", async () => {
  const explained = await tenant.run("explain", "SG-Intune-Pilot");
  expect(explained.exitCode).toBe(0);
  await expect(explained.out).toMatchFileSnapshot("golden/explain-group.txt");
  const kiosk = await tenant.run("explain", "SG-Intune-Kiosk", "-o", "json");
  expect(
    JSON.parse(kiosk.out).configurations.map(
      ({ name, reach }: { readonly name: string; readonly reach: string }) => [name, reach],
    ),
  ).toEqual([
    ["Edge: baseline", "kept-out"],
    ["Legacy: IE mode sites", "unknown"],
    ["Lock screen: image", "kept-out"],
    ["Office: macro policy", "everyone"],
  ]);
});

test("explain a configuration, and a name that is none", async () => {
  const explained = await tenant.run("explain", "Office: macro policy");
  await expect(explained.out.replace(/changed .*/, "changed 3 d ago")).toMatchFileSnapshot(
    "golden/explain-config.txt",
  );
  expect(await tenant.run("explain", "Nonsense")).toMatchObject({
    exitCode: 64,
    err: expect.stringContaining("no group and no configuration"),
  });
});
