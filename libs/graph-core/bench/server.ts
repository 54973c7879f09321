import { createServer } from "node:net";

/**
 * The smallest service that answers an assign: 200 with the documented body, headers as Graph sends them.
 *
 * With `--window <places> <milliseconds>` it answers 429 without `Retry-After` when a window is used up, as Intune is
 * reported to. It prints its port, and after each window how many it took and refused.
 */
const [, , , places, length] = process.argv;
const windowPlaces = Number(places ?? Infinity);
const windowMs = Number(length ?? Infinity);
const body =
  '{"value":[{"@odata.type":"#microsoft.graph.groupPolicyConfigurationAssignment","id":"4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14_2a9f6c10-4e7b-4d35-8c1a-f05b3e92d761","lastModifiedDateTime":"2026-11-24T08:00:00.1234567Z","target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"2a9f6c10-4e7b-4d35-8c1a-f05b3e92d761"}}]}';
const headers =
  "content-type: application/json;odata.metadata=minimal\r\nrequest-id: 3b7f2ac1-0c5e-4a52-9d4f-6a1d3f1f7f10\r\n" +
  "client-request-id: 3b7f2ac1-0c5e-4a52-9d4f-6a1d3f1f7f11\r\ndate: Tue, 24 Nov 2026 08:00:00 GMT\r\n";
const ok = Buffer.from(
  `HTTP/1.1 200 OK\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
);
const busy = Buffer.from(`HTTP/1.1 429 Too Many Requests\r\n${headers}content-length: 2\r\n\r\n{}`);

let taken: number[] = [];
let refused = 0;
process.on("message", () => process.send?.({ refused }));

function answer(): Buffer {
  if (windowMs === Infinity) return ok;
  const now = performance.now();
  taken = taken.filter((at) => at > now - windowMs);
  if (taken.length >= windowPlaces) {
    refused += 1;
    return busy;
  }
  taken.push(now);
  return ok;
}

const server = createServer({ noDelay: true }, (socket) => {
  let pending = "";
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    pending += chunk.toString("latin1");
    for (;;) {
      const end = pending.indexOf("\r\n\r\n");
      if (end < 0) return;
      const size = /content-length: (\d+)/i.exec(pending.slice(0, end))?.[1];
      const isChunked = /transfer-encoding: chunked/i.test(pending.slice(0, end));
      const last = isChunked ? pending.indexOf("0\r\n\r\n", end) + 5 : end + 4 + Number(size ?? 0);
      if (last < end + 4 || pending.length < last) return;
      pending = pending.slice(last);
      socket.write(answer());
    }
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address !== "string") process.send?.({ port: address.port });
});
process.on("disconnect", () => process.exit());
