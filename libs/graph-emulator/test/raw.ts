import { connect } from "node:net";
import type { Emulator } from "../src/index.ts";

/** What a connection got until it ended. */
export interface RawReply {
  readonly text: string;
  /** How it ended: in order, or broken off. */
  readonly end: "closed" | "reset";
}

/**
 * Sends bytes over a socket of its own and reads until the connection ends.
 *
 * `patienceMs`: what is unfinished is ended by this side after so long without an answer.
 */
export function sendRaw(emulator: Emulator, bytes: string | Buffer, patienceMs?: number): Promise<RawReply> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(emulator.url).port), "127.0.0.1");
    let text = "";
    let end: RawReply["end"] = "closed";
    socket.on("data", (chunk) => (text += chunk.toString("latin1")));
    socket.on("error", () => (end = "reset"));
    socket.on("close", () => resolve({ text, end }));
    socket.write(bytes);
    if (patienceMs !== undefined) socket.setTimeout(patienceMs, () => socket.end());
  });
}

/** A request as it goes over the wire; the connection ends with its answer. */
export function toRaw(
  emulator: Emulator,
  method: string,
  target: string,
  { token, body }: { readonly token?: string; readonly body?: unknown } = {},
): string {
  const text = body === undefined ? "" : JSON.stringify(body);
  return [
    `${method} ${target} HTTP/1.1`,
    `Host: ${new URL(emulator.url).host}`,
    "Connection: close",
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    ...(text === "" ? [] : ["Content-Type: application/json", `Content-Length: ${Buffer.byteLength(text)}`]),
    "",
    text,
  ].join("\r\n");
}
