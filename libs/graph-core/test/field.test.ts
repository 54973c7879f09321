import { performance } from "node:perf_hooks";
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import {
  type AttemptMiddleware,
  createGraphClient,
  createGraphSender,
  GraphError,
  type GraphClientOptions,
  isGraphError,
  type Operation,
  staticToken,
  type Transport,
  type TransportRequest,
} from "../src/index.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import { assignThing, getThing } from "./operations.ts";
import { errorOf, reply, type Received, startServer } from "./server.ts";

// What other clients for Graph were seen to do wrong, each as a promise of this one, over a real connection.
const credential = staticToken("t");
const write = { thingId: "a", assignments: [] };
const replaceThing: typeof assignThing = { ...assignThing, idempotent: true };

type Answer = (response: ServerResponse, request: Received) => void;

/** Answers in turn; the last one again and again. */
async function connect(answers: readonly Answer[], options: Partial<GraphClientOptions> = {}) {
  let count = 0;
  const { url, received } = await startServer((response, request) => {
    count += 1;
    answers[Math.min(count, answers.length) - 1]?.(response, request);
  });
  return { graph: createGraphClient({ credential, baseUrl: url, ...options }), received };
}

const ok = reply(200, '{"value":[]}');

test.each<[name: string, headers: () => Readonly<Record<string, string>>]>([
  ["seconds", () => ({ "retry-after": "0" })],
  ["a fraction of seconds", () => ({ "retry-after": "0.02" })],
  ["an HTTP date", () => ({ "retry-after": new Date(Date.now() - 1000).toUTCString() })],
])("429 with Retry-After as %s: a write is sent again and succeeds", async (_, headers) => {
  const { graph, received } = await connect([reply(429, "", headers()), ok]);
  expect(await graph.send(assignThing, write)).toEqual({ value: [] });
  expect(received).toHaveLength(2);
});

test("Retry-After above 180 s is kept: the next attempt is not sent before", async () => {
  const clock = createFakeClock();
  const { transport, times } = scripted(clock, [
    { status: 429, headers: { "retry-after": "200" }, body: "" },
    { status: 200, headers: {}, body: "{}" },
  ]);
  const graph = createGraphClient({ credential, transport, clock, deadlineMs: 300_000 });
  const call = graph.send(assignThing, write);
  await clock.settle(call);
  expect(times).toEqual([0, 200_000]);
});

test("429 without Retry-After, again and again: the last of four attempts waits for the window of 20 s", async () => {
  const clock = createFakeClock();
  const { transport, times } = scripted(clock, [{ status: 429, headers: {}, body: "" }]);
  const graph = createGraphClient({ credential, transport, clock });
  const call = errorOf(graph.send(assignThing, write));
  expect(await clock.settle(call)).toMatchObject({ name: "GraphThrottledError", attempts: 4 });
  expect(times).toHaveLength(4);
  expect(times.at(-1)).toBeGreaterThanOrEqual(20_000);
});

test.each<[operation: typeof assignThing, status: number, want: number]>([
  [assignThing, 503, 2],
  [assignThing, 504, 1],
  [replaceThing, 504, 2],
  [replaceThing, 500, 1],
  [replaceThing, 502, 1],
])(
  "%o answered %d is sent %d times: by what the operation says of itself",
  async (operation, status, want) => {
    const { graph, received } = await connect([reply(status, "", { "retry-after": "0" }), ok]);
    await graph.send(operation, write).catch(() => undefined);
    expect(received).toHaveLength(want);
  },
);

test("a write whose answer is lost is not re-sent blindly", async () => {
  const { graph, received } = await connect([(response) => void response.socket?.resetAndDestroy(), ok]);
  expect(await errorOf(graph.send(assignThing, write))).toMatchObject({
    name: "GraphNetworkError",
    attempts: 1,
    mayHaveTakenEffect: true,
  });
  expect(received).toHaveLength(1);
});

test("a call has 100 s when nobody says otherwise, over all of its attempts", async () => {
  const timeouts: number[] = [];
  const transport: Transport = ({ timeoutMs }) => {
    timeouts.push(timeoutMs);
    return Promise.resolve({
      status: timeouts.length === 1 ? 503 : 200,
      headers: { "retry-after": "30" },
      body: "{}",
    });
  };
  const clock = createFakeClock();
  const call = createGraphClient({ credential, transport, clock }).send(getThing, { thingId: "a" });
  await clock.settle(call);
  expect(timeouts).toEqual([100_000, 70_000]);
});

test("what has no time left is not sent, and so has done nothing more", async () => {
  const clock = createFakeClock();
  const { transport, times } = scripted(clock, [{ status: 429, headers: { "retry-after": "1" }, body: "" }]);
  const late: AttemptMiddleware = (next) => async (call) => {
    if (call.attempts > 0) await clock.advance(200_000);
    return next(call);
  };
  const graph = createGraphSender({ token: () => "t", transport, clock, attempts: [late] });
  expect(await clock.settle(errorOf(graph.send(assignThing, write)))).toMatchObject({
    name: "GraphTimeoutError",
    attempts: 1,
    mayHaveTakenEffect: false,
  });
  expect(times).toEqual([0]);
});

test("an abort in a back-off rejects at once with the signal's reason", async () => {
  const { graph } = await connect([reply(503, "", { "retry-after": "60" })]);
  const controller = new AbortController();
  const reason = new Error("enough");
  setTimeout(() => controller.abort(reason), 50);
  const start = performance.now();
  expect(await errorOf(graph.send(assignThing, write, { signal: controller.signal }))).toBe(reason);
  expect(performance.now() - start).toBeLessThan(30_000);
});

