import { inspect } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { sendOnce } from "../src/index.ts";
import { assignThing, getThing, listThings } from "./operations.ts";
import { errorOf, type Received, reply, startServer } from "./server.ts";

const token = "eyJhbGciOiJub25lIn0.eyJzY3AiOiJBIn0.c2VjcmV0";
const write = { thingId: "a", assignments: [{ target: { groupId: "g" } }] };

/** Graph's own address leads to a server of this test, by the platform's `fetch`. */
async function answerWith(answer: Parameters<typeof startServer>[0]): Promise<readonly Received[]> {
  const { url, received } = await startServer(answer);
  const original = globalThis.fetch;
  vi.stubGlobal("fetch", (target: string, init: RequestInit) =>
    original(target.replace("https://graph.microsoft.com", url), init),
  );
  onTestFinished(() => void vi.unstubAllGlobals());
  return received;
}

test("sends what a sender sends, and answers what it answers", async () => {
  const received = await answerWith(reply(200, '{"value":[{"id":"x"}]}'));
  expect(await sendOnce(assignThing, write, { token })).toEqual({ value: [{ id: "x" }] });
  expect(received).toMatchObject([
    {
      method: "POST",
      url: "/beta/things/a/assign",
      body: '{"assignments":[{"target":{"groupId":"g"}}]}',
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        "client-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    },
  ]);
});

test("a write without a value succeeded, a read without one failed", async () => {
  await answerWith(reply(204, ""));
  expect(await sendOnce(assignThing, write, { token })).toEqual({});
  expect(await errorOf(sendOnce(listThings, {}, { token }))).toMatchObject({ code: "emptyBody" });
});

test.each<[status: number, headers: Record<string, string>, want: object]>([
  [
    429,
    { "retry-after": "7" },
    { name: "GraphThrottledError", retryAfterMs: 7000, mayHaveTakenEffect: false },
  ],
  [503, { "retry-after": "1" }, { name: "GraphError", retryAfterMs: 1000, mayHaveTakenEffect: true }],
  [500, { "request-id": "r" }, { name: "GraphError", requestId: "r", mayHaveTakenEffect: true }],
  [404, {}, { name: "GraphError", code: "http404", mayHaveTakenEffect: false }],
  [401, {}, { name: "GraphAuthenticationError", mayHaveTakenEffect: false }],
  [403, {}, { name: "GraphPermissionError", mayHaveTakenEffect: false }],
  [307, { location: "https://login.contoso.com/" }, { name: "GraphResponseError", mayHaveTakenEffect: true }],
])("%d with %j is told once, and is sent once", async (status, headers, want) => {
  const received = await answerWith(reply(status, "", headers));
  const error = await errorOf(sendOnce(assignThing, write, { token }));
  expect(error).toMatchObject({ status, attempts: 1, operation: "assignThing", ...want });
  expect(error).toHaveProperty("clientRequestId", received[0]?.headers["client-request-id"]);
  expect(received).toHaveLength(1);
});

test.each<[name: string, answer: Parameters<typeof startServer>[0]]>([
  ["reset", (response) => void response.socket?.resetAndDestroy()],
  [
    "cut in the body",
    (response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"value"', () => response.destroy());
    },
  ],
])("a connection that is %s leaves open what was done", async (_, answer) => {
  const received = await answerWith(answer);
  const error = await errorOf(sendOnce(assignThing, write, { token }));
  expect(error).toMatchObject({ name: "GraphNetworkError", code: "network", mayHaveTakenEffect: true });
  expect(error.cause).toBeInstanceOf(Error);
  expect(received).toHaveLength(1);
});

test("the deadline ends it, also in the body", async () => {
  await answerWith((response) => void response.writeHead(200).write("{"));
  expect(await errorOf(sendOnce(getThing, { thingId: "a" }, { token, deadlineMs: 30 }))).toMatchObject({
    name: "GraphTimeoutError",
    code: "timeout",
  });
});

test("an abort rejects with the signal's own reason, before and after it is sent", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const received = await answerWith(() => controller.abort(reason));
  const call = (): Promise<unknown> =>
    sendOnce(getThing, { thingId: "a" }, { token, signal: controller.signal });
  expect(await errorOf(call())).toBe(reason);
  expect(await errorOf(call())).toBe(reason);
  expect(received).toHaveLength(1);
});

test("what cannot be sent is not, and a token is never told", async () => {
  const received = await answerWith(reply(200, "{}"));
  expect(await errorOf(sendOnce(getThing, { thingId: ".." }, { token }))).toMatchObject({
    name: "GraphInputError",
  });
  const error = await errorOf(sendOnce(getThing, { thingId: "a" }, { token: `${token}\n` }));
  expect(error).toMatchObject({ name: "GraphAuthenticationError", attempts: 0, mayHaveTakenEffect: false });
  expect(inspect(error)).not.toContain("c2VjcmV0");
  expect(received).toEqual([]);
});
