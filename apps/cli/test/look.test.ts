import { readFile } from "node:fs/promises";
import { demoGroups } from "@intunectl/graph-emulator";
import { operations } from "@intunectl/graph-intune";
import { afterEach, beforeEach, expect, test } from "vitest";
import { needWords } from "../src/needs.ts";
import { createTestTenant, type TestTenant } from "./test-tenant.ts";

const edge = "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14";
const office = "91b7e004-3c6f-4d28-8a95-7b1e5f2c9d60";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await createTestTenant();
});
afterEach(async () => {
  await tenant.close();
});

const file = (configurations: string, groups = "  ring2: { name: SG-Intune-Ring2 }"): string =>
  `tenant: contoso.onmicrosoft.com\ngroups:\n${groups}\nconfigurations:\n${configurations}\n`;

test("show has every assignment of one configuration", async () => {
  const { out, exitCode } = await tenant.run("configs", "show", "Office: macro policy");
  expect(exitCode).toBe(0);
  await expect(out.replace(/changed .*/, "changed 3 d ago")).toMatchFileSnapshot("golden/show.txt");
});

test.each<[args: readonly string[], exitCode: number, want: string]>([
  [["configs", "show", "Legacy*"], 4, "could not be read"],
  [["configs", "show", "*"], 64, "means 5 configurations"],
  [["configs", "list", "Edge:*", "Office*"], 0, "2 configurations"],
  [["configs", "list", "Egde: baseline"], 64, 'did you mean "Edge: baseline"?'],
  [["configs", "list", "--unassigned"], 0, "1 configuration, 1 could not be read"],
  [["groups", "find", "SG-Intune-R*"], 0, "SG-Intune-Ring2"],
  [["groups", "find", "*Glass"], 0, "SG-BreakGlass"],
  [["groups", "find", "SG-Intune-Kisok"], 1, 'did you mean "SG-Intune-Kiosk"?'],
  [["groups", "find", demoGroups["SG-BreakGlass"]], 0, "SG-BreakGlass"],
  [["filters", "list"], 0, "Windows corporate owned"],
])("%j ends with %i and says so", async (args, exitCode, want) => {
  const ended = await tenant.run(...args);
  expect([ended.exitCode, `${ended.out}${ended.err}`.replaceAll(/\s+/g, " ")]).toEqual([
    exitCode,
    expect.stringContaining(want),
  ]);
});

test("unassign takes away what is named, on whichever side, and nothing else", async () => {
  const before = await tenant.readKeys(edge);
  const dry = await tenant.run("unassign", "Edge:*", "--from", "SG-Intune-Kiosk", "--dry-run");
  expect(dry).toMatchObject({ exitCode: 0, out: expect.stringContaining("- exclude  SG-Intune-Kiosk") });
  expect(tenant.writes()).toEqual([]);
  expect(
    (await tenant.run("unassign", "Edge:*", "--from", "SG-Intune-Kiosk", "SG-Intune-Ring0")).exitCode,
  ).toBe(0);
  expect(await tenant.readKeys(edge)).toEqual([`include:${demoGroups["SG-Intune-Ring1"]}`]);
  expect((await tenant.run("undo", "--yes")).exitCode).toBe(0);
  expect(await tenant.readKeys(edge)).toEqual(before);
});

test("All users is another target than All devices, and taking it away wants the tenant's name", async () => {
  const before = await tenant.readKeys(office);
  const refused = await tenant.run("unassign", "Office*", "--from", "all-users");
  expect(refused).toMatchObject({ exitCode: 5, err: expect.stringMatching(/nobody can be\s+asked/) });
  expect(tenant.writes()).toEqual([]);
  expect((await tenant.run("unassign", "Office*", "--from", "all-devices")).out).toContain("Nothing to do");
  expect((await tenant.run("unassign", "Office*", "--from", "all-users", "--yes")).exitCode).toBe(0);
  expect(await tenant.readKeys(office)).toEqual(before.filter((key) => key !== "all-users"));
});

test("a deleted group is warned of, and unassign --deleted takes just it away", async () => {
  const gone = "deadbeef-0000-4000-8000-000000000000";
  await tenant.meddle(edge, gone);
  await tenant.run("assign", "Edge: baseline", "--to", "SG-Intune-Ring2");
  const planned = await tenant.run("assign", "Edge: baseline", "--to", "SG-Intune-Pilot", "--dry-run");
  expect(planned.out.replaceAll(/\s+/g, " ")).toContain(
    "deleted-group deleted group deadbeef no longer exists",
  );
  expect((await tenant.run("unassign", "Edge:*", "Office*", "--deleted")).exitCode).toBe(0);
  expect(await tenant.readKeys(edge)).toEqual([`include:${demoGroups["SG-Intune-Ring2"]}`]);
});

