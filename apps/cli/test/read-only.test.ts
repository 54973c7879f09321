import type { AnyOperation, GraphRequest, HttpMethod } from "@intunectl/graph-core";
import { operations } from "@intunectl/graph-intune";
import { expect, test } from "vitest";
import { readOnly } from "../src/read-only.ts";

test.each<[name: string, operation: AnyOperation]>(
  operations.map((operation) => [operation.name, operation]),
)("%s leaves this machine only if it reads", async (_name, operation) => {
  const sent: HttpMethod[] = [];
  const send = readOnly((request) => {
    sent.push(request.method);
    return Promise.resolve({ status: 200, headers: {}, body: "{}" });
  });
  const request: GraphRequest = {
    method: operation.method,
    url: "http://127.0.0.1:1/",
    headers: {},
    operation,
  };
  const isRead = operation.method === "GET";
  const ended = await Promise.resolve()
    .then(() => send(request))
    .then(
      () => "sent",
      (error: unknown) => String(error),
    );
  expect([ended, sent]).toEqual(
    isRead ? ["sent", ["GET"]] : [`CliError: ${operation.name} would write, and this only looks`, []],
  );
});
