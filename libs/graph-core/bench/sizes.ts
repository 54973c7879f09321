import { gzipSync } from "node:zlib";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { toTable } from "./measure.ts";

const root = resolve(import.meta.dirname, "../../..");
const input = `{ groupPolicyConfigurationId: globalThis.id, assignments: [{ target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: globalThis.group } }] }`;
const operation = `import { assignGroupPolicyConfiguration } from "@intunectl/graph-intune";`;
const path = "/deviceManagement/groupPolicyConfigurations/";

/** Programs that only assign, each with the token at hand, unless it says otherwise. */
const programs: readonly (readonly [name: string, program: string])[] = [
  ["the operation alone", `${operation} globalThis.x = assignGroupPolicyConfiguration;`],
  [
    "graph-core, sendOnce",
    `import { sendOnce } from "@intunectl/graph-core"; ${operation}
     await sendOnce(assignGroupPolicyConfiguration, ${input}, { token: globalThis.token });`,
  ],
  [
    "graph-core, sender",
    `import { createGraphSender } from "@intunectl/graph-core"; ${operation}
     await createGraphSender({ token: () => globalThis.token }).send(assignGroupPolicyConfiguration, ${input});`,
  ],
  [
    "the same with a credential and Intune's errors",
    `import { createGraphSender, createTokenSource, readIntuneError } from "@intunectl/graph-core"; ${operation}
     const graph = createGraphSender({ token: createTokenSource(globalThis.credential), readError: readIntuneError });
     await graph.send(assignGroupPolicyConfiguration, ${input});`,
  ],
  [
    "graph-core, client",
    `import { createGraphClient } from "@intunectl/graph-core"; ${operation}
     await createGraphClient({ credential: globalThis.credential }).send(assignGroupPolicyConfiguration, ${input});`,
  ],
  [
    "openapi-fetch",
    `import createClient from "openapi-fetch"; const client = createClient({ baseUrl: "https://graph.microsoft.com/beta" });
     await client.POST("${path}{id}/assign", { params: { path: { id: globalThis.id } }, headers: { authorization: globalThis.token }, body: ${input} });`,
  ],
  [
    "ky",
    `import ky from "ky"; await ky.post("https://graph.microsoft.com/beta${path}" + globalThis.id + "/assign", { headers: { authorization: globalThis.token }, json: ${input} }).json();`,
  ],
  [
    "@microsoft/microsoft-graph-client",
    `import { Client } from "@microsoft/microsoft-graph-client"; const client = Client.initWithMiddleware({ authProvider: { getAccessToken: async () => globalThis.token } });
     await client.api("${path}" + globalThis.id + "/assign").version("beta").post(${input});`,
  ],
  [
    "@azure/core-rest-pipeline",
    `import { createDefaultHttpClient, createHttpHeaders, createPipelineFromOptions, createPipelineRequest } from "@azure/core-rest-pipeline";
     await createPipelineFromOptions({}).sendRequest(createDefaultHttpClient(), createPipelineRequest({ url: "https://graph.microsoft.com/beta${path}" + globalThis.id + "/assign", method: "POST", headers: createHttpHeaders({ authorization: globalThis.token }), body: JSON.stringify(${input}) }));`,
  ],
];

/** C6: what a program carries that only assigns. */
export async function measureSizes(): Promise<string> {
  const rows = await Promise.all(
    programs.map(async ([name, program]) => [
      name,
      await measure(program, "browser"),
      await measure(program, "node"),
    ]),
  );
  return `## C6: a program that only assigns

Bytes, by esbuild, minified, gzip -9 (wanted: 2,500 with fetch, 3,000 on Node, 300 for the operation alone). Kiota is not
here: its models alone are megabytes, because one serializer names every other.

${toTable(["program", "browser", "Node"], rows)}

What \`sendOnce\` carries beside the request: ids that cannot leave their place in the URL, one address that gets the
token, one deadline, aborts at any moment, no redirect that is followed, eight errors with what is known (status, code,
request id, how long to wait, whether it may have taken effect), no empty answer that passes for a result, no token in any
text. It has no retries. The sender adds the retries that are safe, with \`Retry-After\` and back-off, under the same deadline;
base URLs that are safe; hooks; and on Node \`node:https\` with kept connections and the environment's proxy.
`;
}

async function measure(program: string, platform: "browser" | "node"): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform,
    logLevel: "error",
    alias: {
      "@intunectl/graph-core": join(root, `libs/graph-core/dist/${platform === "node" ? "node" : "web"}.js`),
      "@intunectl/graph-intune": join(root, "libs/graph-intune/dist/generated/index.js"),
    },
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
}
