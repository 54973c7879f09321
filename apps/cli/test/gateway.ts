import { createServer } from "node:http";

/** A place between the command line and the service, where a test can act at an exact moment. */
export interface Gateway {
  readonly url: string;
  /** Called when a write arrives, and again when the service has done it, before its answer is passed on. */
  onWrite: (moment: "before" | "after") => void | Promise<void>;
  /** Answers instead of the service, which then sees nothing; `undefined` passes the request on. */
  answer: (request: { readonly method: string; readonly path: string }) => Fault | undefined;
  /** `METHOD path` of everything that came. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** What a service says when it does not do what was asked. */
export interface Fault {
  readonly status: number;
  readonly retryAfter?: string;
}

/** Passes everything on to a service on this machine. */
export async function startGateway(target: string): Promise<Gateway> {
  const gateway = {
    url: "",
    requests: new Array<string>(),
    onWrite: (): void | Promise<void> => {},
    answer: (): Fault | undefined => undefined,
  };
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      void pass(Buffer.concat(chunks)).catch(() => outgoing.destroy());
    });
    const pass = async (body: Buffer): Promise<void> => {
      const { method = "GET", url = "/" } = incoming;
      gateway.requests.push(`${method} ${url}`);
      const answer: Gateway["answer"] = gateway.answer;
      const fault = answer({ method, path: url });
      if (fault !== undefined) {
        const retryAfter = fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter };
        outgoing
          .writeHead(fault.status, { "content-type": "application/json", ...retryAfter })
          .end(JSON.stringify({ error: { code: "fault", message: `The service answers ${fault.status}` } }));
        return;
      }
      const onWrite: Gateway["onWrite"] = gateway.onWrite;
      if (method !== "GET") await onWrite("before");
      const headers = {
        authorization: incoming.headers.authorization ?? "",
        "content-type": "application/json",
      };
      const response = await fetch(`${target}${url}`, {
        method,
        headers,
        ...(method === "GET" ? {} : { body: body.toString("utf8") }),
      });
      const text = (await response.text()).replaceAll(target, gateway.url);
      if (method !== "GET") await onWrite("after");
      outgoing.writeHead(response.status, { "content-type": "application/json" }).end(text);
    };
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the gateway has no port");
  gateway.url = `http://127.0.0.1:${address.port}`;
  return Object.assign(gateway, {
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
