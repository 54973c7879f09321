import { createGraphClient, type GraphClient, staticToken } from "@intunectl/graph-core";
import { expect, test } from "vitest";
import { demoSeed, type Emulator, type EmulatorOptions } from "../src/index.ts";
import { type GeneratedLibrary, generateLibrary } from "./generate-library.ts";
import { scriptFiles } from "./script-library.ts";
import { caller, errorOf, start, testTime } from "./harness.ts";

interface Started {
  readonly library: GeneratedLibrary;
  readonly graph: GraphClient;
  readonly emulator: Emulator;
}

async function startGenerated(options: EmulatorOptions = {}): Promise<Started> {
  const library = await generateLibrary(scriptFiles);
  const { operations, model } = library;
  const seed = { ...demoSeed, collections: {} };
  const { emulator } = await start({ surface: { operations, model }, seed, ...options });
  const scopes = operations.flatMap(({ permissions }) => permissions.delegated);
  const graph = createGraphClient({
    credential: staticToken(emulator.token({ scopes })),
    baseUrl: emulator.url,
  });
  return { library, graph, emulator };
}

test("operations that are added to the surface are served: create, read, change, assign, delete", async () => {
  let id = 0;
  const { library, graph } = await startGenerated({ newId: () => `id-${(id += 1)}` });
  const send = (name: string, input: Record<string, unknown>): Promise<Record<string, unknown>> =>
    graph.send(library.operation(name), input);

  const made = await send("createScriptPolicy", { displayName: "Disk" });
  const scriptPolicyId = made["id"];
  expect(made).toEqual({
    "@odata.context": expect.stringMatching(/\/beta\/\$metadata#scripting\/scriptPolicies\/\$entity$/),
    id: expect.stringMatching(/^id-/),
    createdDateTime: testTime,
    displayName: "Disk",
    state: "draft",
  });
  expect(await send("getScriptPolicy", { scriptPolicyId })).toEqual(made);
  expect(
    await send("updateScriptPolicy", { scriptPolicyId, displayName: "Disks", state: "live" }),
  ).toMatchObject({
    id: scriptPolicyId,
    displayName: "Disks",
    state: "live",
  });
  // Times are the service's own, whatever a change says.
  expect(
    await send("updateScriptPolicy", { scriptPolicyId, createdDateTime: "2020-01-01T00:00:00Z" }),
  ).toMatchObject({
    createdDateTime: testTime,
  });
  const assignments = [{ target: { "@odata.type": "#microsoft.graph.teamScriptTarget", teamId: "t1" } }];
  await send("assignScriptPolicy", { scriptPolicyId, assignments });
  expect(await send("listScriptPolicyAssignments", { scriptPolicyId })).toMatchObject({
    value: [{ target: { teamId: "t1", note: null } }],
  });
  expect((await send("listScriptPolicies", {}))["value"]).toHaveLength(1);
  await send("deleteScriptPolicy", { scriptPolicyId });
  expect((await send("listScriptPolicies", {}))["value"]).toEqual([]);
  for (const name of ["getScriptPolicy", "deleteScriptPolicy", "listScriptPolicyAssignments"])
    await expect(send(name, { scriptPolicyId })).rejects.toMatchObject({ status: 404 });
});

test("two operations of one address make different types, and casts tell them apart", async () => {
  const { library, graph, emulator } = await startGenerated();
  const plain = await graph.send(library.operation("createScriptPolicy"), { displayName: "A" });
  const type = "#microsoft.graph.shellScriptPolicy";
  const derived = await graph.send(library.operation("createShellScriptPolicy"), {
    "@odata.type": type,
    displayName: "B",
    shell: "zsh",
    timeout: 5,
  });
  expect(plain).not.toHaveProperty("@odata.type");
  expect(derived).toMatchObject({ "@odata.type": type, shell: "zsh", timeout: 5 });

  const scopes = ["Scripts.ReadWrite.All", "Scripts.Read.All", "Scripts.Assign.All"];
  const call = caller(emulator, emulator.token({ scopes }));
  const base = "/beta/scripting/scriptPolicies";
  const cast = `${base}/microsoft.graph.shellScriptPolicy`;
  const namesOf = async (path: string): Promise<unknown> => {
    const reply = await call("GET", path);
    const value = reply.json?.["value"];
    return Array.isArray(value) ? value.map(({ displayName }) => displayName) : reply.status;
  };
  expect(await namesOf(base)).toEqual(["A", "B"]);
  expect(await namesOf(cast)).toEqual(["B"]);
  expect(await namesOf(`${base}/graph.shellScriptPolicy?$filter=shell eq 'zsh'`)).toEqual(["B"]);
  expect(await namesOf(`${base}?$filter=shell eq 'zsh'`)).toBe(400);
  expect(await namesOf(`${base}/microsoft.graph.nothing`)).toBe(400);
  expect((await call("GET", `${cast}/$count`)).text).toBe("1");
  expect((await call("GET", cast)).json?.["@odata.context"]).toMatch(
    /scriptPolicies\/microsoft\.graph\.shellScriptPolicy$/,
  );
  const one = (id: unknown): string => `${base}/${String(id)}/microsoft.graph.shellScriptPolicy`;
  expect((await call("GET", `${one(derived["id"])}?$select=shell`)).json).toMatchObject({ shell: "zsh" });
  expect((await call("GET", one(plain["id"]))).status).toBe(404);
  // A change of a derived entity without a type knows its properties all the same.
  expect((await call("PATCH", `${base}/${String(derived["id"])}`, { shell: "sh" })).json).toMatchObject({
    shell: "sh",
    displayName: "B",
  });
  // Actions are called by their short and by their qualified name.
  const assign = `${base}/${String(plain["id"])}/microsoft.graph.assign`;
  expect((await call("POST", assign, { assignments: [] })).json).toEqual({ value: [] });
});

test.each<[method: string, given: unknown, target: string, message: string]>([
  ["POST", { displayName: 5 }, "displayName", "displayName must be Edm.String"],
  ["POST", { state: "gone" }, "state", "state must be one of draft, live"],
  ["POST", { state: null }, "state", "state must not be null"],
  ["POST", { colour: "red" }, "colour", "'colour' does not exist on type 'microsoft.graph.scriptPolicy'"],
  [
    "POST",
    { "@odata.type": "#microsoft.graph.shellScriptPolicy", timeout: 2 ** 40 },
    "timeout",
    "timeout must be Edm.Int32, a whole number from -2147483648 to 2147483647",
  ],
  ["PATCH", { state: "gone" }, "state", "state must be one of draft, live"],
  ["PATCH", { colour: "red" }, "colour", "'colour' does not exist"],
  ["PATCH", { "@odata.type": "#microsoft.graph.shellScriptPolicy" }, "the body", "the entity is a"],
])(
  "%s %j is refused: which property, what was expected, where it is documented",
  async (method, given, target, message) => {
    const { library, graph, emulator } = await startGenerated();
    const { id } = await graph.send(library.operation("createScriptPolicy"), { displayName: "A" });
    const call = caller(emulator, emulator.token({ scopes: ["Scripts.ReadWrite.All"] }));
    const before = await call("GET", "/_emulator/state");
    const base = "/beta/scripting/scriptPolicies";
    const reply = await call(method, method === "POST" ? base : `${base}/${String(id)}`, given);
    expect(reply.status).toBe(400);
    const error = errorOf(reply);
    expect(error).toMatchObject({ target, message: expect.stringContaining(message) });
    expect(error.message).toMatch(
      /\(documented at https:\/\/learn\.microsoft\.com\/graph\/api\/(shell)?scriptpolicy-(create|update)\?view=graph-rest-beta\)$/,
    );
    expect((await call("GET", "/_emulator/state")).text).toBe(before.text);
  },
);

test("an operation that the metadata does not describe is served by its method and path", async () => {
  const library = await generateLibrary(scriptFiles);
  const { operations } = library;
  const model = { ...library.model, operations: { ...library.model.operations } };
  for (const name of ["createScriptPolicy", "updateScriptPolicy", "deleteScriptPolicy", "getScriptPolicy"])
    Reflect.deleteProperty(model.operations, name);
  const { emulator } = await start({
    surface: { operations, model },
    seed: { ...demoSeed, collections: {} },
  });
  const call = caller(emulator, emulator.token({ scopes: ["Scripts.ReadWrite.All", "Scripts.Read.All"] }));
  const base = "/beta/scripting/scriptPolicies";
  const { json } = await call("POST", base, { displayName: "A" });
  const one = `${base}('${String(json?.["id"])}')`;
  expect((await call("PATCH", one, { displayName: "B" })).json).toMatchObject({ displayName: "B" });
  expect((await call("GET", one)).json).toMatchObject({ displayName: "B" });
  expect((await call("DELETE", one)).status).toBe(204);
  expect((await call("GET", one)).status).toBe(404);
});
