import { expect, test } from "vitest";
import { demoSeed, type SeedEntity } from "../src/index.ts";
import { start } from "./harness.ts";

/** Three thousand groups, so that indexes are used. */
const many: Iterable<SeedEntity> = {
  *[Symbol.iterator]() {
    for (let index = 0; index < 3000; index += 1)
      yield {
        properties: {
          id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
          displayName: `Group ${index % 50}`,
          securityEnabled: index % 3 === 0 ? null : index % 3 === 1,
          createdDateTime: new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString(),
        },
      };
  },
};

const seed = { ...demoSeed, collections: { groups: many } };

test.each<[query: string, want: number]>([
  ["", 3000],
  ["$filter=displayName eq 'Group 7'", 60],
  ["$filter=displayName eq 'Group 7' and securityEnabled eq true", 20],
  ["$filter=startswith(displayName,'Group 1')", 660],
  ["$filter=startswith(displayName,'Group')", 3000],
  ["$filter=securityEnabled eq null", 1000],
  ["$filter=securityEnabled ne true", 2000],
  ["$filter=createdDateTime ge 2026-01-03T00:00:00Z", 120],
  ["$filter=createdDateTime lt 2026-01-01T01:00:00.5%2B01:00", 1],
  ["$filter=createdDateTime eq 2026-01-01T00:05:00Z", 1],
  ["$filter=displayName in ('Group 1','Group 2') or endswith(displayName,' 49')", 180],
  ["$orderby=displayName desc,createdDateTime", 3000],
  ["$orderby=securityEnabled,displayName&$filter=contains(displayName,'9')", 300],
])("pages of %s lead through every match once, and the count agrees", async (query, want) => {
  const { emulator, call } = await start({ seed });
  const seen: string[] = [];
  let path = `/beta/groups?$top=170&$count=true${query === "" ? "" : `&${query}`}`;
  while (path !== "") {
    const reply = await call("GET", path);
    if (reply.status !== 200) throw new Error(reply.text);
    expect(reply.json?.["@odata.count"]).toBe(want);
    const items = reply.json?.["value"];
    if (Array.isArray(items)) seen.push(...items.map(({ id }) => String(id)));
    const next = reply.json?.["@odata.nextLink"];
    path = typeof next === "string" ? next.slice(emulator.url.length) : "";
  }
  expect([seen.length, new Set(seen).size]).toEqual([want, want]);
  const filter = /\$filter=[^&]*/.exec(query)?.[0] ?? "";
  expect((await call("GET", `/beta/groups/$count?${filter}`)).text).toBe(String(want));
});

test("a next link is opaque: changed, or of another emulator, it is refused", async () => {
  const { emulator, call } = await start({ seed });
  const { json } = await call("GET", "/beta/groups?$top=2");
  const next = new URL(String(json?.["@odata.nextLink"]));
  const token = next.searchParams.get("$skiptoken") ?? "";
  expect(next.origin).toBe(emulator.url);
  const other = await start({ seed });
  const status = async (value: string, ask = call): Promise<number> =>
    (await ask("GET", `/beta/groups?$skiptoken=${encodeURIComponent(value)}`)).status;
  expect(await status(token)).toBe(200);
  expect(await status(token, other.call)).toBe(400);
  for (const changed of [`${token}x`, `x${token}`, token.slice(1), "", "AAAA", token.toUpperCase()])
    expect(await status(changed)).toBe(400);
});

test("paging goes on where it was when the collection changes in between", async () => {
  const { emulator, call } = await start({ seed });
  const { json } = await call("GET", "/beta/groups?$top=3&$select=id");
  await call("POST", "/_emulator/reset");
  const next = String(json?.["@odata.nextLink"]).slice(emulator.url.length);
  expect((await call("GET", next)).status).toBe(200);
});

test("an expansion takes options of its own", async () => {
  const { call } = await start();
  const edge = "/beta/deviceManagement/groupPolicyConfigurations/4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14";
  const { json } = await call("GET", `${edge}?$select=id&$expand=assignments($select=id;$top=2)`);
  expect(json).toEqual({
    "@odata.context": expect.stringMatching(
      /#deviceManagement\/groupPolicyConfigurations\(id,assignments\(\)\)\/\$entity$/,
    ),
    id: expect.any(String),
    "assignments@odata.context": expect.stringMatching(/\/assignments\(id\)$/),
    assignments: [{ id: expect.any(String) }, { id: expect.any(String) }],
  });
  for (const bad of [
    "assignments(",
    "assignments)",
    "assignments($top)",
    "assignments($search=x)",
    "(x)",
    "a(b(c)",
  ])
    expect((await call("GET", `${edge}?$expand=${encodeURIComponent(bad)}`)).status).toBe(400);
});
