import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A network between a worker and its database, which can fail. */
export interface Proxy {
  readonly url: string;
  /** Nothing arrives any more, and nobody is told: what a firewall that drops packets does. */
  cut(): void;
  /** What was on its way arrives; half of the connections are gone all the same. */
  heal(): void;
  /** All connections end and new ones are refused, as by a server that is restarted. */
  refuse(): void;
  close(): void;
}

/** Passes connections on to a PostgreSQL server. */
export async function startProxy(connectionString: string): Promise<Proxy> {
  const target = new URL(connectionString);
  let state: "open" | "cut" | "refusing" = "open";
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    if (state === "refusing") {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port === "" ? 5432 : target.port), target.hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on("data", (chunk: Buffer) => to.write(chunk));
      from.on("error", () => to.destroy());
      from.on("close", () => {
        to.destroy();
        pairs.delete(pair);
      });
      if (state === "cut") from.pause();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = new URL(connectionString);
  url.hostname = "127.0.0.1";
  url.port = String(typeof address === "object" ? address?.port : "");
  return {
    url: url.href,
    cut() {
      state = "cut";
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    heal() {
      state = "open";
      for (const [index, pair] of [...pairs].entries())
        for (const socket of pair) {
          if (index % 2 === 0) socket.resume();
          else socket.destroy();
        }
    },
    refuse() {
      state = "refusing";
      for (const pair of pairs) for (const socket of pair) socket.destroy();
    },
    close() {
      server.close();
      for (const pair of pairs) for (const socket of pair) socket.destroy();
    },
  };
}
