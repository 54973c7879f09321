import { createGraphClient, type Fetch, staticToken } from "@intunectl/graph-core";
import { assignableKinds } from "@intunectl/graph-intune";
import { expect, test } from "vitest";
import { createGraphPort, exclude, type GraphPort, include, type WriteAnswer } from "../src/index.ts";

const id = "4f2c1a90-0000-4000-8000-000000000001";
const groupId = "6b1d0f42-8a53-4f0e-9d61-0c8f6c5b2a10";
const item = (target: object): object => ({
  id: `${id}_${groupId}`,
  lastModifiedDateTime: "2026-08-22T09:17:00Z",
  target,
});
const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });

function portWith(fetch: Fetch): GraphPort {
  const [kind] = assignableKinds;
  if (kind === undefined) throw new Error("no assignable kind");
  return createGraphPort(
    createGraphClient({ credential: staticToken("t"), baseUrl: "http://127.0.0.1:1", fetch }),
    kind,
  );
}

const secondPage = `http://127.0.0.1:1/beta/deviceManagement/groupPolicyConfigurations/${id}/assignments?$skiptoken=2`;

test("a set is read over all its pages", async () => {
  const port = portWith((url) =>
    Promise.resolve(
      url.includes("skiptoken")
        ? json({ value: [item(exclude(groupId))] })
        : json({ value: [item(include(groupId))], "@odata.nextLink": secondPage }),
    ),
  );
  expect(await port.read(id)).toEqual({
    kind: "known",
    assignments: [{ target: include(groupId) }, { target: exclude(groupId) }],
  });
});

test("a list that breaks off is unknown, not short", async () => {
  const error = { error: { code: "TooManyRequests", message: "slow down" } };
  const port = portWith((url) =>
    Promise.resolve(
      url.includes("skiptoken")
        ? json(error, 429)
        : json({ value: [item(include(groupId))], "@odata.nextLink": secondPage }),
    ),
  );
  expect(await port.read(id)).toMatchObject({
    kind: "unknown",
    code: "unreadable",
    failure: { status: 429 },
  });
});

test("a write sends the whole set and nothing else", async () => {
  let sent: unknown;
  const port = portWith((url, init) => {
    sent = { url, method: init.method, body: init.body };
    return Promise.resolve(new Response(null, { status: 204 }));
  });
  expect(await port.write(id, [{ target: include(groupId) }])).toEqual({ kind: "accepted" });
  expect(sent).toEqual({
    url: `http://127.0.0.1:1/beta/deviceManagement/groupPolicyConfigurations/${id}/assign`,
    method: "POST",
    body: `{"assignments":[{"target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"${groupId}"}}]}`,
  });
});

type Step = number | "lost";
type Write = WriteAnswer["kind"] | "throws";

function writeThrough(...steps: readonly Step[]): Promise<Write> {
  let sent = 0;
  const port = portWith(() => {
    const step = steps[sent] ?? 204;
    sent += 1;
    if (step === "lost") return Promise.reject(new TypeError("fetch failed"));
    if (step === 204) return Promise.resolve(new Response(null, { status: 204 }));
    return Promise.resolve(
      Response.json(
        { error: { code: "Code", message: "words" } },
        {
          status: step,
          headers: { "retry-after": "0" },
        },
      ),
    );
  });
  return port.write(id, []).then(
    ({ kind }) => kind,
    () => "throws",
  );
}

test.each<[steps: readonly Step[], want: Write]>([
  [[403], "rejected"],
  [[429, 403], "rejected"],
  [[429, 429, 429, 429], "rejected"],
  [[500], "throws"],
  [[503, 503, 503, 503], "throws"],
  // The service took the first one and its answer was lost; that the second was refused says nothing of it.
  [["lost", 403], "throws"],
  [["lost", 429, 401], "throws"],
  [[504, 404], "throws"],
  [["lost", 204], "accepted"],
])("a write that meets %j: %s", async (steps, want) => {
  expect(await writeThrough(...steps)).toBe(want);
});

test("a refusal carries what the service said", async () => {
  const port = portWith(() => Promise.resolve(json({ error: { code: "Code", message: "words" } }, 403)));
  expect(await port.write(id, [])).toMatchObject({
    kind: "rejected",
    failure: { code: "Code", status: 403, message: "words" },
  });
});

test("a write that never left is a refusal, not a riddle", async () => {
  const port = portWith(() => Promise.reject(new Error("not reached")));
  expect(await port.write("..", [])).toMatchObject({ kind: "rejected" });
});
