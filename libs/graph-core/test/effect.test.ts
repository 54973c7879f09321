import { expect, test } from "vitest";
import { createGraphClient, type GraphResponse, staticToken, TransportError } from "../src/index.ts";
import { answers, ok, status } from "./answers.ts";
import { assignThing } from "./operations.ts";
import { errorOf } from "./server.ts";

const credential = staticToken("t");
const baseUrl = "http://127.0.0.1:1";
const replaceThing: typeof assignThing = { ...assignThing, idempotent: true };
const input = { thingId: "a", assignments: [] };

test.each<[answers: readonly (GraphResponse | TransportError)[], want: boolean]>([
  [[status(403)], false],
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
