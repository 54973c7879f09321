import { median, runProgram, startServer, toTable } from "./measure.ts";

const clients = [
  "raw node:http",
  "raw undici.request",
  "raw undici dispatch",
  "graph-core",
  "graph-core, sender",
  "graph-core, undici",
  "@azure/core-rest-pipeline",
  "raw fetch",
  "graph-core, fetch",
  "openapi-fetch",
  "ky",
  "@microsoft/microsoft-graph-client",
  "Kiota (msgraph-beta-sdk)",
] as const;
const flags = ["--expose-gc", "--min-semi-space-size=256", "--max-semi-space-size=256"];

/** C1 to C4: what a call costs, by client and by how many are in flight. */
export async function measureCalls(rounds: number): Promise<string> {
  const { url, child } = await startServer();
  const costs = new Map<string, Readonly<Record<string, number>>[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const inFlight of [1, 20, 200])
      for (const client of clients) {
        const cost = runProgram("load.ts", [client, url, inFlight, 5000], flags);
        costs.set(`${client} ${inFlight}`, [...(costs.get(`${client} ${inFlight}`) ?? []), cost]);
      }
  const own = Array.from({ length: rounds }, () =>
    runProgram("load.ts", ["graph-core, no network", url, 20, 20_000], flags),
  );
  child.disconnect();
  const cpu = (client: string, inFlight: number): number =>
    median((costs.get(`${client} ${inFlight}`) ?? []).map(({ cpuUs = 0 }) => cpuUs));
  const cell = (client: string, inFlight: number): string => {
    const us = cpu(client, inFlight);
    return `${us.toFixed(0)} (${(cpu("raw undici.request", inFlight) / us).toFixed(2)})`;
  };
  const rows = clients.map((client) => [
    client,
    ...[1, 20, 200].map((inFlight) => cell(client, inFlight)),
    (median((costs.get(`${client} 20`) ?? []).map(({ heap = 0 }) => heap)) / 1000).toFixed(0),
  ]);
  const times = (peer: string, client = "graph-core"): string =>
    [1, 20, 200].map((inFlight) => (cpu(peer, inFlight) / cpu(client, inFlight)).toFixed(2)).join(" / ");
  return `## C1 to C4: CPU a call

Microseconds of CPU of the whole process (user and system), and in brackets how many times cheaper than
\`undici.request\`; kB allocated a call at 20 in flight. 5,000 calls after 2,000 to warm up, the median of three rounds.

${toTable(["client", "1 in flight", "20", "200", "kB"], rows)}

- C1, Node's default transport: ${times("raw undici.request")} of raw \`undici.request\` (wanted: 0.94), ${times("@microsoft/microsoft-graph-client")} times cheaper than
  microsoft-graph-client (wanted: 3.8), ${times("Kiota (msgraph-beta-sdk)")} than Kiota (wanted: 5.4).
  A bare \`node:http\` request, which leaves as soon as it is made, is at ${times("raw undici.request", "raw node:http")}.
- C2, over undici's \`Agent\`: ${times("raw undici.request", "graph-core, undici")} (wanted: 1.3). A bare \`dispatch\` is at
  ${times("raw undici.request", "raw undici dispatch")}: that bounds it; the rest is C4 and a longer head.
- C3, over \`fetch\`, with a deadline: ${times("raw fetch", "graph-core, fetch")} of raw \`fetch\` (wanted: 0.85).
- C4, everything of ours and no network: ${median(own.map(({ cpuUs = 0 }) => cpuUs)).toFixed(1)} us a call (wanted: at most 15).
`;
}
