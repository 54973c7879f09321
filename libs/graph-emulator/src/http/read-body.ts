import type { IncomingMessage } from "node:http";

/** Gives the whole body, or `undefined` as soon as it is too large. */
export function readBody(
  incoming: IncomingMessage,
  maxBytes: number,
  done: (body: Buffer | undefined) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    chunks.push(chunk);
    if (size <= maxBytes) return;
    incoming.off("data", onData).off("end", onEnd).resume();
    done(undefined);
  };
  const onEnd = (): void => done(Buffer.concat(chunks));
  incoming.on("data", onData).on("end", onEnd);
  // A client that goes away in the middle of its body asked for nothing.
  incoming.on("error", () => {});
}
