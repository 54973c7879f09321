import { afterEach, beforeEach, expect, test } from "vitest";
import { createSeed, createTestTenant, type TestTenant, toSeedId } from "./test-tenant.ts";

const size = 6;
const ids = Array.from({ length: size }, (_, index) => toSeedId(index));
const added = "include:00000003-0000-4000-8000-000000000000";
const command = ["assign", "Policy *", "--to", "SG-0003"];

let tenant: TestTenant;

beforeEach(async () => {
  tenant = await createTestTenant(createSeed(size));
});

afterEach(async () => {
  await tenant.close();
});

const has = async (id: string): Promise<boolean> => (await tenant.readKeys(id)).includes(added);
const isWriteOf = (
  index: number,
  { method, path }: { readonly method: string; readonly path: string },
): boolean => method === "POST" && path.includes(toSeedId(index));

test("what fails does not stop the rest: exit 3, both are in the run's file, and --resume finishes it", async () => {
  tenant.gateway.answer = (request) =>
    isWriteOf(1, request) ? { status: 500 } : isWriteOf(4, request) ? { status: 400 } : undefined;
  const partly = await tenant.run(...command);
  expect([partly.exitCode, partly.err]).toEqual([3, expect.stringContaining("apply --resume")]);
  expect(partly.out).toContain("Applied 4 of 6.");
  tenant.gateway.answer = () => undefined;
  const [run] = JSON.parse((await tenant.run("history", "-o", "json")).out);
  expect(run.configurations.map(({ state }: { readonly state: string }) => state)).toEqual([
    "applied",
    "uncertain",
    "applied",
    "applied",
    "failed",
    "applied",
  ]);
  const resumed = await tenant.run("apply", "--resume", run.id);
  expect(resumed).toMatchObject({ exitCode: 0, out: expect.stringContaining("Applied 2 of 2.") });
  expect(await Promise.all(ids.map(has))).toEqual(ids.map(() => true));
  // Each run takes back what it wrote itself.
  expect((await tenant.run("undo", run.id, "--yes")).exitCode).toBe(0);
  expect(await Promise.all(ids.map(has))).toEqual([false, true, false, false, true, false]);
});

test("a resumed run is refused where somebody else changed what was left", async () => {
  tenant.gateway.answer = (request) => (isWriteOf(1, request) ? { status: 400 } : undefined);
  await tenant.run(...command);
  tenant.gateway.answer = () => undefined;
  await tenant.meddle(toSeedId(1), "00000002-0000-4000-8000-000000000000");
  const [run] = JSON.parse((await tenant.run("history", "-o", "json")).out);
  const refused = await tenant.run("apply", "--resume", run.id);
  expect(refused).toMatchObject({ exitCode: 5, err: expect.stringContaining("tenant changed since") });
});

test("throttling slows a run down and does not end it", async () => {
  const seen = new Set<string>();
  tenant.gateway.answer = ({ method, path }) => {
    if (method !== "POST" || seen.has(path)) return undefined;
    seen.add(path);
    return { status: 429, retryAfter: "0" };
  };
  const ended = await tenant.run(...command);
  expect(ended).toMatchObject({ exitCode: 0, out: expect.stringContaining("Applied 6 of 6.") });
  expect(await Promise.all(ids.map(has))).toEqual(ids.map(() => true));
});

test("a wait of more than two seconds is told where nobody sees a progress line", async () => {
  let left = 1;
  tenant.gateway.answer = ({ method }) =>
    method === "POST" && left-- > 0 ? { status: 429, retryAfter: "3" } : undefined;
  const ended = await tenant.run("assign", "Policy 0000", "--to", "SG-0003");
  expect(ended).toMatchObject({ exitCode: 0, err: expect.stringMatching(/has to wait.*again in 3 s/) });
});

test("a read that fails before the first write stops everything, and is never taken for empty", async () => {
  tenant.gateway.answer = ({ path }) =>
    path.includes(`${toSeedId(2)}/assignments`) ? { status: 403 } : undefined;
  const listed = await tenant.run("configs", "list");
  expect(listed.out).toMatch(/Policy 0002\s+\S+\s+\? forbidden/);
  const strict = await tenant.run("configs", "list", "--strict");
  expect(strict.exitCode).toBe(5);
  const replaced = await tenant.run(...command, "--replace", "--yes");
  expect(replaced).toMatchObject({
    exitCode: 4,
    err: expect.stringContaining("cannot replace what is not known"),
  });
  expect(tenant.writes()).toEqual([]);
  const merged = await tenant.run(...command);
  expect(merged).toMatchObject({ exitCode: 3, out: expect.stringContaining("Skipped 1.") });
});

test("a write that is accepted and not visible yet is no failure", async () => {
  let isStale = false;
  const frozen = await tenant.readKeys(toSeedId(0));
  tenant.gateway.onWrite = (moment) => {
    if (moment === "after") isStale = true;
  };
  tenant.gateway.answer = ({ method, path }) =>
    isStale && method === "GET" && path.includes("/assignments") ? { status: 404 } : undefined;
  const ended = await tenant.run("assign", "Policy 0000", "--to", "SG-0003");
  expect([ended.exitCode, ended.out.replaceAll(/\s+/g, " ")]).toEqual([
    0,
    expect.stringContaining("written, could not be read back"),
  ]);
  expect((await tenant.readKeys(toSeedId(0))).length).toBe(frozen.length + 1);
});
