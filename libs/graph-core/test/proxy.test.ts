import { once } from "node:events";
import { createServer as createHttpServer, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, type Socket } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { expect, onTestFinished, test, vi } from "vitest";
import { createGraphClient, staticToken } from "../src/index.ts";
import { createCertificate } from "./certificate.ts";
import { assignThing, getThing } from "./operations.ts";
import { errorOf, reply, startServer } from "./server.ts";

const credential = staticToken("secret-token");
const input = { thingId: "a" };

async function listen(server: Server | ReturnType<typeof createHttpsServer>): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** A real proxy: it forwards what it is asked for by absolute address, and tunnels what it is asked to CONNECT. */
async function startProxy(
  refusal?: string,
): Promise<{ readonly port: number; readonly seen: string[]; readonly heads: string[] }> {
  const seen: string[] = [];
  const heads: string[] = [];
  const server = createHttpServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    heads.push(JSON.stringify(request.headers));
    reply(200, '{"id":"by proxy"}')(response);
  });
  server.on("connect", (request, socket: Socket, head: Buffer) => {
    seen.push(`CONNECT ${request.url}`);
    heads.push(JSON.stringify(request.headers));
    socket.on("error", () => {});
    if (refusal !== undefined) {
      socket.end(refusal);
      return;
    }
    const [, port] = (request.url ?? "").split(":");
    const upstream = connect(Number(port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    onTestFinished(() => void upstream.destroy());
  });
  return { port: await listen(server), seen, heads };
}

/** A service with a certificate of its own, which this process trusts for the length of the test. */
async function startSecure(): Promise<string> {
  const certificate = createCertificate();
  const server = createHttpsServer(certificate, (_, response) => reply(200, '{"id":"secure"}')(response));
  const trusted = getCACertificates("default");
  setDefaultCACertificates([...trusted, certificate.cert]);
  onTestFinished(() => setDefaultCACertificates(trusted));
  return `https://localhost:${await listen(server)}`;
}

function stub(name: string, value: string): void {
  vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

test("https goes through the environment's proxy by CONNECT, and the proxy sees no token", async () => {
  const baseUrl = await startSecure();
  const proxy = await startProxy();
  stub("HTTPS_PROXY", `http://user:pass%20word@127.0.0.1:${proxy.port}`);
  const graph = createGraphClient({ credential, baseUrl });
  for (let index = 0; index < 3; index += 1)
    expect(await graph.send(getThing, input)).toEqual({ id: "secure" });
  // Kept: three calls, one tunnel.
  expect(proxy.seen).toEqual([`CONNECT ${new URL(baseUrl).host}`]);
  expect(proxy.heads.join()).toContain(`Basic ${btoa("user:pass word")}`);
  expect(proxy.heads.join()).not.toContain("secret-token");
});

test("http on this machine goes through the environment's proxy by its absolute address", async () => {
  const { url } = await startServer(reply(200, '{"id":"direct"}'));
  const proxy = await startProxy();
  stub("HTTP_PROXY", `http://127.0.0.1:${proxy.port}`);
  expect(await createGraphClient({ credential, baseUrl: url }).send(getThing, input)).toEqual({
    id: "by proxy",
  });
  expect(proxy.seen).toEqual([`GET ${url}/beta/things/a`]);
});

test.each<[noProxy: string, isDirect: boolean]>([
  ["localhost", true],
  ["contoso.com,localhost", true],
  ["*", true],
  ["contoso.com", false],
])("with NO_PROXY=%s", async (noProxy, isDirect) => {
  const baseUrl = await startSecure();
  const proxy = await startProxy();
  stub("HTTPS_PROXY", `http://127.0.0.1:${proxy.port}`);
  stub("NO_PROXY", noProxy);
  expect(await createGraphClient({ credential, baseUrl }).send(getThing, input)).toEqual({ id: "secure" });
  expect(proxy.seen).toHaveLength(isDirect ? 0 : 1);
});

test("a proxy that refuses has not let the write out, and its password is not told", async () => {
  const baseUrl = await startSecure();
  const proxy = await startProxy("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
  stub("HTTPS_PROXY", `http://user:password@127.0.0.1:${proxy.port}`);
  const graph = createGraphClient({ credential, baseUrl, maxAttempts: 1 });
  const error = await errorOf(graph.send(assignThing, { thingId: "a", assignments: [] }));
  expect(error).toMatchObject({ name: "GraphNetworkError", mayHaveTakenEffect: false });
  expect(error.message).toContain("407");
  expect(error.message).not.toContain("password");
});

test("nobody who listens where the proxy should be is a call that never left", async () => {
  const baseUrl = await startSecure();
  stub("HTTPS_PROXY", "http://127.0.0.1:9");
  const graph = createGraphClient({ credential, baseUrl, maxAttempts: 1 });
  const error = await errorOf(graph.send(assignThing, { thingId: "a", assignments: [] }));
  expect(error).toMatchObject({ name: "GraphNetworkError", mayHaveTakenEffect: false });
});
