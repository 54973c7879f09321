import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AnyOperation } from "@intunectl/graph-core";
import { operations } from "@intunectl/graph-intune";
import { model } from "@intunectl/graph-intune/model";
import { expect, test } from "vitest";
import { behaviourValues } from "../src/behaviour.ts";
import { type Behaviour, defaultBehaviour, type EmulatorOptions } from "../src/index.ts";
import { edge, edgeId, errorOf, groupA, include, type Reply, sentenceOf, start, target } from "./harness.ts";

test("the README lists every switch, with its default and its other values", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const table = readme.slice(readme.indexOf("### Where the real service is not known"));
  const rows = [...table.matchAll(/^\| `(\w+)` +\| (.*?) +\| (.*?) +\|/gm)].map(
    ([, name = "", byDefault = "", otherwise = ""]) => ({ name, byDefault, otherwise }),
  );
  const words = (value: unknown): string => (value === "count" ? "a number" : `\`${JSON.stringify(value)}\``);
  const defaults = new Map<string, unknown>(Object.entries(defaultBehaviour));
  const want = Object.entries(behaviourValues).map(([name, values]) => {
    const byDefault = defaults.get(name);
    const others = values.filter((value) => value !== byDefault);
    return { name, byDefault: words(byDefault), otherwise: others.map(words).join(", ") };
  });
  expect(rows).toEqual(want);
});

const collection = target("configurationManagerCollection", { collectionId: "SMS1" });
const undeclared = {
  target: {
    "@odata.type": "#microsoft.graph.scopeTagGroupAssignmentTarget",
    targetType: "user",
    entraObjectId: groupA,
  },
};
const bare = { target: { "@odata.type": "microsoft.graph.groupAssignmentTarget", groupId: groupA } };

/** Each switch both ways: the same request, and what it leads to. */
test.each<[options: EmulatorOptions, given: readonly object[], want: number, message?: string]>([
  [{}, [bare], 200],
  [
    { bareTypes: "reject" },
    [bare],
    400,
    'Invalid OData type specified: "microsoft.graph.groupAssignmentTarget"',
  ],
  [{}, [undeclared], 400, "is not known"],
  [{ undeclaredTargets: "accept" }, [undeclared], 200],
  [{}, [collection], 200],
  [{ configurationManagerTargets: "reject" }, [collection], 400, "Configuration Manager collection"],
  [{}, [{ ...include(groupA), id: "wrong" }], 200],
  [{ wrongIds: "reject" }, [{ ...include(groupA), id: "wrong" }], 400, `which is '${edgeId}_${groupA}'`],
  [{ wrongIds: "reject" }, [{ ...include(groupA), id: `${edgeId}_${groupA}` }], 200],
  [{}, [include(groupA)], 200],
  [{ unknownGroups: "reject" }, [include(groupA)], 400, "is not the id of a group"],
  [{ unknownGroups: "reject" }, [include("2A9F6C10-4e7b-4d35-8c1a-f05b3e92d761")], 200],
  [{ maxAssignments: 1 }, [include(groupA)], 200],
  [{ maxAssignments: 1 }, [include(groupA), collection], 400, "at most 1 are taken"],
])("with %j, %j is %i", async (options, given, want, message) => {
  const { call } = await start(options);
  const reply = await call("POST", `${edge}/assign`, { assignments: given });
  expect(reply.status).toBe(want);
  if (message !== undefined) expect(sentenceOf(reply)).toContain(message);
});

test("an undeclared target that is accepted is kept as it was sent", async () => {
  const { call } = await start({ undeclaredTargets: "accept" });
  await call("POST", `${edge}/assign`, { assignments: [undeclared] });
  expect((await call("GET", `${edge}/assignments`)).json).toMatchObject({ value: [undeclared] });
});

