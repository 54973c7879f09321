import type { ServerResponse } from "node:http";
import type { Outcome } from "../delivery.ts";

/** Hands an answer to the connection as its delivery says; `done` is called once, when it is over. */
export function deliver(
  outgoing: ServerResponse,
  { response, delivery, onDelivered }: Outcome,
  mustClose: boolean,
  done: () => void,
): void {
  const send = (): void => {
    onDelivered();
    if (delivery.kind === "reset") {
      breakOff(outgoing);
      return done();
    }
    const { status, headers, body } = response;
    const length = Buffer.byteLength(body);
    const hasNoBody = status === 204 || status === 304;
    outgoing.writeHead(status, {
      ...headers,
      ...(hasNoBody ? {} : { "content-length": String(length) }),
      ...(mustClose ? { connection: "close" } : {}),
    });
    if (delivery.kind === "truncate" && !hasNoBody) {
      const part = Buffer.from(body).subarray(0, Math.min(delivery.bytes ?? length / 2, length - 1));
      outgoing.write(part, () => outgoing.socket?.destroy());
      // Without a body there is only the head to break off after.
      if (part.length === 0) outgoing.flushHeaders();
      if (part.length === 0) outgoing.socket?.end();
    } else outgoing.end(body);
    done();
  };
  if (delivery.delayMs > 0) setTimeout(send, delivery.delayMs);
  else send();
}

/** The client sees a reset, not an orderly end. */
function breakOff(outgoing: ServerResponse): void {
  const { socket } = outgoing;
  if (socket === null) return;
  // TLS sockets cannot send a reset.
  if ("resetAndDestroy" in socket && !("encrypted" in socket)) socket.resetAndDestroy();
  else socket.destroy();
}
