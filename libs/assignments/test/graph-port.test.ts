import { createGraphClient, type Fetch, staticToken } from "@intunectl/graph-core";
import { assignableKinds } from "@intunectl/graph-intune";
import { expect, test } from "vitest";
import { createGraphPort, exclude, type GraphPort, include } from "../src/index.ts";

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

test("a refused write says so; an error of the service is uncertain", async () => {
  const answer = (status: number): GraphPort =>
    portWith(() => Promise.resolve(json({ error: { code: "Code", message: "words" } }, status)));
  expect(await answer(403).write(id, [])).toMatchObject({
    kind: "rejected",
    failure: { code: "Code", status: 403 },
  });
  await expect(answer(503).write(id, [])).rejects.toThrow("words");
});