test("more removals than allowed want the tenant's name", async () => {
  const ended = await tenant.run("unassign", "Edge:*", "--all", "--max-removals", "2");
  expect(ended).toMatchObject({ exitCode: 5, err: expect.stringContaining("removes 3 assignments") });
});

test("a snapshot restores what was there, shown as a plan", async () => {
  const before = await tenant.readKeys(edge);
  const taken = await tenant.run("snapshot", "--out", tenant.path("before.json"), "--strict");
  expect(taken).toMatchObject({
    exitCode: 5,
    out: expect.stringContaining("5 configurations, 12 assignments, 1 could not be read"),
  });
  await tenant.run("assign", "Edge:*", "--to", "SG-Intune-Pilot", "--replace", "--yes");
  const planned = await tenant.run("plan", tenant.path("before.json"));
  expect(planned).toMatchObject({
    exitCode: 0,
    out: expect.stringContaining("3 to add, 0 to change, 1 to remove"),
  });
  expect((await tenant.run("apply", tenant.path("before.json"), "--yes")).exitCode).toBe(3);
  expect(await tenant.readKeys(edge)).toEqual(before);
  const kept = await tenant.run("snapshot", "-o", "json");
  expect(JSON.parse(await readFile(JSON.parse(kept.out).path, "utf8"))).toMatchObject({ kind: "snapshot" });
});

test("a folder of files is one plan, and a configuration in two of them is told with both places", async () => {
  await tenant.write("a.yaml", file('  - { name: "Edge: baseline", include: [ring2] }'));
  await tenant.write("b.yaml", file('  - { name: "Office*", include: [ring2] }'));
  const both = await tenant.run("plan", tenant.path("a.yaml"), tenant.path("b.yaml"));
  expect(both).toMatchObject({ exitCode: 0, out: expect.stringContaining("2 to add") });
  const folder = await tenant.run("plan", tenant.path("."));
  expect(folder.out).toContain("2 to add");
  await tenant.write("c.yml", file('  - { name: "Edge:*", include: [ring2] }'));
  const twice = await tenant.run("plan", tenant.path("."), "-o", "json");
  expect(twice).toMatchObject({ exitCode: 64, err: expect.stringContaining("duplicate-configuration") });
  expect(twice.err).toContain("a.yaml:5:5");
});

test("--skip-unresolved leaves a configuration out as a whole, and says so", async () => {
  const groups = "  ring2: { name: SG-Intune-Ring2 }\n  kisok: { name: SG-Intune-Kisok }";
  const configurations = `  - { name: "Edge: baseline", mode: replace, include: [ring2], exclude: [kisok] }
  - { name: "OneDrive*", include: [ring2] }
  - { name: "Offcie: macro policy", include: [ring2] }`;
  await tenant.write("windows.yaml", file(configurations, groups));
  const before = await tenant.readKeys(edge);
  expect((await tenant.run("plan", tenant.path("windows.yaml"))).exitCode).toBe(64);
  const planned = await tenant.run("plan", tenant.path("windows.yaml"), "--skip-unresolved");
  expect([planned.exitCode, planned.out]).toEqual([0, expect.stringContaining('"kisok" was not found')]);
  expect(planned.err).toContain("left out");
  const strict = await tenant.run("plan", tenant.path("windows.yaml"), "--skip-unresolved", "--strict");
  expect(strict.exitCode).toBe(5);
  expect((await tenant.run("apply", tenant.path("windows.yaml"), "--skip-unresolved")).exitCode).toBe(3);
  expect(await tenant.readKeys(edge)).toEqual(before);
});

test("what help says of permissions is what the operations say", () => {
  const least = (name: string): string | undefined =>
    operations.find((operation) => operation.name === name)?.permissions.delegated[0];
  expect(
    Object.fromEntries(Object.entries(needWords).map(([need, { permission }]) => [need, permission])),
  ).toEqual({
    write: least("assignGroupPolicyConfiguration"),
    read: least("listGroupPolicyConfigurationAssignments"),
    filters: least("listAssignmentFilters"),
    groups: least("listGroups"),
  });
});
