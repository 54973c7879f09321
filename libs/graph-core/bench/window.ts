import { runProgram, startServer, toTable } from "./measure.ts";

const clients = [
  "graph-core, window declared",
  "@microsoft/microsoft-graph-client",
  "Kiota (msgraph-beta-sdk)",
  "@azure/core-rest-pipeline",
  "ky",
] as const;

/** C5: 300 calls, 50 in flight, where 50 are taken in 2 s and the rest is answered 429 without `Retry-After`. */
export async function measureWindow(): Promise<string> {
  const rows: (readonly (string | number)[])[] = [];
  for (const client of clients) {
    const { url, child } = await startServer(50, 2000);
    const { succeeded = 0, seconds = 0 } = runProgram("throttled.ts", [client, url]);
    const refused = await new Promise<number>((resolve) => {
      child.once("message", (message: { readonly refused: number }) => resolve(message.refused));
      child.send("count");
    });
    child.disconnect();
    rows.push([client, succeeded, refused, seconds.toFixed(1)]);
  }
  return `## C5: a window of 50 writes in 2 s, without Retry-After

300 calls, 50 in flight. The ideal is 10 s: five windows after the first.

${toTable(["client", "succeeded", "answered 429", "s"], rows)}
`;
}
