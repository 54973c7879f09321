import fc from "fast-check";
import { expect, test } from "vitest";
import {
  createGraphClient,
  isGraphError,
  parseRetryAfter,
  staticToken,
  unwrapMessage,
} from "../src/index.ts";
import { getThing } from "./operations.ts";
import { errorOf, reply, startServer } from "./server.ts";

const activityId = "3b7f2ac1-0c5e-4a52-9d4f-6a1d3f1f7f10";

function nested(message: string, rest: object = {}): string {
  const trace =
    `${message} - Operation ID (for customer support): 00000000-0000-0000-0000-000000000000 - Activity ID: ${activityId}` +
    " - Url: https://fef.contoso.manage.microsoft.com/GroupPolicy/x?api-version=5018-11-06";
  return JSON.stringify(
    { _version: 3, Message: trace, CustomApiErrorPhrase: "", RetryAfter: null, ...rest },
    null,
    2,
  );
}

async function failWith(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Error> {
  const { url } = await startServer(reply(status, body, headers));
  return errorOf(
    createGraphClient({ credential: staticToken("t"), baseUrl: url, maxAttempts: 1 }).send(getThing, {
      thingId: "a",
    }),
  );
}

test("Intune's nested message becomes a sentence, with the activity id beside it", async () => {
  const body = JSON.stringify({
    error: {
      code: "Forbidden",
      message: nested("Application must have one of the following scopes: A"),
      innerError: { "request-id": "from-body", date: "2026-08-22T09:17:00" },
    },
  });
  const error = await failWith(403, body, { "request-id": "from-header" });
  expect(isGraphError(error)).toBe(true);
  expect(error).toMatchObject({
    name: "GraphPermissionError",
    message: "Application must have one of the following scopes: A",
    code: "Forbidden",
    status: 403,
    requestId: "from-header",
    operation: "getThing",
    activityId,
    body,
  });
  expect(error).not.toHaveProperty("retryAfterMs");
});

test("the doubly nested form is unwrapped to its inner code and sentence", async () => {
  const inner = JSON.stringify({
    ErrorCode: "Forbidden",
    Message: nested("User is not authorized"),
    Target: null,
  });
  const error = await failWith(401, JSON.stringify({ error: { code: "UnknownError", message: inner } }));
  expect(error).toMatchObject({
    message: "User is not authorized",
    code: "Forbidden",
    status: 401,
    activityId,
  });
});

test.each<[given: string, want: object]>([
  [
    '{"error":{"code":"BadRequest","message":"plain","innererror":{"requestId":"old"}}}',
    { message: "plain", requestId: "old" },
  ],
  ['{"error":{"code":"X","message":""}}', { code: "X", message: expect.stringContaining("status 400") }],
  ['{"error":null}', { code: "http400", message: expect.stringContaining("status 400") }],
  ["", { code: "http400", message: "getThing: status 400 with an empty body" }],
  ["<html>", { code: "http400", message: 'getThing: status 400 with "<html>"' }],
  ['{"error":{"code":"X","message":"{not json"}}', { message: "{not json" }],
])("an error body %j is read as far as it goes", async (given, want) => {
  expect(await failWith(400, given)).toMatchObject(want);
});

test.each<[headers: Record<string, string>, nestedRetryAfter: unknown, want: number | undefined]>([
  [{ "retry-after": "2.128" }, null, 2128],
  [{ "retry-after": "7" }, "9", 7000],
  [{}, "9", 9000],
  [{}, null, undefined],
  [{ date: "Sat, 22 Aug 2026 09:17:00 GMT", "retry-after": "Sat, 22 Aug 2026 09:17:30 GMT" }, null, 30_000],
])("a 429 with %j and a nested %j waits %j ms", async (headers, retryAfter, want) => {
  const body = JSON.stringify({
    error: { code: "TooManyRequests", message: nested("Slow down", { RetryAfter: retryAfter }) },
  });
  const error = await failWith(429, body, headers);
  expect("retryAfterMs" in error ? error.retryAfterMs : undefined).toBe(want);
});

test.each<[given: string, want: number | undefined]>([
  ["0", 0],
  ["1.5", 1500],
  ["-1", undefined],
  ["soon", undefined],
  ["2026", 2_026_000],
  ["Thu, 01 Jan 1970 00:00:10 GMT", 9000],
  ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
])("Retry-After %s is %s ms", (given, want) => {
  expect(parseRetryAfter(given, 1000)).toBe(want);
});

test("unwrapping keeps any text that is not wrapped", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!text.includes(" - ") && !text.trimStart().startsWith("{"));
      expect(unwrapMessage(text).message).toBe(text.trim());
    }),
  );
});

test("unwrapping finds the sentence however deep it is, within five levels", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 4 }), (text, depth) => {
      fc.pre(!text.includes(" - ") && !text.trimStart().startsWith("{"));
      let message = nested(text);
      for (let level = 1; level < depth; level += 1)
        message = JSON.stringify({ ErrorCode: "X", Message: message });
      expect(unwrapMessage(message)).toMatchObject({ message: text.trim(), activityId });
    }),
  );
});
