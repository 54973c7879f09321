import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";

type Platform = "browser" | "node";

/** A program as a bundler makes it for users, from the sources. */
async function bundle(contents: string, platform: Platform, minify = true): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify,
    write: false,
    format: "esm",
    target: "es2022",
    platform,
    conditions: ["@intunectl/source"],
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

const size = (text: string): number => gzipSync(text, { level: 9 }).length;

const operation = `import { assignGroupPolicyConfiguration } from "@intunectl/graph-intune";`;
const given = `assignGroupPolicyConfiguration, { groupPolicyConfigurationId: globalThis.id, assignments: [
  { target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: globalThis.group } }] }`;
const call = `send(${given})`;
const single = `import { sendOnce } from "@intunectl/graph-core"; ${operation}
  await sendOnce(${given}, { token: globalThis.token });`;
const assigning = `import { createGraphSender } from "@intunectl/graph-core"; ${operation}
  await createGraphSender({ token: () => globalThis.token }).${call};`;
const everything = `import { createGraphClient } from "@intunectl/graph-core"; ${operation}
  await createGraphClient({ credential: globalThis.credential }).${call};`;

// Sizes are the same on every machine, so they may be asserted; a change that needs more says so here.
test.each<[name: string, platform: Platform, limit: number, program: string]>([
  [
    "an operation that nobody sends",
    "browser",
    300,
    `${operation} globalThis.x = assignGroupPolicyConfiguration;`,
  ],
  ["one call that assigns", "browser", 2500, single],
  ["one call that assigns", "node", 2500, single],
  ["a sender that assigns", "browser", 4050, assigning],
  ["a sender that assigns", "node", 5050, assigning],
  ["a client that assigns", "browser", 9300, everything],
  ["a client that assigns", "node", 10_300, everything],
  [
    "what is imported and not used",
    "browser",
    25,
    `import "@intunectl/graph-core"; import "@intunectl/graph-intune";`,
  ],
])("%s: for the %s no more than %i bytes", async (_, platform, limit, program) => {
  expect(size(await bundle(program, platform))).toBeLessThanOrEqual(limit);
});

test("the bundle for browsers knows nothing of Node, and no bundle makes code", async () => {
  const web = await bundle(everything, "browser", false);
  expect(web).not.toMatch(/node:|\bprocess\b|\bBuffer\b|\brequire\b/);
  for (const text of [web, await bundle(everything, "node", false)])
    expect(text).not.toMatch(/\beval\b|new Function|Symbol\.for/);
});

test("one call carries none of a sender", async () => {
  const text = await bundle(single, "browser", false);
  for (const name of ["createAttempts", "planRetry", "parseBaseUrl", "systemClock", "TransportError"])
    expect(text).not.toContain(name);
});

test("a sender carries none of what it does not use", async () => {
  const text = await bundle(assigning, "browser", false);
  for (const name of [
    "createGovernor",
    "runBatch",
    "checkNextLink",
    "unwrapMessage",
    "findMissingPermission",
    "clouds",
  ])
    expect(text).not.toContain(name);
});

const published = `${import.meta.dirname}/../../graph-core/dist`;

test.skipIf(!existsSync(`${published}/index.d.ts`))("no published type is any", () => {
  const files = readdirSync(published).filter((name) => name.endsWith(".d.ts"));
  expect(files.length).toBeGreaterThan(20);
  for (const name of files) {
    const code = readFileSync(`${published}/${name}`, "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
    expect(code, name).not.toMatch(/\bany\b/);
  }
});

const chromium = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0,
);

test.skipIf(chromium === undefined)(
  "a page in headless Chromium assigns, reads pages and is told of errors",
  async () => {
    const program = `
    import { createGraphClient, isGraphError, staticToken } from "@intunectl/graph-core";
    import { assignGroupPolicyConfiguration, listGroups } from "@intunectl/graph-intune";
    const graph = createGraphClient({ credential: staticToken("t"), baseUrl: location.origin });
    const target = { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: "g" } as const;
    const assign = (id: string) =>
      graph.send(assignGroupPolicyConfiguration, { groupPolicyConfigurationId: id, assignments: [{ target }] });
    const told: string[] = [];
    try {
      const { value } = await assign("ok");
      told.push(JSON.stringify(value));
      for await (const { id } of graph.pages(listGroups, { $top: 1 })) told.push(id);
      for (const id of ["gone", "moved"])
        await assign(id).catch((error: unknown) => told.push(isGraphError(error) ? error.name + " " + error.code : "other"));
    } catch (error) { told.push(String(error)); }
    document.body.textContent = told.join(" | ");`;
    const script = await bundle(program, "browser");
    const received: string[] = [];
    const server = createServer((request, response) => {
      const { url = "" } = request;
      received.push(`${request.method} ${url} ${request.headers.authorization}`);
      const answer = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): void => {
        response.writeHead(status, headers).end(text);
      };
      const origin = `http://${request.headers.host}`;
      if (url === "/")
        answer(200, '<body><script type="module" src="/app.js"></script>', { "content-type": "text/html" });
      else if (url === "/app.js") answer(200, script, { "content-type": "text/javascript" });
      else if (url.includes("gone")) answer(404, '{"error":{"code":"ResourceNotFound","message":"gone"}}');
      else if (url.includes("moved")) answer(302, "", { location: "/beta/elsewhere" });
      else if (url.includes("assign")) answer(200, '{"value":[]}');
      else if (url.includes("skip")) answer(200, '{"value":[{"id":"b"}]}');
      else answer(200, `{"value":[{"id":"a"}],"@odata.nextLink":"${origin}/beta/groups?$skiptoken=1"}`);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const page = await runChromium(`http://127.0.0.1:${address.port}/`);
    expect(page).toContain("[] | a | b | GraphError ResourceNotFound | GraphResponseError redirect");
    expect(received).not.toContainEqual(expect.stringContaining("elsewhere"));
    expect(received.filter((line) => line.includes("Bearer t"))).toHaveLength(5);
  },
);

async function runChromium(url: string): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), "graph-core-chromium-"));
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    `--user-data-dir=${profile}`,
    "--no-first-run",
  ];
  const child = spawn(chromium ?? "", [...flags, "--virtual-time-budget=20000", "--dump-dom", url], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(child, "close");
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  return Buffer.concat(chunks).toString("utf8");
}
