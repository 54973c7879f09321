import { expect, test } from "vitest";
import { parseBehaviour, parseSeed } from "../src/index.ts";
import { configurations, edge, exclude, groupA, include, start } from "./harness.ts";

test("what the state says is a seed", async () => {
  const first = await start();
  await first.call("POST", `${edge}/assign`, { assignments: [include(groupA)] });
  const { text } = await first.call("GET", "/_emulator/state");
  const second = await start({ seed: await parseSeed(text, "state.json") });
  expect((await second.call("GET", "/_emulator/state")).text).toBe(text);
});

test("a seed is entities, with what is assigned to them", async () => {
  const seed = await parseSeed(
    `\uFEFF${JSON.stringify({
      tenant: { id: "00000000-0000-4000-8000-000000000001", domain: "fabrikam.onmicrosoft.com" },
      collections: {
        "deviceManagement/groupPolicyConfigurations": [
          {
            properties: { id: "a", displayName: "A" },
            assignments: [include(groupA), exclude(groupA.replace("1", "2"))],
          },
          { id: "b", displayName: "B", isUnreadable: true },
        ],
      },
    })}`,
    "seed.json",
  );
  const { call } = await start({ seed });
  expect((await call("GET", `${configurations}/a/assignments`)).json?.["value"]).toHaveLength(2);
  expect((await call("GET", `${configurations}/b`)).json).toMatchObject({ displayName: "B" });
  expect((await call("GET", `${configurations}/b/assignments`)).status).toBe(403);
});

test("a seed can be YAML", async () => {
  const { call } = await start({
    seed: await parseSeed("collections:\r\n  groups:\r\n    - { id: a, displayName: A }\r\n", "seed.yaml"),
  });
  expect((await call("GET", "/beta/groups/a")).json).toMatchObject({ displayName: "A" });
});

test("a seed may hold a target that the metadata does not declare, and Configuration Manager collections", async () => {
  const target = { "@odata.type": "#microsoft.graph.scopeTagGroupAssignmentTarget", entraObjectId: groupA };
  const { call } = await start({
    configurationManagerTargets: "reject",
    seed: await parseSeed(
      JSON.stringify({
        collections: {
          "deviceManagement/groupPolicyConfigurations": [
            { properties: { id: "a" }, assignments: [{ target }] },
          ],
        },
      }),
      "seed.json",
    ),
  });
  expect((await call("GET", `${configurations}/a/assignments`)).json).toMatchObject({ value: [{ target }] });
});

test.each<[text: string, message: string]>([
  ['{"collections": {\n  "groups": [}\n}', "seed.json:2:14 "],
  ["collections:\n  groups: [1\n", "seed.json:3:1 "],
  ["a: &a [*a, *b]", "seed.json"],
  ["[]", 'seed.json must hold an object with "collections"'],
  ["{}", "seed.json collections must be an object of lists"],
  ['{"collections": {}, "users": []}', "seed.json users is not known; known are tenant, collections"],
  ['{"collections": {}, "tenant": "x"}', 'seed.json tenant must be {"id": "…", "domain": "…"}'],
  ['{"collections": {"groups": {}}}', "seed.json collections.groups must be a list"],
  ['{"collections": {"groups": [{"id": "a"}, {"name": "b"}]}}', "seed.json collections.groups[1] has no id"],
  [
    '{"collections": {"groups": [{"properties": {"id": "a"}, "assignments": [{}]}]}}',
    "seed.json collections.groups[0].assignments[0] has no target",
  ],
])("the seed %s is refused with its place", async (text, message) => {
  await expect(parseSeed(text, "seed.json")).rejects.toThrow(message);
});

test("switches are read as a command line has them", () => {
  expect(
    parseBehaviour(["duplicates=keepFirst", "pageSize=25", "strictTypes=true", "maxAssignments=none"]),
  ).toEqual({
    duplicates: "keepFirst",
    pageSize: 25,
    strictTypes: true,
    maxAssignments: "none",
  });
  for (const bad of ["duplicates", "=x", "duplicates=maybe", "colour=red", "pageSize=0"])
    expect(() => parseBehaviour([bad])).toThrow(/option|must be/);
});
