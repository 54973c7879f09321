import fc from "fast-check";
import { Agent } from "undici";
import { expect, test } from "vitest";
import {
  createDispatcherTransport,
  createGovernor,
  createGraphClient,
  createStrictCheck,
  type GraphModel,
  staticToken,
  type Transport,
} from "../src/index.ts";
import { createTracingEvents } from "../src/opentelemetry.ts";
import { assignThing, getThing, listThings } from "./operations.ts";
import { errorOf } from "./server.ts";

const credential = staticToken("t");
const baseUrl = "http://127.0.0.1:1";

interface Sub {
  readonly id: string;
  readonly url: string;
  readonly method: string;
  readonly body?: unknown;
}

/** Answers a batch item by item, in reverse; the first answers of an item are given. */
function batchServer(answer: (sub: Sub, count: number) => object): {
  readonly transport: Transport;
  readonly sizes: number[];
  readonly urls: string[];
} {
  const sizes: number[] = [];
  const urls: string[] = [];
  const counts = new Map<string, number>();
  const transport: Transport = ({ body = "", url }) => {
    urls.push(url);
    const { requests } = JSON.parse(body) as { requests: Sub[] };
    sizes.push(requests.length);
    const responses = requests.map((sub) => {
      const count = (counts.get(sub.url) ?? 0) + 1;
      counts.set(sub.url, count);
      return { id: sub.id, ...answer(sub, count) };
    });
    return Promise.resolve({
      status: 200,
      headers: {},
      body: JSON.stringify({ responses: responses.toReversed() }),
    });
  };
  return { transport, sizes, urls };
}

const gets = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ operation: getThing, input: { thingId: `a${index}` } }));

test("results have the types and the order of their operations", async () => {
  const { transport, urls } = batchServer(({ method, url, body }) => ({
    status: 200,
    body: { id: url, method, value: [], sent: body },
  }));
  const graph = createGraphClient({ credential, baseUrl, transport });
  const [thing, assigned] = await graph.batch([
    { operation: getThing, input: { thingId: "a" } },
    { operation: assignThing, input: { thingId: "b", assignments: [1] } },
  ]);
  if (thing.kind !== "ok" || assigned.kind !== "ok") throw new Error("failed");
  const id: string = thing.value.id;
  expect(id).toBe("/things/a");
  const set: readonly { readonly id: string }[] | undefined = assigned.value.value;
  expect(set).toEqual([]);
  expect(assigned.value).toMatchObject({ method: "POST", sent: { assignments: [1] } });
  expect(urls).toEqual([`${baseUrl}/beta/$batch`]);
});

test("any number of items is sent 20 a request, each once, each answered", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 90 }), async (count) => {
      const { transport, sizes } = batchServer(({ url }) => ({ status: 200, body: { id: url } }));
      const results = await createGraphClient({ credential, baseUrl, transport }).batch(gets(count));
      expect(results.map((result) => result.kind === "ok" && result.value.id)).toEqual(
        gets(count).map((_, index) => `/things/a${index}`),
      );
      expect(sizes).toHaveLength(Math.ceil(count / 20));
    }),
    { numRuns: 20 },
  );
});

test("throttled items come again, failed ones are told alone", async () => {
  const { transport, sizes } = batchServer(({ url }, count) => {
    if (url === "/things/a1")
      return { status: 404, body: { error: { code: "ResourceNotFound", message: "gone" } } };
    if (count === 1 && url === "/things/a2")
      return { status: 429, headers: { "Retry-After": "0.02" }, body: null };
    return { status: 200, body: { id: url } };
  });
  const results = await createGraphClient({ credential, baseUrl, transport }).batch(gets(4));
  expect(results.map(({ kind }) => kind)).toEqual(["ok", "failed", "ok", "ok"]);
  expect(results[1]).toMatchObject({ error: { code: "ResourceNotFound", message: "gone", status: 404 } });
  expect(sizes).toEqual([4, 1]);
});

test("items take their turns, so that a batch cannot break the window", async () => {
  const { transport, sizes } = batchServer(({ url }) => ({ status: 200, body: { id: url } }));
  const governor = createGovernor({ limits: { windowMs: 50, requests: 7, writes: 7 } });
  await createGraphClient({ credential, baseUrl, transport, governor }).batch(gets(20));
  // How many free slots a batch finds depends on the machine; that none takes more than the window has does not.
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(20);
  expect(Math.max(...sizes)).toBe(7);
});

