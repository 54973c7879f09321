import { expect, test } from "vitest";
import {
  createGraphClient,
  type GetTokenOptions,
  type GraphEvents,
  lazyCredential,
  type Permissions,
  type PermissionMode,
  staticToken,
  type TokenCredential,
  type Transport,
} from "../src/index.ts";
import { getThing } from "./operations.ts";
import { errorOf, reply, startServer } from "./server.ts";

const baseUrl = "http://127.0.0.1:1";
const input = { thingId: "a" };

function counting(lifeMs: number): {
  readonly credential: TokenCredential;
  readonly asked: GetTokenOptions[];
} {
  const asked: GetTokenOptions[] = [];
  const credential: TokenCredential = {
    async getToken(_, options = {}) {
      asked.push(options);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { token: `t${asked.length}`, expiresOnTimestamp: Date.now() + lifeMs };
    },
  };
  return { credential, asked };
}

const ok: Transport = () => Promise.resolve({ status: 200, headers: {}, body: "{}" });

test("a hundred calls share one request for a token, and later ones its answer", async () => {
  const { credential, asked } = counting(3_600_000);
  const graph = createGraphClient({
    credential,
    baseUrl,
    transport: ok,
    tenantId: "contoso.onmicrosoft.com",
  });
  await Promise.all(Array.from({ length: 100 }, () => graph.send(getThing, input)));
  await graph.send(getThing, input);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ tenantId: "contoso.onmicrosoft.com", enableCae: true });
});

test("a token is not used in its last two minutes", async () => {
  const { credential, asked } = counting(119_000);
  const graph = createGraphClient({ credential, baseUrl, transport: ok });
  await graph.send(getThing, input);
  await graph.send(getThing, input);
  expect(asked).toHaveLength(2);
});

test.each<[name: string, jump: { date: number; now: number }, want: boolean]>([
  ["nothing happens", { date: 0, now: 0 }, true],
  ["the clock is set an hour ahead", { date: 3_600_000, now: 0 }, false],
  ["the clock is set an hour back and an hour passes", { date: 0, now: 3_600_000 }, false],
])("when %s a token's life is judged by both clocks", async (_, jump, isKept) => {
  let date = 1_000_000;
  let now = 0;
  let asked = 0;
  const credential: TokenCredential = {
    getToken: () => {
      asked += 1;
      return Promise.resolve({ token: "t", expiresOnTimestamp: date + 3_600_000 });
    },
  };
  const clock = { date: () => date, now: () => now, random: () => 0, setTimer: () => () => {} };
  const graph = createGraphClient({ credential, baseUrl, transport: ok, clock });
  await graph.send(getThing, input);
  date += jump.date;
  now += jump.now;
  await graph.send(getThing, input);
  expect(asked).toBe(isKept ? 1 : 2);
});

test("one caller that leaves does not call off the token of the others", async () => {
  const { credential, asked } = counting(3_600_000);
  const graph = createGraphClient({ credential, baseUrl, transport: ok });
  const controller = new AbortController();
  const leaver = errorOf(graph.send(getThing, input, { signal: controller.signal }));
  const stayer = graph.send(getThing, input);
  controller.abort(new Error("left"));
  expect((await leaver).message).toBe("left");
  expect(await stayer).toEqual({});
  expect(asked).toHaveLength(1);
  expect(asked[0]?.abortSignal?.aborted).toBe(false);
});

test("a token that nobody waits for any more is called off", async () => {
  const { credential, asked } = counting(3_600_000);
  const controller = new AbortController();
  const call = errorOf(
    createGraphClient({ credential, baseUrl, transport: ok }).send(getThing, input, {
      signal: controller.signal,
    }),
  );
  controller.abort(new Error("left"));
  await call;
  expect(asked[0]?.abortSignal?.aborted).toBe(true);
});

test("a failed request for a token is told, and the next call asks again", async () => {
  let count = 0;
  const credential: TokenCredential = {
    getToken: () => {
      count += 1;
      return count === 1
        ? Promise.reject(new Error("no network"))
        : Promise.resolve({ token: "t", expiresOnTimestamp: Number.MAX_SAFE_INTEGER });
    },
  };
  const graph = createGraphClient({ credential, baseUrl, transport: ok });
  expect(await errorOf(graph.send(getThing, input))).toMatchObject({
    name: "GraphAuthenticationError",
    code: "noToken",
    message: "getThing: no network",
    attempts: 0,
  });
  expect(await graph.send(getThing, input)).toEqual({});
});

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
const challenge = `Bearer realm="", error="insufficient_claims", claims="${btoa(claims)}"`;