test.each(["00000000-0000-0000-0000-000000000000", null])("the filter id %j means no filter", async (id) => {
  const { call } = await start();
  const filter = {
    deviceAndAppManagementAssignmentFilterId: id,
    deviceAndAppManagementAssignmentFilterType: "none",
  };
  const reply = await call("POST", `${edge}/assign`, { assignments: [target("allDevices", filter)] });
  expect(reply.status).toBe(200);
});

test.each<[assignContext: Behaviour["assignContext"], want: string | undefined]>([
  ["none", undefined],
  ["path", `#deviceManagement/groupPolicyConfigurations('${edgeId}')/Microsoft.Graph.assign`],
  ["type", "#Collection(microsoft.graph.groupPolicyConfigurationAssignment)"],
])("the context of an assign's answer, %s", async (assignContext, want) => {
  const { emulator, call } = await start({ assignContext });
  const { json } = await call("POST", `${edge}/assign`, { assignments: [] });
  expect(json?.["@odata.context"]).toBe(
    want === undefined ? undefined : `${emulator.url}/beta/$metadata${want}`,
  );
  expect(json?.["value"]).toEqual([]);
});

test.each<[assignAnswer: Behaviour["assignAnswer"], want: readonly [number, string]]>([
  ["collection", [200, '{"value":[]}']],
  ["empty", [200, ""]],
  ["noContent", [204, ""]],
])("a successful assign can answer %s", async (assignAnswer, want) => {
  const { call } = await start({ assignAnswer });
  const reply = await call("POST", `${edge}/assign`, { assignments: [] });
  expect([reply.status, reply.text]).toEqual(want);
  expect((await call("GET", `${edge}/assignments`)).json?.["value"]).toEqual([]);
});

test.each([400, 404, 405] as const)("a method without a route can be %i", async (unroutedStatus) => {
  const { call } = await start({ unroutedStatus });
  const reply = await call("POST", `${edge}/assignments`, {});
  expect([reply.status, errorOf(reply).code]).toEqual([unroutedStatus, "No method match route template"]);
});

const createAssignment: AnyOperation = {
  name: "createGroupPolicyConfigurationAssignment",
  method: "POST",
  path: "/deviceManagement/groupPolicyConfigurations/{groupPolicyConfigurationId}/assignments",
  version: "beta",
  permissions: { delegated: ["DeviceManagementConfiguration.ReadWrite.All"], application: [] },
};

test("POST /assignments has no route even where the surface has it, unless it is to be served", async () => {
  const surface = { operations: [...operations, createAssignment], model };
  const post = async (options: EmulatorOptions): Promise<readonly [Reply, unknown]> => {
    const { call } = await start({ surface, ...options });
    const reply = await call("POST", `${edge}/assignments`, include(groupA));
    return [reply, (await call("GET", `${edge}/assignments`)).json?.["value"]];
  };
  const [refused, three] = await post({});
  expect([refused.status, errorOf(refused).code]).toEqual([400, "No method match route template"]);
  expect(three).toHaveLength(3);
  const [served, four] = await post({ createAssignment: "serve" });
  expect(served.status).toBe(201);
  expect(four).toHaveLength(4);
});

test("errors can be nested twice, as has been seen", async () => {
  const { call } = await start({ nestedErrors: "twice" });
  const reply = await call("GET", "/beta/deviceManagement/groupPolicyConfigurations/nobody");
  expect(reply.status).toBe(404);
  const { code, message } = errorOf(reply);
  expect(code).toBe("UnknownError");
  const outer = Object(JSON.parse(message));
  expect(outer.ErrorCode).toBe("ResourceNotFound");
  expect(JSON.parse(outer.Message)).toMatchObject({
    Message: expect.stringContaining("'nobody'"),
    _version: 3,
  });
});

test("a page of assignments can be smaller than others", async () => {
  const { call } = await start({ assignmentsPageSize: 2 });
  const { json } = await call("GET", `${edge}/assignments`);
  expect(json?.["value"]).toHaveLength(2);
  const next = new URL(String(json?.["@odata.nextLink"]));
  expect((await call("GET", next.pathname + next.search)).json?.["value"]).toHaveLength(1);
});
