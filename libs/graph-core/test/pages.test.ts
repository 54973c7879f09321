import { expect, test } from "vitest";
import { createGraphClient, staticToken } from "../src/index.ts";
import { listThings } from "./operations.ts";
import { errorOf, reply, startServer } from "./server.ts";

const credential = staticToken("t");

async function collect(items: AsyncIterable<{ readonly id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of items) ids.push(id);
  return ids;
}

test("follows next links exactly as they were sent", async () => {
  const { url, received } = await startServer((response, request) => {
    const base = `http://${request.headers.host}/beta/things`;
    const pages: Record<string, string> = {
      "/beta/things?$top=2": `{"value":[{"id":"a"},{"id":"b"}],"@odata.nextLink":"${base}?$skiptoken=x%2Fy+z&odd"}`,
      "/beta/things?$skiptoken=x%2Fy+z&odd": `{"value":[],"@odata.nextLink":"${base}?last"}`,
      "/beta/things?last": '{"value":[{"id":"c"}]}',
    };
    reply(200, pages[request.url] ?? "")(response);
  });
  expect(
    await collect(createGraphClient({ credential, baseUrl: url }).pages(listThings, { $top: 2 })),
  ).toEqual(["a", "b", "c"]);
  expect(received).toHaveLength(3);
});

test("asks for the next page only when it is needed", async () => {
  const { url, received } = await startServer((response, request) =>
    reply(
      200,
      `{"value":[{"id":"a"}],"@odata.nextLink":"http://${request.headers.host}/beta/things?${received.length}"}`,
    )(response),
  );
  for await (const { id } of createGraphClient({ credential, baseUrl: url }).pages(listThings, {})) {
    expect(id).toBe("a");
    break;
  }
  expect(received).toHaveLength(1);
});

test.each<[given: string, want: string]>([
  ["https://graph.example.com/beta/things?x", "leaves http://127.0.0.1"],
  ["http://127.0.0.1:9/beta/things?x", "leaves http://127.0.0.1"],
  ["//graph.example.com/beta/things", "is not an absolute URL"],
  ["/beta/things?x", "is not an absolute URL"],
  ["HOST/v1.0/things?x", "leaves /beta/ for /v1.0/things"],
  ["HOST/beta/../v1.0/things", "leaves /beta/ for /v1.0/things"],
  ["HOST/betamax/things", "leaves /beta/ for /betamax/things"],
  ["javascript:alert(1)", "leaves http://127.0.0.1"],
])("a next link %s is an error and nothing is sent to it", async (given, want) => {
  const { url, received } = await startServer((response, request) =>
    reply(
      200,
      JSON.stringify({
        value: [{ id: "a" }],
        "@odata.nextLink": given.replace("HOST", `http://${request.headers.host}`),
      }),
    )(response),
  );
  const error = await errorOf(collect(createGraphClient({ credential, baseUrl: url }).pages(listThings, {})));
  expect(error).toMatchObject({ name: "GraphResponseError", code: "untrustedLink", operation: "listThings" });
  expect(error.message).toContain(want);
  expect(received).toHaveLength(1);
});

test("a next link that goes in a circle is an error", async () => {
  const { url } = await startServer((response, request) =>
    reply(
      200,
      `{"value":[{"id":"a"}],"@odata.nextLink":"http://${request.headers.host}/beta/things?again"}`,
    )(response),
  );
  expect(
    (await errorOf(collect(createGraphClient({ credential, baseUrl: url }).pages(listThings, {})))).message,
  ).toContain("leads back");
});

test.each(["{}", '{"value":null}', '{"value":{}}'])(
  "a page %s without a list is an error, not an empty page",
  async (given) => {
    const { url } = await startServer(reply(200, given));
    const error = await errorOf(
      collect(createGraphClient({ credential, baseUrl: url }).pages(listThings, {})),
    );
    expect(error).toMatchObject({
      code: "invalidBody",
      message: "listThings: the response has no value list",
    });
  },
);

test("the link stays under the base URL's own path", async () => {
  const { url } = await startServer((response, request) =>
    reply(200, `{"value":[],"@odata.nextLink":"http://${request.headers.host}/beta/things?x"}`)(response),
  );
  const graph = createGraphClient({ credential, baseUrl: `${url}/gateway` });
  expect(await errorOf(collect(graph.pages(listThings, {})))).toMatchObject({ code: "untrustedLink" });
});