test("a claims challenge gets one new token with the claims, for all calls together", async () => {
  const { credential, asked } = counting(3_600_000);
  const { url, received } = await startServer((response, { headers }) =>
    headers.authorization === "Bearer t1"
      ? reply(401, "", { "www-authenticate": challenge })(response)
      : reply(200, "{}")(response),
  );
  const graph = createGraphClient({ credential, baseUrl: url });
  await Promise.all(Array.from({ length: 10 }, () => graph.send(getThing, input)));
  expect(asked).toHaveLength(2);
  expect(asked[1]).toMatchObject({ claims });
  expect(received).toHaveLength(20);
});

test.each<[name: string, header: string | undefined, want: number]>([
  ["a second challenge", challenge, 2],
  ["a 401 without claims", undefined, 1],
  ["claims that are not base64", 'Bearer claims="%%%"', 1],
])("%s is an error", async (_, header, want) => {
  const { credential, asked } = counting(3_600_000);
  const { url, received } = await startServer(
    reply(401, "", header === undefined ? {} : { "www-authenticate": header }),
  );
  const error = await errorOf(createGraphClient({ credential, baseUrl: url }).send(getThing, input));
  expect(error).toMatchObject({ name: "GraphAuthenticationError", status: 401, attempts: want });
  expect(received).toHaveLength(want);
  expect(asked).toHaveLength(want);
});

test("a token that cannot be renewed is not sent again", async () => {
  const { url, received } = await startServer(reply(401, "", { "www-authenticate": challenge }));
  await errorOf(createGraphClient({ credential: staticToken("t"), baseUrl: url }).send(getThing, input));
  expect(received).toHaveLength(1);
});

test("a lazy credential is made at the first call, once, and again when that failed", async () => {
  let made = 0;
  const credential = lazyCredential(() => {
    made += 1;
    return made === 1 ? Promise.reject(new Error("not installed")) : Promise.resolve(staticToken("t"));
  });
  const graph = createGraphClient({ credential, baseUrl, transport: ok });
  expect(made).toBe(0);
  expect((await errorOf(graph.send(getThing, input))).message).toBe("getThing: not installed");
  await graph.send(getThing, input);
  expect(made).toBe(2);
});

function jwt(payload: object): string {
  return `h.${btoa(JSON.stringify(payload)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}.s`;
}

const permissions: Permissions = { delegated: ["Thing.Read.All", "Thing.ReadWrite.All"], application: [] };

test.each<[payload: object | string, want: string | undefined]>([
  [{ scp: "User.Read Thing.ReadWrite.All" }, undefined],
  [
    { scp: "User.Read" },
    "getThing: the token lacks Thing.Read.All or Thing.ReadWrite.All; grant the delegated permission Thing.Read.All",
  ],
  [{ roles: ["Other"] }, "getThing: the operation has no application permission; sign in the other way"],
  [{}, undefined],
  ["opaque", undefined],
])("a token with %j is compared with the operation", async (payload, want) => {
  const credential = staticToken(typeof payload === "string" ? payload : jwt(payload));
  const warnings: string[] = [];
  const events: GraphEvents[] = [{ onWarning: ({ message }) => warnings.push(message) }];
  const run = (mode: PermissionMode): Promise<unknown> =>
    createGraphClient({ credential, baseUrl, transport: ok, permissions: mode, events })
      .send({ ...getThing, permissions }, input)
      .then(
        () => undefined,
        (error: unknown) => error,
      );
  expect(await run("off")).toBeUndefined();
  expect(warnings).toEqual([]);
  expect(await run("warn")).toBeUndefined();
  expect(warnings).toEqual(want === undefined ? [] : [want]);
  const error = await run("error");
  if (want === undefined) expect(error).toBeUndefined();
  else
    expect(error).toMatchObject({
      name: "GraphPermissionError",
      code: "missingPermission",
      message: want,
      attempts: 0,
    });
});

test.each([undefined, "a token", {}])(
  "%j instead of a credential is refused at once, with what to do",
  (given) => {
    // As from JavaScript.
    const options: { readonly credential: TokenCredential } = JSON.parse(
      JSON.stringify({ credential: given }),
    );
    expect(() => createGraphClient(options)).toThrow("staticToken(token) makes one of a token at hand");
  },
);
