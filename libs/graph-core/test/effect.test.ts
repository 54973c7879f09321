import { expect, test } from "vitest";
import {
  type AttemptMiddleware,
  createGraphClient,
  createGraphSender,
  type GraphResponse,
  staticToken,
  TransportError,
} from "../src/index.ts";
import { answers, ok, status } from "./answers.ts";
import { createFakeClock } from "./fake-clock.ts";
import { assignThing } from "./operations.ts";
import { errorOf } from "./server.ts";

const credential = staticToken("t");
const baseUrl = "http://127.0.0.1:1";
const replaceThing: typeof assignThing = { ...assignThing, idempotent: true };
const input = { thingId: "a", assignments: [] };

test.each<[answers: readonly (GraphResponse | TransportError)[], want: boolean]>([
  [[status(403)], false],
  [[status(400)], false],
  [[status(429), status(302)], true],
  [[status(429), status(403)], false],
  [[new TransportError("notSent"), status(403)], false],
  [[new TransportError("notSent")], false],
  [[status(500)], true],
  [[status(503), status(403)], true],
  [[status(302)], true],
  [[new TransportError("lost"), status(403)], true],
  [[new TransportError("stale"), status(403)], true],
  [[new TransportError("timeout")], true],
])("whether a failed write may have taken effect is told over all its attempts: %#", async (list, want) => {
  const { transport } = answers(...list);
  const call = createGraphClient({ credential, baseUrl, transport }).send(replaceThing, input);
  expect(await errorOf(call)).toMatchObject({ mayHaveTakenEffect: want });
});

test("a credential that fails after a lost answer does not make the write undone", async () => {
  const { transport } = answers(new TransportError("lost"));
  let asked = 0;
  const failing = {
    getToken: () => {
      asked += 1;
      // Dead on arrival, so that the second attempt asks again.
      return asked === 1
        ? Promise.resolve({ token: "t", expiresOnTimestamp: 0 })
        : Promise.reject(new Error("gone"));
    },
  };
  const call = createGraphClient({ credential: failing, baseUrl, transport }).send(replaceThing, input);
  expect(await errorOf(call)).toMatchObject({ code: "noToken", attempts: 1, mayHaveTakenEffect: true });
});

test("a call without a token left nothing behind", async () => {
  const { transport } = answers(ok());
  const none = { getToken: () => Promise.resolve(null) };
  const call = createGraphClient({ credential: none, baseUrl, transport }).send(replaceThing, input);
  expect(await errorOf(call)).toMatchObject({ code: "noToken", attempts: 0, mayHaveTakenEffect: false });
});

test("an answer that is none after another attempt still says how many there were", async () => {
  const { transport } = answers(status(429), status(302));
  const call = createGraphClient({ credential, baseUrl, transport }).send(replaceThing, input);
  expect(await errorOf(call)).toMatchObject({ code: "redirect", attempts: 2 });
});

test("what is exactly too late is not sent", async () => {
  const clock = createFakeClock();
  const { transport, sent } = answers(status(429, { "retry-after": "1" }));
  const late: AttemptMiddleware = (next) => async (call) => {
    if (call.attempts > 0) await clock.advance(98_999);
    return next(call);
  };
  const graph = createGraphSender({
    token: () => "t",
    transport,
    clock,
    attempts: [late],
    deadlineMs: 99_999,
  });
  expect(await clock.settle(errorOf(graph.send(replaceThing, input)))).toMatchObject({
    name: "GraphTimeoutError",
  });
  expect(sent).toHaveLength(1);
});