test("an HTML page of a proxy keeps its status and its body", async () => {
  const page = "<html><h1>502 Bad Gateway</h1></html>";
  const { graph } = await connect([reply(502, page, { "content-type": "text/html" })]);
  const error = await errorOf(graph.send(assignThing, write));
  expect(error).toMatchObject({ status: 502, body: page, code: "http502" });
  expect(error.message).toBe(`assignThing: status 502 with ${JSON.stringify(page)}`);
});

test("a 500 without a body is an error that says so", async () => {
  const { graph } = await connect([reply(500, "")]);
  const error = await errorOf(graph.send(assignThing, write));
  expect(error).toBeInstanceOf(GraphError);
  expect(isGraphError(error)).toBe(true);
  expect(error).toMatchObject({ status: 500, message: "assignThing: status 500 with an empty body" });
  expect(error.stack).toContain("GraphError");
});

test.each(["/beta/elsewhere", "//login.contoso.com/x", "https://login.contoso.com/x", ""])(
  "a 302 to %j is never a GET that succeeds",
  async (location) => {
    const { graph, received } = await connect([reply(302, "", { location }), ok]);
    expect(await errorOf(graph.send(assignThing, write))).toMatchObject({ code: "redirect", status: 302 });
    expect(received).toHaveLength(1);
  },
);

test("what the service answers is handed on as it came: dates, unknown members, unknown properties, odd names", async () => {
  const text =
    '{"@odata.type":"#x","when":"2026-11-24T08:00:00.1234567+05:30","mode":"notYetKnown","odata":{"a-b":[1.0,null]},"id":"a"}';
  const { graph } = await connect([reply(200, text)]);
  expect(await graph.send(getThing, { thingId: "a" })).toEqual(JSON.parse(text));
});

test("what the caller gives is sent as it is, a group's id above all", async () => {
  const { graph, received } = await connect([ok]);
  const assignments = [
    {
      target: {
        "@odata.type": "#microsoft.graph.groupAssignmentTarget",
        groupId: "g",
        more: [1.5, null, "ä"],
      },
    },
  ];
  await graph.send(assignThing, { thingId: "a", assignments });
  expect(received[0]?.body).toBe(JSON.stringify({ assignments }));
});

test("each attempt of a call carries the same id and says who sends it", async () => {
  const { graph, received } = await connect([reply(503, "", { "retry-after": "0" }), ok]);
  await graph.send(assignThing, write);
  expect(new Set(received.map(({ headers }) => headers["client-request-id"])).size).toBe(1);
  expect(received.map(({ headers }) => headers["user-agent"])).toEqual(["intunectl", "intunectl"]);
  const { graph: named, received: seen } = await connect([ok]);
  const headers = { "User-Agent": "ring-mover/2", Host: "graph.contoso.com" };
  await named.send(assignThing, write, { headers });
  expect(seen[0]?.headers).toMatchObject({ "user-agent": "ring-mover/2", host: "graph.contoso.com" });
});

test("a clock that is set forwards or backwards changes no wait", async () => {
  for (const jump of [3_600_000, -3_600_000]) {
    const fake = createFakeClock();
    let set = 0;
    const clock = { ...fake, date: () => fake.date() + set };
    const times: number[] = [];
    const transport: Transport = () => {
      times.push(fake.now());
      set = jump;
      const headers = {
        date: "Tue, 24 Nov 2026 08:00:00 GMT",
        "retry-after": "Tue, 24 Nov 2026 08:00:09 GMT",
      };
      return Promise.resolve({ status: times.length === 1 ? 429 : 200, headers, body: "{}" });
    };
    const call = createGraphClient({ credential, transport, clock }).send(getThing, { thingId: "a" });
    await fake.settle(call);
    expect(times).toEqual([0, 9000]);
  }
});

test("a token that grows old in the queue is replaced before it is sent", async () => {
  const clock = createFakeClock();
  const sent: (string | undefined)[] = [];
  let asked = 0;
  const short = {
    getToken: () => {
      asked += 1;
      return Promise.resolve({ token: `t${asked}`, expiresOnTimestamp: clock.date() + 121_000 });
    },
  };
  const transport: Transport = ({ headers }: TransportRequest) => {
    sent.push(headers["authorization"]);
    return Promise.resolve({ status: 200, headers: {}, body: "{}" });
  };
  const graph = createGraphClient({ credential: short, transport, clock });
  const calls = Promise.all(Array.from({ length: 201 }, () => graph.send(assignThing, write)));
  await clock.settle(calls);
  // The third hundred leaves after 40 s; a token is good for one.
  expect(new Set(sent).size).toBe(3);
  expect(sent.at(-1)).toBe("Bearer t3");
});

interface Scripted {
  readonly transport: Transport;
  readonly times: number[];
}

function scripted(clock: FakeClock, answers: readonly Awaited<ReturnType<Transport>>[]): Scripted {
  const times: number[] = [];
  const transport: Transport = () => {
    times.push(clock.now());
    const answer = answers[Math.min(times.length, answers.length) - 1];
    return answer === undefined ? Promise.reject(new Error("no answer")) : Promise.resolve(answer);
  };
  return { transport, times };
}

test("an operation without a name for it in the input is a compile error and a clear refusal", async () => {
  const operation: Operation<object, object> = getThing;
  const { graph, received } = await connect([ok]);
  expect((await errorOf(graph.send(operation, {}))).message).toBe("getThing: thingId is missing");
  expect(received).toEqual([]);
});