test("an item waits for those that it depends on, and is not sent when one fails", async () => {
  const order: string[] = [];
  const { transport } = batchServer(({ url }) => {
    order.push(url);
    return url === "/things/a1" ? { status: 400, body: {} } : { status: 200, body: { id: url } };
  });
  const graph = createGraphClient({ credential, baseUrl, transport });
  const [a, b, c, d] = gets(4);
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error("four");
  const results = await graph.batch([a, b, { ...c, dependsOn: [0] }, { ...d, dependsOn: [1] }]);
  expect(order).toEqual(["/things/a0", "/things/a1", "/things/a2"]);
  expect(results[3]).toMatchObject({ kind: "failed", error: { code: "dependencyFailed", attempts: 0 } });
  expect(await errorOf(graph.batch([{ ...a, dependsOn: [0] }]))).toMatchObject({ name: "GraphInputError" });
});

test("an item without an answer is a network error, never a result", async () => {
  const transport: Transport = () => Promise.resolve({ status: 200, headers: {}, body: "{}" });
  const [result] = await createGraphClient({ credential, baseUrl, transport, maxAttempts: 1 }).batch([
    { operation: assignThing, input: { thingId: "a", assignments: [] } },
  ]);
  expect(result).toMatchObject({ kind: "failed", error: { name: "GraphNetworkError" } });
});

const paged: Transport = ({ url }) =>
  Promise.resolve({
    status: 200,
    headers: {},
    body: url.endsWith("?2")
      ? '{"value":[{"id":"c"}]}'
      : `{"value":[{"id":"a"},{"id":"b"}],"@odata.nextLink":"${baseUrl}/beta/things?2"}`,
  });

test("a collection is read by item, by page, or as a whole with a bound", async () => {
  const pages = createGraphClient({ credential, baseUrl, transport: paged }).pages(listThings, {});
  const sizes: number[] = [];
  for await (const page of pages.byPage()) sizes.push(page.length);
  expect(sizes).toEqual([2, 1]);
  expect((await pages.collect(3)).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  expect(await errorOf(pages.collect(2))).toMatchObject({ code: "tooManyItems" });
});

const model: GraphModel = {
  version: "beta",
  types: {
    "graph.thing": { kind: "entity", properties: { target: { type: "graph.base" } } },
    "graph.base": { kind: "complex", isAbstract: true, properties: {} },
    "graph.known": { kind: "complex", base: "graph.base", properties: {} },
  },
  operations: { listThings: { kind: "list", entity: "graph.thing" } },
};

test.each<[target: unknown, want: string | undefined]>([
  [{ "@odata.type": "#graph.known", more: 1 }, undefined],
  [{ "@odata.type": "graph.known" }, undefined],
  [null, undefined],
  [{ "@odata.type": "#graph.new" }, 'listThings: value[0].target has the unknown type "#graph.new"'],
  [{ "@odata.type": "#graph.thing" }, 'value[0].target has the type "#graph.thing", which is no graph.base'],
  [{}, "value[0].target has no @odata.type, and graph.base alone is no type of a value"],
])("strict decoding of a target %j", async (target, want) => {
  const transport: Transport = () =>
    Promise.resolve({ status: 200, headers: {}, body: JSON.stringify({ value: [{ id: "a", target }] }) });
  const graph = createGraphClient({ credential, baseUrl, transport, decode: createStrictCheck(model) });
  const call = graph.send(listThings, {});
  if (want === undefined) expect(await call).toMatchObject({ value: [{ id: "a", target }] });
  else expect((await errorOf(call)).message).toContain(want);
});

test("each attempt is a span, without anything secret", async () => {
  const told: unknown[] = [];
  const events = createTracingEvents({
    startSpan: (name, options) => {
      told.push([
        name,
        options?.attributes?.["url.template"],
        options?.attributes?.["http.request.resend_count"],
      ]);
      return {
        setAttribute: (key, value) => told.push([key, value]),
        setStatus: ({ code }) => told.push(["code", code]),
        addEvent: () => {},
        end: () => told.push("end"),
      };
    },
  });
  let count = 0;
  const transport: Transport = () => {
    count += 1;
    return Promise.resolve({ status: count === 1 ? 503 : 200, headers: { "retry-after": "0" }, body: "{}" });
  };
  const loud = {
    onRequest: () => {
      throw new Error("a listener's own");
    },
  };
  await createGraphClient({ credential, baseUrl, transport, events: [loud, events] }).send(getThing, {
    thingId: "a",
  });
  expect(told).toEqual([
    ["getThing", "/beta/things/{thingId}", undefined],
    ["http.response.status_code", 503],
    ["error.type", "503"],
    ["code", 2],
    "end",
    ["getThing", "/beta/things/{thingId}", 1],
    ["http.response.status_code", 200],
    "end",
  ]);
});

test("dispatchers of undici fit by their types", async () => {
  const agent = new Agent();
  expect(createGraphClient({ credential, transport: createDispatcherTransport(agent) })).toBeDefined();
  await agent.close();
});
